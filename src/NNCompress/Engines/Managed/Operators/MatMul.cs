using NNCompress.Engines.Managed.Matrices;
using NNCompress.Models.Shapes;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>Matrix products over broadcast leading dimensions, as numpy.matmul.</summary>
internal sealed unsafe class MatMul : Kernel
{
    private readonly SimdPath path;
    private readonly (int M, int N, int K) size;
    private readonly PackedOperand? packed;

    // For each product, where its operands start.
    private readonly (nint Left, nint Right)[] starts;

    private MatMul(OperatorContext c, PackedOperand? packed, (int M, int N, int K) size, (nint Left, nint Right)[] starts)
        : base(packed is null ? [0, 1] : [0])
    {
        path = c.Path;
        this.packed = packed;
        this.size = size;
        this.starts = starts;
    }

    public static Kernel Compile(OperatorContext c)
    {
        // A vector is a row on the left and a column on the right.
        int[] a = c.Shape(0) is [int only] ? [1, only] : c.Shape(0), b = c.Shape(1) is [int single] ? [single, 1] : c.Shape(1);
        (int m, int n, int k) = (a[^2], b[^1], a[^1]);
        if (b.Length == 2 && c.Weights(1) is { } weights)
        {
            // One right matrix for all: the left ones are rows of a single product.
            foreach (int d in a.AsSpan(0, a.Length - 2))
                m *= d;
            return new MatMul(c, new PackedOperand(n, k, weights, 1, n, MatrixKernel.Columns(c.Path)), (m, n, k), [(0, 0)]);
        }
        BroadcastLoop loop = new(PointwiseShapes.Broadcast(c, a.AsSpan(0, a.Length - 2), b.AsSpan(0, b.Length - 2)), a[..^2], b[..^2]);
        return new MatMul(c, null, (m, n, k), [.. loop.All().Select(s => (s.A * m * k, s.B * k * n))]);
    }

    public override void Run(in KernelFrame frame)
    {
        float* output = frame.Output;
        foreach ((nint left, nint right) in starts)
        {
            Operand b = packed is not null ? new Operand(packed) : new Operand(frame.Input(1) + right, 1, size.N);
            MatrixKernel.Run(path, size.M, size.N, size.K, new Operand(frame.Input(0) + left, size.K, 1), b, output, size.N, accumulate: false);
            output += (nint)size.M * size.N;
        }
    }
}
