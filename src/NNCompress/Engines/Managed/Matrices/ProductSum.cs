using System.Numerics.Tensors;

namespace NNCompress.Engines.Managed.Matrices;

/// <summary>Sums of products of many samples in double precision, of which each is computed in single precision.</summary>
internal static class ProductSum
{
    /// <summary>Elements of a product that are computed at a time: it is as large as the sums, which may be the largest array that there is.</summary>
    private const int Strip = 1 << 19;

    /// <summary>Adds Aᵀ·B.</summary>
    /// <param name="m">Columns of A.</param>
    /// <param name="n">Columns of B.</param>
    /// <param name="k">Rows of both: samples.</param>
    /// <param name="a">k × m, row-major.</param>
    /// <param name="b">k × n, row-major.</param>
    /// <param name="sums">m × n, row-major.</param>
    /// <param name="product">Work space; grows where it is too short.</param>
    public static void Add(int m, int n, int k, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<double> sums, ref float[] product)
    {
        int strip = Math.Clamp(Strip / Math.Max(n, 1), 1, Math.Max(m, 1));
        if (product.Length < strip * n)
            product = LargeMemory.New<float>(strip * n);
        double[] wide = new double[n];
        for (int first = 0; first < m; first += strip)
        {
            int rows = Math.Min(strip, m - first);
            MatrixKernel.Multiply(rows, n, k, k == 0 ? a : a[first..], m, transposeA: true, b, n, transposeB: false, product, n, threads: 0);
            for (int row = 0; row < rows; row++)
            {
                TensorPrimitives.ConvertTruncating<float, double>(product.AsSpan(row * n, n), wide);
                Span<double> sum = sums.Slice((first + row) * n, n);
                TensorPrimitives.Add(sum, wide, sum);
            }
        }
    }
}
