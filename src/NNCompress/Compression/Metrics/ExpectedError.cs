using NNCompress.Engines;

namespace NNCompress.Compression.Metrics;

/// <summary>
/// What mse, mae and r2 lose where a candidate's outputs differ from the original's by δ, if the original's own misses r know nothing of δ, as they do on samples
/// that it was not fitted to: (r + δ)² is r² + δ² on average, and |r + δ| what a normal distribution has. Targets are not asked, so it does not matter
/// that the network knows samples it was trained on by heart.
/// </summary>
internal sealed class ExpectedError : IExpectedDrop
{
    private readonly Predictions original;
    private readonly bool squared;
    private readonly double miss;
    private readonly double scale;

    /// <param name="original">The original's answers on the samples that candidates are tried on.</param>
    /// <param name="judged">The metric on the data that judges: the size of the original's misses, and what a point is.</param>
    public ExpectedError(Predictions original, MeanLoss judged)
    {
        (this.original, squared, scale) = (original, judged.Metric != Metric.Mae, judged.Scale);
        // The misses' variance; of a normal distribution the mean magnitude is √(2/π) deviations.
        miss = squared ? judged.Loss : judged.Loss * judged.Loss * Math.PI / 2;
    }

    public double RelativeError => 0.15;

    public (double Drop, double StandardError, double Turned) Drop(Predictions candidate)
    {
        int n = original.Count, width = original.Width;
        double[] growth = new double[n], variance = new double[n];
        Parallel.For(0, n, i =>
        {
            ReadOnlySpan<float> was = original.Row(i), now = candidate.Row(i);
            double sum = 0, squares = 0;
            for (int j = 0; j < width; j++)
            {
                double moved = now[j] - (double)was[j];
                sum += squared ? moved * moved : Growth(Math.Abs(moved));
                squares += moved * moved;
            }
            growth[i] = double.IsNaN(sum) ? double.PositiveInfinity : sum / width;
            // (r + δ)² - r² is δ² + 2rδ, and |r + δ| - |r| at most |δ|.
            variance[i] = squared ? (growth[i] * growth[i]) + (4 * miss * squares / width) : squares / width;
        });
        double mean = growth.Average(), spread = growth.Sum(g => (g - mean) * (g - mean)) / n;
        return (100 * mean / scale, 100 * Math.Sqrt(spread / n) / scale, variance.Average() / (scale * scale));
    }

    /// <summary>By how much the mean of |r + δ| exceeds that of |r| for normal r, where δ is small beside r: a hyperbola of the same curvature, √(2/π) by deviation.</summary>
    private double Growth(double moved)
    {
        double radius = Math.Sqrt(miss * Math.PI / 2);
        return Math.Sqrt((radius * radius) + (moved * moved)) - radius;
    }
}
