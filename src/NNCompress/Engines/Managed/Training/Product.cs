using NNCompress.Engines.Managed.Matrices;

namespace NNCompress.Engines.Managed.Training;

/// <summary>Matrix products whose rows or columns are shared out; elements do not depend on the cut.</summary>
internal static unsafe class Product
{
    // Below, waking another thread takes longer than the product.
    private const long WorthSharing = 1 << 18;

    /// <summary>C = A·B, or C += A·B.</summary>
    /// <param name="team">Who shares the work.</param>
    /// <param name="path">Vector width.</param>
    /// <param name="m">Rows of A and C.</param>
    /// <param name="n">Columns of B and C; C's rows follow each other directly.</param>
    /// <param name="k">Columns of A, rows of B.</param>
    /// <param name="a">Lines are rows.</param>
    /// <param name="b">Lines are columns.</param>
    /// <param name="c">m×n.</param>
    /// <param name="add">Adds to C instead of overwriting it.</param>
    public static void Run(WorkTeam team, SimdPath path, int m, int n, int k, Strided a, Strided b, float* c, bool add)
    {
        bool byRows = m > n;
        int size = byRows ? m : n, unit = byRows ? 8 : 16;
        // Two strips a thread: one that the system keeps waiting holds up the others less.
        int strips = (long)m * n * k < WorthSharing || team.Size == 1 ? 1 : Math.Min(2 * team.Size, (size + (2 * unit) - 1) / (2 * unit));
        if (strips <= 1)
        {
            MatrixKernel.Run(path, m, n, k, a.Operand(0), b.Operand(0), c, n, add);
            return;
        }
        nint to = (nint)c;
        team.For(strips, strip =>
        {
            int from = Cut(strip), count = Cut(strip + 1) - from;
            if (byRows)
                MatrixKernel.Run(path, count, n, k, a.Operand(from), b.Operand(0), (float*)to + ((nint)from * n), n, add);
            else
                MatrixKernel.Run(path, m, count, k, a.Operand(0), b.Operand(from), (float*)to + from, n, add);
        });

        // At multiples of a narrow tile, so that none is cut in two.
        int Cut(int strip) => strip == strips ? size : (int)((((long)size * strip / strips) + (unit / 2)) / unit * unit);
    }
}
