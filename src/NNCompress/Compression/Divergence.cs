using System.Numerics.Tensors;
using NNCompress.Compression.Metrics;
using NNCompress.Engines;

namespace NNCompress.Compression;

/// <summary>How far one network's answers are from another's.</summary>
public static class Divergence
{
    /// <summary>
    /// Mean Kullback–Leibler divergence in nats between the softmax of two networks' scores. Scores that are probabilities or their logarithms
    /// already (rows that sum to one) are taken as such.
    /// </summary>
    public static double Mean(Predictions before, Predictions after)
    {
        double[] rows = new double[before.Count];
        Parallel.For(0, before.Count, i => rows[i] = OfRows(before.Row(i), after.Row(i)));
        return TensorPrimitives.Sum<double>(rows) / rows.Length;
    }

    /// <summary>
    /// How far outputs are from the original's in a way that suits the metric: nats where they are scores of classes, 1 - cosine for cosine, else the mean squared
    /// difference beside the mean square of the original's outputs.
    /// </summary>
    internal static double Of(Metric metric, Predictions before, Predictions after)
    {
        if (metric.IsOfClasses())
            return Mean(before, after);
        if (metric == Metric.Cosine)
            return SampleLosses.Of(metric, after, before.Scores).Average();
        double energy = SampleLosses.Of(Metric.Mse, before, new float[before.Scores.Length]).Average();
        return SampleLosses.Of(Metric.Mse, after, before.Scores).Average() / Math.Max(energy, 1e-30);
    }

    /// <summary>Kullback–Leibler divergence in nats of one sample's answer from another.</summary>
    internal static double OfRows(ReadOnlySpan<float> before, ReadOnlySpan<float> after)
    {
        Span<double> p = new double[before.Length], q = new double[before.Length];
        LogProbabilities(before, p);
        LogProbabilities(after, q);
        double sum = 0;
        for (int c = 0; c < p.Length; c++)
            sum += Math.Exp(p[c]) * (p[c] - q[c]);
        return sum;
    }

    /// <summary>The natural logarithms of the probabilities that a row of scores stands for, no lower than about -27.6 (ln 1e-12).</summary>
    internal static void LogProbabilities(ReadOnlySpan<float> scores, Span<double> result)
    {
        double sum = 0, max = double.NegativeInfinity;
        bool probabilities = true;
        foreach (float score in scores)
        {
            sum += score;
            max = Math.Max(max, score);
            probabilities &= score is >= 0 and <= 1;
        }
        if (probabilities && Math.Abs(sum - 1) < 1e-3)
        {
            for (int c = 0; c < scores.Length; c++)
                result[c] = Math.Log(Math.Max(scores[c], 1e-12));
            return;
        }
        double total = 0;
        foreach (float score in scores)
            total += Math.Exp(score - max);
        double log = Math.Log(total) + max;
        for (int c = 0; c < scores.Length; c++)
            result[c] = Math.Max(scores[c] - log, -27.6);
    }
}
