using System.Numerics.Tensors;
using NNCompress.Engines.Managed.Matrices;
using NNCompress.Models.Shapes;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>
/// Convolution over one to three spatial dimensions, with groups: for each sample and group the kernels' matrix times the unrolled
/// image, which exists only as the panels that the matrix kernel reads.
/// </summary>
internal sealed unsafe class Conv : Kernel
{
    private readonly SimdPath path;
    private readonly int samples;
    private readonly int groups;
    private readonly (int M, int N, int K) size;
    private readonly Window3 window;
    private readonly ImageLayout layout;
    private readonly Packed<PackedOperand[]>? packed;
    private readonly float[]? bias;
    private readonly bool readsBias;

    private Conv(OperatorContext c, int[] reads)
        : base(reads)
    {
        int[] x = c.Shape(0), w = c.Shape(1);
        path = c.Path;
        samples = x[0];
        groups = (int)c.Node.Int("group", 1);
        window = Window3.Of(c, WindowShapes.ConvGeometry(c));
        layout = new ImageLayout(window, w[1]);
        size = (w[0] / groups, window.OutputPlane, layout.Steps);
        bias = c.Weights(2);
        readsBias = reads.Contains(2);
        if (c.IsConstant(1))
            packed = c.Pack(1, groups, size.M, size.K, size.K, 1, MatrixKernel.Rows(path));
    }

    public override long ScratchLength => window.IsPadded ? layout.ImageLength : 0;

    public static Kernel Compile(OperatorContext c)
    {
        List<int> reads = [0];
        if (!c.IsConstant(1))
            reads.Add(1);
        if (c.Node.Input(2) is not null && c.Weights(2) is null)
            reads.Add(2);
        return new Conv(c, [.. reads]);
    }

    public override void Run(in KernelFrame frame)
    {
        ImagePanels panels = new(layout);
        PackedOperand[]? weights = packed?.Values;
        ReadOnlySpan<float> addend = readsBias ? frame.InputSpan(2) : bias;
        float* from = frame.Input(0), to = frame.Output;
        nint image = (nint)layout.Channels * window.InputPlane, result = (nint)size.M * size.N;
        if (window.IsPadded)
            new Span<float>(frame.Scratch, layout.ImageLength).Clear();
        for (int i = 0; i < samples; i++)
        {
            for (int g = 0; g < groups; g++, from += image, to += result)
            {
                panels.Image = window.IsPadded ? layout.Pad(from, window, frame.Scratch) : from;
                Operand kernels = weights is not null ? new Operand(weights[g]) : new Operand(frame.Input(1) + (g * size.M * (nint)size.K), size.K, 1);
                MatrixKernel.Run(path, size.M, size.N, size.K, kernels, new Operand(panels), to, size.N, accumulate: false);
                for (int m = 0; m < size.M && !addend.IsEmpty; m++)
                {
                    Span<float> plane = new(to + ((nint)m * size.N), size.N);
                    TensorPrimitives.Add(plane, addend[(g * size.M) + m], plane);
                }
            }
        }
        GC.KeepAlive(weights);
    }
}
