using System.Numerics.Tensors;

namespace NNCompress.Numerics;

/// <summary>
/// Dense linear algebra on symmetric n × n row-major matrices in double precision. A result takes the place of its matrix: those of wide layers are the largest
/// arrays that there are.
/// </summary>
internal static class SquareMatrix
{
    /// <summary>The inverse of a positive definite matrix, in its place, through its Cholesky factor.</summary>
    /// <returns>The array that was given.</returns>
    /// <exception cref="ArithmeticException">The matrix is not positive definite: what is above its diagonal is as it was, the rest is not.</exception>
    public static double[] InvertPositive(double[] matrix, int n)
    {
        Factorise(matrix, n);
        double[] roots = Diagonal(matrix, n), squares = new double[n];
        // Columns of L⁻¹ as rows of its transpose, so that the inner loops run along memory; they fit in above L.
        For(n, column =>
        {
            Span<double> x = matrix.AsSpan(column * n, n);
            x[column] = 1 / roots[column];
            for (int i = column + 1; i < n; i++)
            {
                double s = TensorPrimitives.Dot(matrix.AsSpan(i * n + column, i - column), x[column..i]);
                x[i] = -s / roots[i];
            }
        });
        // And the inverse below them.
        For(n, i =>
        {
            ReadOnlySpan<double> row = matrix.AsSpan(i * n + i, n - i);
            for (int j = 0; j < i; j++)
                matrix[i * n + j] = TensorPrimitives.Dot(row, matrix.AsSpan(j * n + i, n - i));
            squares[i] = TensorPrimitives.Dot(row, row);
        });
        for (int i = 0; i < n; i++)
        {
            matrix[i * n + i] = squares[i];
            for (int j = 0; j < i; j++)
                matrix[j * n + i] = matrix[i * n + j];
        }
        return matrix;
    }

    /// <summary>
    /// Inverse of matrix + share · (mean of its diagonal) · identity, in the place of the matrix, which is positive semidefinite but for rounding: where the sum is not
    /// positive definite, as with inputs that are all but constant, the share is raised until it is.
    /// </summary>
    /// <returns>The array that was given.</returns>
    /// <exception cref="ArithmeticException">The matrix is far from semidefinite, or not finite.</exception>
    public static double[] InvertDamped(double[] matrix, int n, double share)
    {
        double[] diagonal = Diagonal(matrix, n);
        bool tried = false;
        return Raising(s =>
        {
            // What is above the diagonal is there still.
            for (int i = 0; tried && i < n; i++)
            {
                matrix[i * n + i] = diagonal[i];
                for (int j = 0; j < i; j++)
                    matrix[i * n + j] = matrix[j * n + i];
            }
            tried = true;
            return InvertPositive(Damp(matrix, n, s), n);
        }, share);
    }

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

    /// <summary>
    /// The upper triangular U with Uᵀ·U = matrix⁻¹, in the place of the matrix: where x minimises xᵀ·matrix·x and x_i is moved by e from its best place, the best
    /// places of the x behind it move by e · U_ij / U_ii, and the cost that is left is e² / U_ii².
    /// </summary>
    /// <returns>The array that was given.</returns>
    /// <exception cref="ArithmeticException">The matrix is not positive definite.</exception>
    public static double[] FeedbackFactor(double[] matrix, int n)
    {
        Factorise(InvertPositive(matrix, n), n);
        for (int i = 0; i < n; i++)
        {
            for (int j = i + 1; j < n; j++)
                (matrix[i * n + j], matrix[j * n + i]) = (matrix[j * n + i], 0);
        }
        return matrix;
    }

    /// <summary>Adds <paramref name="share"/> of the mean diagonal to the diagonal, so that the matrix is positive definite.</summary>
    /// <returns>The array that was given.</returns>
    public static double[] Damp(double[] matrix, int n, double share)
    {
        double trace = 0;
        for (int i = 0; i < n; i++)
            trace += matrix[i * n + i];
        double add = Math.Max(share * trace / n, 1e-12);
        for (int i = 0; i < n; i++)
            matrix[i * n + i] += add;
        return matrix;
    }

    /// <summary>Lower triangular L with L·Lᵀ = matrix, in its place; what is above the diagonal stays.</summary>
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
    }

    private static double[] Diagonal(double[] matrix, int n)
    {
        double[] diagonal = new double[n];
        for (int i = 0; i < n; i++)
            diagonal[i] = matrix[i * n + i];
        return diagonal;
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
}
