using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace NNCompress.Engines.Managed.Matrices;

/// <summary>
/// Products of float matrices. Every element is a sum of fused multiply-adds in an order that depends on the inner dimension alone:
/// results are the same bits on every path and with every number of threads.
/// </summary>
public static unsafe class MatrixKernel
{
    /// <summary>The path that <see cref="SimdPath.Auto"/> stands for on this processor.</summary>
    public static SimdPath Best { get; } =
        Vector512.IsHardwareAccelerated && Avx512F.IsSupported ? SimdPath.Vector512
        : Vector256.IsHardwareAccelerated && Fma.IsSupported ? SimdPath.Vector256
        : (Vector128.IsHardwareAccelerated && Fma.IsSupported) || AdvSimd.IsSupported ? SimdPath.Vector128
        : SimdPath.Scalar;

    /// <summary>C = op(A)·op(B), or C += op(A)·op(B) where <paramref name="accumulate"/> is set; op transposes where its flag is set.</summary>
    /// <param name="m">Rows of op(A) and C.</param>
    /// <param name="n">Columns of op(B) and C.</param>
    /// <param name="k">Columns of op(A) and rows of op(B).</param>
    /// <param name="a">Row-major m×k, or k×m where transposed.</param>
    /// <param name="lda">Elements from a row of A to the next.</param>
    /// <param name="transposeA">Whether A is stored k×m.</param>
    /// <param name="b">Row-major k×n, or n×k where transposed.</param>
    /// <param name="ldb">Elements from a row of B to the next.</param>
    /// <param name="transposeB">Whether B is stored n×k.</param>
    /// <param name="c">Row-major m×n; must not overlap A or B.</param>
    /// <param name="ldc">Elements from a row of C to the next.</param>
    /// <param name="accumulate">Adds to C instead of overwriting it.</param>
    /// <param name="threads">Threads that share the work, over strips of C; 0 for one a processor.</param>
    /// <param name="path">Vector width; a path that the processor lacks is emulated and slow.</param>
    /// <exception cref="ArgumentException">A span is too short for its dimensions, or a dimension is negative.</exception>
    public static void Multiply(
        int m, int n, int k, ReadOnlySpan<float> a, int lda, bool transposeA, ReadOnlySpan<float> b, int ldb, bool transposeB,
        Span<float> c, int ldc, bool accumulate = false, int threads = 1, SimdPath path = SimdPath.Auto)
    {
        Check(transposeA ? k : m, transposeA ? m : k, lda, a.Length, nameof(a));
        Check(transposeB ? n : k, transposeB ? k : n, ldb, b.Length, nameof(b));
        Check(m, n, ldc, c.Length, nameof(c));
        if (m == 0 || n == 0)
            return;
        (nint aLine, nint aStep) = transposeA ? (1, lda) : ((nint)lda, 1);
        (nint bLine, nint bStep) = transposeB ? (ldb, 1) : ((nint)1, ldb);
        fixed (float* pa = a, pb = b, pc = c)
        {
            int strips = Math.Min(threads == 0 ? Environment.ProcessorCount : threads, (Math.Max(m, n) + 63) / 64);
            if (strips <= 1)
            {
                Run(path, m, n, k, new Operand(pa, aLine, aStep), new Operand(pb, bLine, bStep), pc, ldc, accumulate);
                return;
            }
            // Pointers cannot be captured, their values can; the arrays stay pinned until all strips are done.
            nint a0 = (nint)pa, b0 = (nint)pb, c0 = (nint)pc;
            bool byRows = m >= n;
            Parallel.For(0, strips, new ParallelOptions { MaxDegreeOfParallelism = strips }, strip =>
            {
                int size = byRows ? m : n;
                int from = (int)((long)size * strip / strips), count = (int)((long)size * (strip + 1) / strips) - from;
                if (byRows)
                    Run(path, count, n, k, new Operand((float*)a0 + (from * aLine), aLine, aStep), new Operand((float*)b0, bLine, bStep), (float*)c0 + ((nint)from * ldc), ldc, accumulate);
                else
                    Run(path, m, count, k, new Operand((float*)a0, aLine, aStep), new Operand((float*)b0 + (from * bLine), bLine, bStep), (float*)c0 + from, ldc, accumulate);
            });
        }
    }

    /// <summary>Lines of a left panel on that path.</summary>
    internal static int Rows(SimdPath path) => Resolve(path) switch
    {
        SimdPath.Vector512 => Tile8x2<Path512, Vector512<float>>.Rows,
        SimdPath.Vector256 => Tile4x3<Path256, Vector256<float>>.Rows,
        SimdPath.Vector128 => Tile4x3<Path128, Vector128<float>>.Rows,
        _ => Tile4x3<PathScalar, float>.Rows,
    };

    /// <summary>Lines of a right panel on that path.</summary>
    internal static int Columns(SimdPath path) => Resolve(path) switch
    {
        SimdPath.Vector512 => Tile8x2<Path512, Vector512<float>>.Columns,
        SimdPath.Vector256 => Tile4x3<Path256, Vector256<float>>.Columns,
        SimdPath.Vector128 => Tile4x3<Path128, Vector128<float>>.Columns,
        _ => Tile4x3<PathScalar, float>.Columns,
    };

    /// <summary>The product of two operands on the calling thread; packed operands must be packed for the same path.</summary>
    internal static void Run(SimdPath path, int m, int n, int k, in Operand left, in Operand right, float* c, nint ldc, bool accumulate)
    {
        if (k == 0 && !accumulate)
        {
            for (int row = 0; row < m; row++)
                new Span<float>(c + (row * ldc), n).Clear();
        }
        switch (Resolve(path))
        {
            case SimdPath.Vector512: BlockedProduct<Tile8x2<Path512, Vector512<float>>>.Run(m, n, k, left, right, c, ldc, accumulate); break;
            case SimdPath.Vector256: BlockedProduct<Tile4x3<Path256, Vector256<float>>>.Run(m, n, k, left, right, c, ldc, accumulate); break;
            case SimdPath.Vector128: BlockedProduct<Tile4x3<Path128, Vector128<float>>>.Run(m, n, k, left, right, c, ldc, accumulate); break;
            default: BlockedProduct<Tile4x3<PathScalar, float>>.Run(m, n, k, left, right, c, ldc, accumulate); break;
        }
    }

    internal static SimdPath Resolve(SimdPath path) => path == SimdPath.Auto ? Best : path;

    private static void Check(int rows, int columns, int stride, int length, string parameter)
    {
        if (rows < 0 || columns < 0 || (rows > 0 && columns > 0 && (stride < columns || ((rows - 1L) * stride) + columns > length)))
            throw new ArgumentException($"{length} elements do not hold {rows}×{columns} with {stride} from a row to the next.", parameter);
    }
}
