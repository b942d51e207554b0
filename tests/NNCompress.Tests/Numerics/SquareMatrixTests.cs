using NNCompress.Numerics;

namespace NNCompress.Tests.Numerics;

public sealed class SquareMatrixTests
{
    [Fact]
    public void Damping_grows_until_rounding_no_longer_makes_the_matrix_indefinite()
    {
        // Inputs that never change: second moments of rank 1, and an error of rounding that is larger than the damping.
        double[] matrix = [1, 1, 1, 1, 1, 1, 1, 1, 1 - 1e-3];
        Assert.Throws<ArithmeticException>(() => SquareMatrix.InvertPositive(SquareMatrix.Damp([.. matrix], 3, 1e-6), 3));
        double[] inverse = SquareMatrix.InvertDamped(matrix, 3, 1e-6);
        Assert.All(inverse, v => Assert.True(double.IsFinite(v)));
        Assert.True(inverse[0] > 0 && inverse[4] > 0 && inverse[8] > 0);
    }

    [Fact]
    public void A_matrix_that_needs_no_more_is_damped_as_asked() =>
        Assert.Equal(SquareMatrix.InvertPositive(SquareMatrix.Damp([2, 1, 1, 3], 2, 0.01), 2), SquareMatrix.InvertDamped([2, 1, 1, 3], 2, 0.01));

    [Fact]
    public void What_is_not_finite_is_an_error() => Assert.Throws<ArithmeticException>(() => SquareMatrix.InvertDamped([double.NaN], 1, 0.01));

    [Fact]
    public void An_attempt_that_fails_leaves_nothing_behind()
    {
        // Damped by 1e-6 the third pivot is negative, and two rows have been overwritten.
        double[] matrix = [1, 1, 1, 1, 1, 1, 1, 1, 1 - 1e-5];
        Assert.Equal(SquareMatrix.InvertPositive(SquareMatrix.Damp([.. matrix], 3, 1e-5), 3), SquareMatrix.InvertDamped([.. matrix], 3, 1e-6));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(100)]
    public void The_inverse_takes_the_place_of_the_matrix(int n)
    {
        double[] matrix = Positive(n), inverse = [.. matrix];
        Assert.Same(inverse, SquareMatrix.InvertPositive(inverse, n));
        AssertIdentity(n, (i, j) => Enumerable.Range(0, n).Sum(k => matrix[i * n + k] * inverse[k * n + j]));
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++)
                Assert.Equal(inverse[i * n + j], inverse[j * n + i]);
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(100)]
    public void The_feedback_factor_times_its_transpose_is_the_inverse(int n)
    {
        double[] matrix = Positive(n), upper = SquareMatrix.FeedbackFactor([.. matrix], n);
        double[] inverse = [.. Enumerable.Range(0, n * n).Select(p => Enumerable.Range(0, n).Sum(k => upper[k * n + p / n] * upper[k * n + p % n]))];
        AssertIdentity(n, (i, j) => Enumerable.Range(0, n).Sum(k => matrix[i * n + k] * inverse[k * n + j]));
        for (int i = 0; i < n; i++)
            Assert.All(upper[(i * n)..(i * n + i)], below => Assert.Equal(0, below));
    }

    private static double[] Positive(int n)
    {
        Random random = new(n);
        double[] rows = [.. Enumerable.Range(0, n * n).Select(_ => random.NextDouble() - 0.5)];
        return SquareMatrix.Damp([.. Enumerable.Range(0, n * n).Select(p => Enumerable.Range(0, n).Sum(k => rows[p / n * n + k] * rows[p % n * n + k]))], n, 0.1);
    }

    private static void AssertIdentity(int n, Func<int, int, double> element)
    {
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
                Assert.Equal(i == j ? 1 : 0, element(i, j), 1e-9);
        }
    }
}
