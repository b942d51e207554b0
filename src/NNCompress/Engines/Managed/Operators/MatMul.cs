using NNCompress.Engines.Managed.Matrices;
using NNCompress.Models.Shapes;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>Matrix products over broadcast leading dimensions, as numpy.matmul.</summary>
internal sealed unsafe class MatMul : Kernel
{
    private readonly SimdPath path;
    private readonly (int M, int N, int K) size;
    private readonly Packed<PackedOperand[]>? packed;

    // Walks the products in units of whole matrices; null where there is one.
    private readonly BroadcastLoop? loop;

    private MatMul(OperatorContext c, Packed<PackedOperand[]>? packed, (int M, int N, int K) size, BroadcastLoop? loop)
        : base(packed is null ? [0, 1] : [0])
    {
        path = c.Path;
        this.packed = packed;
        this.size = size;
        this.loop = loop;
    }

    public static Kernel Compile(OperatorContext c)
    {
        // A vector is a row on the left and a column on the right.
        int[] a = c.Shape(0) is [int only] ? [1, only] : c.Shape(0), b = c.Shape(1) is [int single] ? [single, 1] : c.Shape(1);
        (int m, int n, int k) = (a[^2], b[^1], a[^1]);
        if (b.Length == 2 && c.IsConstant(1))
        {
            // One right matrix for all: the left ones are rows of a single product.
            foreach (int d in a.AsSpan(0, a.Length - 2))
                m *= d;
            return new MatMul(c, c.Pack(1, 1, n, k, 1, n, MatrixKernel.Columns(c.Path)), (m, n, k), null);
        }
        return new MatMul(c, null, (m, n, k), new BroadcastLoop(PointwiseShapes.Broadcast(c, a.AsSpan(0, a.Length - 2), b.AsSpan(0, b.Length - 2)), a[..^2], b[..^2]));
    }

    public override void Run(in KernelFrame frame)
    {
        float* output = frame.Output;
        (int m, int n, int k) = size;
        if (loop is null)
        {
            PackedOperand weights = packed!.Values[0];
            MatrixKernel.Run(path, m, n, k, new Operand(frame.Input(0), k, 1), new Operand(weights), output, n, accumulate: false);
            GC.KeepAlive(weights);
            return;
        }
        foreach ((nint left, nint right) in loop.All())
        {
            Operand a = new(frame.Input(0) + (left * m * k), k, 1), b = new(frame.Input(1) + (right * k * n), 1, n);
            MatrixKernel.Run(path, m, n, k, a, b, output, n, accumulate: false);
            output += (nint)m * n;
        }
    }
}
