using NNCompress.Data;
using NNCompress.Engines;

namespace NNCompress.Compression;

/// <summary>What the search believes of a candidate.</summary>
/// <param name="Drop">Estimated drop of accuracy, percentage points.</param>
/// <param name="StandardError">Of that estimate.</param>
/// <param name="Divergence">Mean Kullback–Leibler divergence from the original's answers, nats.</param>
/// <param name="Disagreement">Share of the samples whose class changed.</param>
internal sealed record DropEstimate(double Drop, double StandardError, double Divergence, double Disagreement)
{
    /// <summary>
    /// With labels, the paired drop. Without, the accuracy that the original's own probabilities expect to lose: p(its class) - p(the
    /// candidate's class), averaged.
    /// </summary>
    public static DropEstimate Of(Predictions before, Predictions after, Dataset data)
    {
        int changed = Enumerable.Range(0, before.Count).Count(i => before.Class(i) != after.Class(i));
        (double drop, double error) = data.Labels is not null ? Accuracy.Drop(before, after, data) : Expected(before, after);
        return new DropEstimate(drop, error, Compression.Divergence.Mean(before, after), (double)changed / before.Count);
    }

    private static (double Drop, double StandardError) Expected(Predictions before, Predictions after)
    {
        double sum = 0, squares = 0;
        double[] logarithms = new double[before.Width];
        for (int i = 0; i < before.Count; i++)
        {
            int was = before.Class(i), now = after.Class(i);
            if (was == now)
                continue;
            double lost = 1;
            if (was >= 0 && now >= 0)
            {
                Compression.Divergence.LogProbabilities(before.Row(i), logarithms);
                lost = Math.Exp(logarithms[was]) - Math.Exp(logarithms[now]);
            }
            sum += lost;
            squares += lost * lost;
        }
        double mean = sum / before.Count;
        return (100 * mean, 100 * Math.Sqrt(Math.Max(0, squares / before.Count - mean * mean) / before.Count));
    }
}
