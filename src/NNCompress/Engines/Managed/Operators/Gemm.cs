using System.Numerics.Tensors;
using NNCompress.Engines.Managed.Matrices;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>Y = α·op(A)·op(B) + β·C, with C broadcast to Y.</summary>
internal sealed unsafe class Gemm : Kernel
{
    private readonly SimdPath path;
    private readonly (int M, int N, int K) size;
    private readonly (nint Line, nint Step) left;
    private readonly (nint Line, nint Step) right;
    private readonly Packed<PackedOperand[]>? packed;
    private readonly (float Alpha, float Beta) scale;
    private readonly (nint Row, nint Column)? addend;

    private Gemm(OperatorContext c, int[] reads)
        : base(reads)
    {
        bool transposeA = c.Node.Int("transA", 0) != 0, transposeB = c.Node.Int("transB", 0) != 0;
        int[] a = c.Shape(0), b = c.Shape(1);
        path = c.Path;
        size = (c.OutputShape[0], c.OutputShape[1], transposeA ? a[0] : a[1]);
        left = transposeA ? (1, a[1]) : ((nint)a[1], 1);
        right = transposeB ? (b[1], 1) : ((nint)1, b[1]);
        scale = (c.Node.Float("alpha", 1), c.Node.Float("beta", 1));
        if (c.IsConstant(1))
            packed = c.Pack(1, 1, size.N, size.K, (int)right.Line, (int)right.Step, MatrixKernel.Columns(path));
        if (c.Node.Input(2) is not null)
        {
            int[] shape = c.Shape(2);
            int columns = shape.Length > 0 ? shape[^1] : 1, rows = shape.Length > 1 ? shape[^2] : 1;
            addend = (rows == 1 ? 0 : columns, columns == 1 ? 0 : 1);
        }
    }

    public static Kernel Compile(OperatorContext c)
    {
        List<int> reads = [0];
        if (!c.IsConstant(1))
            reads.Add(1);
        if (c.Node.Input(2) is not null)
            reads.Add(2);
        return new Gemm(c, [.. reads]);
    }

    public override void Run(in KernelFrame frame)
    {
        Operand a = new(frame.Input(0), left.Line, left.Step);
        PackedOperand? weights = packed?.Values[0];
        Operand b = weights is not null ? new Operand(weights) : new Operand(frame.Input(1), right.Line, right.Step);
        MatrixKernel.Run(path, size.M, size.N, size.K, a, b, frame.Output, size.N, accumulate: false);
        GC.KeepAlive(weights);
        if (scale.Alpha != 1)
            TensorPrimitives.Multiply(frame.OutputSpan, scale.Alpha, frame.OutputSpan);
        if (addend is not { } stride)
            return;
        for (int i = 0; i < size.M; i++)
        {
            Span<float> row = new(frame.Output + ((nint)i * size.N), size.N);
            float* c = frame.Input(2) + (i * stride.Row);
            if (stride.Column == 0)
                TensorPrimitives.Add(row, scale.Beta * c[0], row);
            else if (scale.Beta == 1)
                TensorPrimitives.Add(row, new ReadOnlySpan<float>(c, size.N), row);
            else
                TensorPrimitives.MultiplyAdd(new ReadOnlySpan<float>(c, size.N), scale.Beta, row, row);
        }
    }
}
