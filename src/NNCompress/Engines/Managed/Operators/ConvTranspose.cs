using System.Numerics.Tensors;
using NNCompress.Engines.Managed.Matrices;
using NNCompress.Models.Shapes;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>
/// Transposed convolution over one to three spatial dimensions: for each sample and group the kernels' transposed matrix times the image, whose
/// elements are then added where the windows of a convolution would have read them.
/// </summary>
internal sealed unsafe class ConvTranspose : Kernel
{
    private readonly SimdPath path;
    private readonly int samples;
    private readonly int groups;
    private readonly (int M, int N, int K) size;
    private readonly int channels;
    private readonly Window3 window;
    private readonly Packed<PackedOperand[]>? packed;
    private readonly bool biased;

    private ConvTranspose(OperatorContext c, int[] reads)
        : base(reads)
    {
        int[] x = c.Shape(0), w = c.Shape(1);
        path = c.Path;
        biased = reads.Contains(2);
        samples = x[0];
        groups = (int)c.Node.Int("group", 1);
        channels = w[1];
        window = Window3.Of(c, TransposedWindow.Of(c));
        size = (checked(w[1] * window.Kernel[0] * window.Kernel[1] * window.Kernel[2]), window.InputPlane, x[1] / groups);
        if (c.IsConstant(1))
            packed = c.Pack(1, groups, size.M, size.K, 1, size.M, MatrixKernel.Rows(path));
    }

    public override long ScratchLength => (long)size.M * size.N;

    public static Kernel Compile(OperatorContext c)
    {
        List<int> reads = [0];
        if (!c.IsConstant(1))
            reads.Add(1);
        if (c.Node.Input(2) is not null)
            reads.Add(2);
        return new ConvTranspose(c, [.. reads]);
    }

    public override void Run(in KernelFrame frame)
    {
        frame.OutputSpan.Clear();
        PackedOperand[]? weights = packed?.Values;
        float* from = frame.Input(0), to = frame.Output;
        for (int i = 0; i < samples * groups; i++, from += (nint)size.K * size.N, to += (nint)channels * window.OutputPlane)
        {
            int g = i % groups;
            Operand kernels = weights is not null ? new Operand(weights[g]) : new Operand(frame.Input(1) + (g * size.M * (nint)size.K), 1, size.M);
            MatrixKernel.Run(path, size.M, size.N, size.K, kernels, new Operand(from, 1, size.N), frame.Scratch, size.N, accumulate: false);
            for (int channel = 0; channel < channels; channel++)
            {
                float* plane = to + ((nint)channel * window.OutputPlane);
                Scatter(frame.Scratch + ((nint)channel * (size.M / channels) * size.N), plane);
                if (biased)
                    TensorPrimitives.Add(new ReadOnlySpan<float>(plane, window.OutputPlane), frame.Input(2)[(g * channels) + channel], new Span<float>(plane, window.OutputPlane));
            }
        }
        GC.KeepAlive(weights);
    }

    /// <summary>Adds the products of one channel, a row for each tap of the window, to its plane.</summary>
    private void Scatter(float* products, float* plane)
    {
        for (int d = 0; d < window.Kernel[0]; d++)
        {
            for (int h = 0; h < window.Kernel[1]; h++)
            {
                for (int w = 0; w < window.Kernel[2]; w++, products += size.N)
                    Scatter(products, plane, [d, h, w]);
            }
        }
    }

    private void Scatter(float* row, float* plane, ReadOnlySpan<int> tap)
    {
        int[] input = window.Input, output = window.Output;
        for (int d = 0; d < input[0]; d++)
        {
            int depth = At(0, d, tap[0]);
            for (int h = 0; h < input[1]; h++, row += input[2])
            {
                int height = At(1, h, tap[1]);
                if (depth < 0 || depth >= output[0] || height < 0 || height >= output[1])
                    continue;
                float* to = plane + ((((nint)depth * output[1]) + height) * output[2]);
                for (int w = 0; w < input[2]; w++)
                {
                    int width = At(2, w, tap[2]);
                    if (width >= 0 && width < output[2])
                        to[width] += row[w];
                }
            }
        }
    }

    private int At(int dimension, int input, int tap) => (input * window.Strides[dimension]) - window.Begin[dimension] + (tap * window.Dilations[dimension]);
}
