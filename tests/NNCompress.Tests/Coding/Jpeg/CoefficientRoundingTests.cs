using NNCompress.Coding.Jpeg;

namespace NNCompress.Tests.Coding.Jpeg;

public class CoefficientRoundingTests
{
    private const int N = 6, Rows = 30;

    [Fact]
    public void Descent_and_feedback_beat_the_nearest_levels()
    {
        (double[] weight, double[] targets) = Problem();
        Assert.InRange(Error(Round(weight, targets, 1e-6), weight, targets), 0, 0.6 * Error(Array.ConvertAll(targets, t => (int)Math.Round(t)), weight, targets));
    }

    [Fact]
    public void More_that_a_bit_is_worth_means_fewer_levels_and_more_error()
    {
        (double[] weight, double[] targets) = Problem();
        int[] fine = Round(weight, targets, 1e-6), coarse = Round(weight, targets, 4);
        Assert.True(coarse.Count(l => l != 0) < 0.7 * fine.Count(l => l != 0));
        Assert.True(Error(coarse, weight, targets) > 2 * Error(fine, weight, targets));
    }

    private static int[] Round(double[] weight, double[] targets, double lambda) => new CoefficientRounding(weight, N).Round(
        targets, [.. Enumerable.Repeat(1.0, N)], [.. Enumerable.Repeat(1.0, Rows)], lambda, levels => new CoefficientPrices(levels, N));

    private static (double[] Weight, double[] Targets) Problem()
    {
        Random random = new(2);
        double[] weight = [.. Enumerable.Range(0, N * N).Select(i => Math.Pow(0.9, Math.Abs((i / N) - (i % N))))];
        return (weight, [.. Enumerable.Range(0, Rows * N).Select(_ => 8 * (random.NextDouble() - 0.5))]);
    }

    /// <summary>Σ eᵀ · weight · e over rows.</summary>
    private static double Error(int[] levels, double[] weight, double[] targets)
    {
        double sum = 0;
        for (int at = 0; at < levels.Length; at += N)
        {
            for (int i = 0; i < N; i++)
            {
                for (int j = 0; j < N; j++)
                    sum += (levels[at + i] - targets[at + i]) * weight[(i * N) + j] * (levels[at + j] - targets[at + j]);
            }
        }
        return sum;
    }
}
