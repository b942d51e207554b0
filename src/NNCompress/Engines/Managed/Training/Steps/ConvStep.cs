using System.Numerics.Tensors;
using NNCompress.Engines.Managed.Matrices;
using NNCompress.Engines.Managed.Operators;
using NNCompress.Models.Shapes;

namespace NNCompress.Engines.Managed.Training.Steps;

/// <summary>
/// Convolution as a product with the unrolled image U: Y = W·U + b for each sample and group. Backward: dW = Σ dY·Uᵀ, dU = Wᵀ·dY, and dX is
/// dU rolled up again. The batch is cut into pieces by its size alone; each piece sums its own dW, and the pieces are added in order.
/// </summary>
internal sealed unsafe class ConvStep : TrainingStep
{
    private const int Pieces = 8;

    // Floats that the pieces' sums may take together; two pieces there are in any case.
    private const long SumsLength = 1L << 24;

    private readonly SimdPath path;
    private readonly int samples;
    private readonly int groups;
    private readonly (int M, int P, int K) size;
    private readonly Window3 window;
    private readonly ImageLayout layout;
    private readonly UnrolledImage unrolled;
    private readonly PackedOperand[] kernels;
    private readonly PackedOperand[] transposed;
    private readonly AlignedBuffer[] sums;
    private readonly TrainingValue? bias;

    public ConvStep(StepContext c)
        : base(c.Inputs, c.Output)
    {
        int[] x = c.Input(0).Shape, w = c.Input(1).Shape;
        path = c.Operator.Path;
        samples = x[0];
        bias = c.Node.Input(2) is null ? null : c.Input(2);
        groups = (int)c.Node.Int("group", 1);
        window = Window3.Of(c.Operator, WindowShapes.ConvGeometry(c.Operator));
        layout = new ImageLayout(window, w[1]);
        size = (w[0] / groups, window.OutputPlane, layout.Steps);
        unrolled = new UnrolledImage(layout, window);
        kernels = [.. Enumerable.Range(0, groups).Select(_ => new PackedOperand(size.M, size.K, MatrixKernel.Rows(path)))];
        transposed = Wants(0) ? [.. kernels.Select(_ => new PackedOperand(size.K, size.M, MatrixKernel.Rows(path)))] : [];
        int pieces = (int)Math.Min(samples, Math.Clamp(SumsLength / c.Input(1).Length, 2, Pieces));
        sums = [.. Enumerable.Range(0, pieces).Select(_ => new AlignedBuffer(Wants(1) ? c.Input(1).Length : 0))];
    }

    private nint ImageLength => (nint)layout.Channels * window.InputPlane;

    private nint ResultLength => (nint)size.M * size.P;

    public override void Forward(WorkTeam team, long pass)
    {
        for (int g = 0; g < groups; g++)
            kernels[g].Fill(Input(1).Data + ((nint)g * size.M * size.K), size.K, 1);
        team.For(samples, Convolve);
    }

    public override void Backward(WorkTeam team)
    {
        for (int g = 0; g < groups && Wants(0); g++)
            transposed[g].Fill(Input(1).Data + ((nint)g * size.M * size.K), 1, size.K);
        team.For(sums.Length, piece => Differentiate(piece, (int)((long)samples * piece / sums.Length), (int)((long)samples * (piece + 1) / sums.Length)));
        if (Wants(1))
        {
            Span<float> sum = Sum(1);
            foreach (AlignedBuffer piece in sums)
                TensorPrimitives.Add(sum, piece.Span, sum);
        }
        if (Wants(2))
        {
            Span<float> sum = Sum(2);
            for (int i = 0; i < samples * sum.Length; i++)
                sum[i % sum.Length] += TensorPrimitives.Sum(new ReadOnlySpan<float>(Output.Gradient + ((nint)i * size.P), size.P));
        }
    }

    private void Convolve(int sample)
    {
        ImagePanels panels = new(layout);
        float* to = Output.Data + (sample * groups * ResultLength);
        for (int g = 0; g < groups; g++, to += ResultLength)
        {
            panels.Image = unrolled.Pad(Input(0).Data + (((sample * (nint)groups) + g) * ImageLength));
            MatrixKernel.Run(path, size.M, size.P, size.K, new Operand(kernels[g]), new Operand(panels), to, size.P, accumulate: false);
        }
        if (bias is null)
            return;
        to = Output.Data + (sample * groups * ResultLength);
        for (int m = 0; m < groups * size.M; m++, to += size.P)
        {
            Span<float> plane = new(to, size.P);
            TensorPrimitives.Add(plane, bias.Data[m], plane);
        }
    }

    /// <summary>Samples [from, to): as many at a time as make a long inner dimension.</summary>
    private void Differentiate(int piece, int from, int to)
    {
        int stack = Math.Clamp(InnerBlocks.Largest / size.P, 1, to - from);
        float* columns = Lane.Columns(checked(size.K * size.P * stack)), rows = Lane.Rows(checked(size.M * size.P * stack));
        for (int g = 0; g < groups; g++)
        {
            float* sum = sums[piece].Pointer + ((nint)g * size.M * size.K);
            for (int first = from; first < to; first += stack)
            {
                int held = Math.Min(stack, to - first), width = held * size.P;
                float* dy = Gather(g, first, held, rows);
                if (Wants(1))
                {
                    for (int i = 0; i < held; i++)
                        unrolled.Unroll(Input(0).Data + ((((first + i) * (nint)groups) + g) * ImageLength), columns + (i * size.P), width);
                    MatrixKernel.Run(path, size.M, size.K, width, new Operand(dy, width, 1), new Operand(columns, width, 1), sum, size.K, accumulate: first > from);
                }
                if (Wants(0))
                {
                    MatrixKernel.Run(path, size.K, width, size.M, new Operand(transposed[g]), new Operand(dy, 1, width), columns, width, accumulate: false);
                    for (int i = 0; i < held; i++)
                        unrolled.RollUp(columns + (i * size.P), width, Input(0).Gradient + ((((first + i) * (nint)groups) + g) * ImageLength), Adds(0));
                }
            }
        }
    }

    /// <summary>The output's gradient of several samples side by side: a row a kernel.</summary>
    private float* Gather(int group, int first, int held, float* rows)
    {
        float* from = Output.Gradient + ((((nint)first * groups) + group) * ResultLength);
        if (held == 1)
            return from;
        for (int i = 0; i < held; i++, from += groups * ResultLength)
        {
            for (int m = 0; m < size.M; m++)
                new ReadOnlySpan<float>(from + ((nint)m * size.P), size.P).CopyTo(new Span<float>(rows + ((((nint)m * held) + i) * size.P), size.P));
        }
        return rows;
    }
}
