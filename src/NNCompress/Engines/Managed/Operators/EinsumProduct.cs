using NNCompress.Engines.Managed.Matrices;
using NNCompress.Models.Shapes;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>Einsum of two operands whose letters are batches (in both and the output), rows, columns, or summed (in both alone): matrix products.</summary>
internal sealed unsafe class EinsumProduct : Kernel
{
    private readonly SimdPath path;
    private readonly StridedCopy left;
    private readonly StridedCopy right;
    private readonly StridedCopy result;
    private readonly int batch;
    private readonly (int M, int N, int K) size;

    private EinsumProduct(SimdPath path, EinsumEquation e, int[] batches, int[] rows, int[] columns, int[] summed)
        : base(0, 1)
    {
        this.path = path;
        batch = Product(e, batches);
        size = (Product(e, rows), Product(e, columns), Product(e, summed));
        left = Arrange(e, e.Terms[0], [.. batches, .. rows, .. summed]);
        right = Arrange(e, e.Terms[1], [.. batches, .. summed, .. columns]);
        result = Arrange(e, [.. batches, .. rows, .. columns], e.Output);
    }

    public override long ScratchLength => (long)batch * ((size.M * (long)size.K) + (size.K * (long)size.N) + (size.M * (long)size.N));

    public static Kernel? TryCompile(OperatorContext c, EinsumEquation e)
    {
        if (e.Terms.Length != 2 || e.Terms.Any(t => t.Distinct().Count() != t.Length) || e.Terms.Where((t, i) => t.Where((n, d) => c.Shape(i)[d] != e.Sizes[n]).Any()).Any())
            return null;
        int[] a = e.Terms[0], b = e.Terms[1], both = [.. a.Intersect(b)], rows = [.. a.Except(b)], columns = [.. b.Except(a)];
        return rows.Concat(columns).All(e.Output.Contains)
            ? new EinsumProduct(c.Path, e, [.. both.Intersect(e.Output)], rows, columns, [.. both.Except(e.Output)])
            : null;
    }

    public override void Run(in KernelFrame frame)
    {
        (int m, int n, int k) = size;
        float* a = frame.Scratch, b = a + ((nint)batch * m * k), y = b + ((nint)batch * k * n);
        left.Run(frame.Input(0), a);
        right.Run(frame.Input(1), b);
        for (int i = 0; i < batch; i++)
            MatrixKernel.Run(path, m, n, k, new Operand(a + ((nint)i * m * k), k, 1), new Operand(b + ((nint)i * k * n), 1, n), y + ((nint)i * m * n), n, accumulate: false);
        result.Run(y, frame.Output);
    }

    /// <summary>From dimensions in one order to another.</summary>
    private static StridedCopy Arrange(EinsumEquation e, int[] from, int[] to) =>
        new(StridedViews.Permuted([.. from.Select(number => e.Sizes[number])], [.. to.Select(number => Array.IndexOf(from, number))]));

    private static int Product(EinsumEquation e, int[] numbers) => numbers.Aggregate(1, (p, n) => checked(p * e.Sizes[n]));
}
