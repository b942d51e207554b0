using System.Numerics.Tensors;
using NNCompress.Engines.Managed.Matrices;

namespace NNCompress.Engines.Managed.Training.Steps;

/// <summary>Y = α·op(A)·op(B) + β·C. With G = α·dY: dop(A) = G·op(B)ᵀ, dop(B) = op(A)ᵀ·G, dC = β·dY summed over what C is broadcast along.</summary>
internal sealed unsafe class GemmStep : TrainingStep
{
    private readonly SimdPath path;
    private readonly (int M, int N, int K) size;
    private readonly bool transposeA;
    private readonly bool transposeB;
    private readonly (float Alpha, float Beta) scale;
    private readonly Broadcast? addend;

    // Lines are rows of op(A) and columns of op(B); steps are the inner dimension.
    private readonly Strided left;
    private readonly Strided right;
    private readonly AlignedBuffer? scaled;

    public GemmStep(StepContext c)
        : base(c.Inputs, c.Output)
    {
        int[] a = c.Input(0).Shape, b = c.Input(1).Shape;
        transposeA = c.Node.Int("transA", 0) != 0;
        transposeB = c.Node.Int("transB", 0) != 0;
        path = c.Operator.Path;
        size = (c.Output.Shape[0], c.Output.Shape[1], transposeA ? a[0] : a[1]);
        left = transposeA ? new Strided((nint)c.Input(0).Data, 1, a[1]) : new Strided((nint)c.Input(0).Data, a[1], 1);
        right = transposeB ? new Strided((nint)c.Input(1).Data, b[1], 1) : new Strided((nint)c.Input(1).Data, 1, b[1]);
        scale = (c.Node.Float("alpha", 1), c.Node.Float("beta", 1));
        if (scale.Alpha != 1)
            scaled = new AlignedBuffer(c.Output.Length);
        if (c.Node.Input(2) is not null)
            addend = new Broadcast(c.Output.Shape, c.Input(2).Shape);
    }

    public override void Forward(WorkTeam team, long pass)
    {
        (int m, int n, int k) = size;
        Product.Run(team, path, m, n, k, left, right, Output.Data, add: false);
        if (scale.Alpha != 1)
            TensorPrimitives.Multiply(Output.Buffer.Span, scale.Alpha, Output.Buffer.Span);
        addend?.Add(Input(2).Buffer.Span, scale.Beta, Output.Buffer.Span);
    }

    public override void Backward(WorkTeam team)
    {
        (int m, int n, int k) = size;
        float* dy = Output.Gradient;
        if (scaled is not null)
        {
            TensorPrimitives.Multiply(Output.GradientBuffer!.Span, scale.Alpha, scaled.Span);
            dy = scaled.Pointer;
        }
        Strided byRow = new((nint)dy, n, 1), byColumn = byRow.Transposed;
        if (Wants(0))
        {
            if (transposeA)
                Product.Run(team, path, k, m, n, right.Transposed, byRow, Input(0).Gradient, Adds(0));
            else
                Product.Run(team, path, m, k, n, byRow, right.Transposed, Input(0).Gradient, Adds(0));
        }
        if (Wants(1))
        {
            if (transposeB)
                Product.Run(team, path, n, k, m, byColumn, left.Transposed, Input(1).Gradient, Adds(1));
            else
                Product.Run(team, path, k, n, m, left.Transposed, byColumn, Input(1).Gradient, Adds(1));
        }
        if (Wants(2))
            addend!.Reduce(Output.GradientBuffer!.Span, scale.Beta, Sum(2));
    }
}
