using System.Numerics.Tensors;

namespace NNCompress.Numerics;

/// <summary>Dense linear algebra on n × n row-major matrices in double precision.</summary>
internal static class SquareMatrix
{
    /// <summary>Inverse of a symmetric positive definite matrix through its Cholesky factor.</summary>
    /// <exception cref="ArithmeticException">The matrix is not positive definite.</exception>
    public static double[] InvertPositive(double[] matrix, int n) => Inverted([.. matrix], n);

    /// <summary>The inverse, in the place of the matrix.</summary>
    private static double[] Inverted(double[] matrix, int n)
    {
        LargeMemory.Make(2L * n * n * sizeof(double));
        double[] l = matrix;
        Factorise(l, n);
        // Columns of L⁻¹, kept as rows of its transpose so that the inner loops run along memory.
        double[] inverse = new double[n * n];
        For(n, column =>
        {
            Span<double> x = inverse.AsSpan(column * n, n);
            x[column] = 1 / l[column * n + column];
            for (int i = column + 1; i < n; i++)
            {
                double s = TensorPrimitives.Dot(l.AsSpan(i * n + column, i - column), x[column..i]);
                x[i] = -s / l[i * n + i];
            }
        });
        double[] result = l;
        For(n, i =>
        {
            for (int j = 0; j <= i; j++)
            {
                double s = TensorPrimitives.Dot(inverse.AsSpan(i * n + i, n - i), inverse.AsSpan(j * n + i, n - i));
                result[i * n + j] = s;
                result[j * n + i] = s;
            }
        });
        return result;
    }

    /// <summary>
    /// Inverse of matrix + share · (mean of its diagonal) · identity, for a matrix that is positive semidefinite but for rounding: where the sum is not
    /// positive definite, as with inputs that are all but constant, the share is raised until it is.
    /// </summary>
    /// <exception cref="ArithmeticException">The matrix is far from semidefinite, or not finite.</exception>
    public static double[] InvertDamped(double[] matrix, int n, double share) => Raising(s => Inverted(Damped(matrix, n, s), n), share);

    /// <summary>What <paramref name="compute"/> gives with the share, or with ten times, a hundred times as much, until the matrix is positive definite.</summary>
    /// <exception cref="ArithmeticException">It is not with a share of 1 or more either.</exception>
    public static double[] Raising(Func<double, double[]> compute, double share)
    {
        while (true)
        {
            try
            {
                return compute(share);
            }
            catch (ArithmeticException) when (share < 1)
            {
                share *= 10;
            }
        }
    }

    /// <summary>In parallel where that pays.</summary>
    private static void For(int n, Action<int> body)
    {
        if (n >= 64)
        {
            Parallel.For(0, n, body);
            return;
        }
        for (int i = 0; i < n; i++)
            body(i);
    }

    /// <summary>Lower triangular L with L·Lᵀ = matrix; the upper triangle is zero.</summary>
    /// <exception cref="ArithmeticException">The matrix is not positive definite.</exception>
    public static double[] Cholesky(double[] matrix, int n)
    {
        double[] l = [.. matrix];
        Factorise(l, n);
        return l;
    }

    /// <summary>L in the place of the matrix.</summary>
    private static void Factorise(double[] l, int n)
    {
        for (int j = 0; j < n; j++)
        {
            Span<double> rowJ = l.AsSpan(j * n, j);
            double diagonal = l[j * n + j] - TensorPrimitives.Dot<double>(rowJ, rowJ);
            if (!(diagonal > 0))
                throw new ArithmeticException($"Pivot {j} of {n} is {diagonal}: the matrix is not positive definite.");
            double root = Math.Sqrt(diagonal);
            l[j * n + j] = root;
            for (int i = j + 1; i < n; i++)
                l[i * n + j] = (l[i * n + j] - TensorPrimitives.Dot<double>(l.AsSpan(i * n, j), l.AsSpan(j * n, j))) / root;
        }
        for (int i = 0; i < n; i++)
            l.AsSpan((i * n) + i + 1, n - i - 1).Clear();
    }

    /// <summary>
    /// The upper triangular U with Uᵀ·U = matrix⁻¹: where x minimises xᵀ·matrix·x and x_i is moved by e from its best place, the best places of the
    /// x behind it move by e · U_ij / U_ii, and the cost that is left is e² / U_ii².
    /// </summary>
    /// <exception cref="ArithmeticException">The matrix is not positive definite.</exception>
    public static double[] FeedbackFactor(double[] matrix, int n)
    {
        double[] lower = Cholesky(InvertPositive(matrix, n), n);
        double[] upper = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = i; j < n; j++)
                upper[i * n + j] = lower[j * n + i];
        }
        return upper;
    }

    /// <summary>A copy with <paramref name="share"/> of the mean diagonal added to the diagonal, so that it is positive definite.</summary>
    public static double[] Damped(double[] matrix, int n, double share)
    {
        double trace = 0;
        for (int i = 0; i < n; i++)
            trace += matrix[i * n + i];
        double add = Math.Max(share * trace / n, 1e-12);
        double[] copy = [.. matrix];
        for (int i = 0; i < n; i++)
            copy[i * n + i] += add;
        return copy;
    }
}
