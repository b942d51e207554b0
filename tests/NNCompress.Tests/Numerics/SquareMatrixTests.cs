using NNCompress.Numerics;

namespace NNCompress.Tests.Numerics;

public sealed class SquareMatrixTests
{
    [Fact]
    public void Damping_grows_until_rounding_no_longer_makes_the_matrix_indefinite()
    {
        // Inputs that never change: second moments of rank 1, and an error of rounding that is larger than the damping.
        double[] matrix = [1, 1, 1, 1, 1, 1, 1, 1, 1 - 1e-3];
        Assert.Throws<ArithmeticException>(() => SquareMatrix.InvertPositive(SquareMatrix.Damped(matrix, 3, 1e-6), 3));
        double[] inverse = SquareMatrix.InvertDamped(matrix, 3, 1e-6);
        Assert.All(inverse, v => Assert.True(double.IsFinite(v)));
        Assert.True(inverse[0] > 0 && inverse[4] > 0 && inverse[8] > 0);
    }

    [Fact]
    public void A_matrix_that_needs_no_more_is_damped_as_asked() =>
        Assert.Equal(SquareMatrix.InvertPositive(SquareMatrix.Damped([2, 1, 1, 3], 2, 0.01), 2), SquareMatrix.InvertDamped([2, 1, 1, 3], 2, 0.01));

    [Fact]
    public void What_is_not_finite_is_an_error() => Assert.Throws<ArithmeticException>(() => SquareMatrix.InvertDamped([double.NaN], 1, 0.01));
}
