using System.Numerics.Tensors;
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
        int width = before.Width;
        double[] rows = new double[before.Count];
        Parallel.For(0, before.Count, i =>
        {
            Span<double> p = new double[width], q = new double[width];
            LogProbabilities(before.Row(i), p);
            LogProbabilities(after.Row(i), q);
            double sum = 0;
            for (int c = 0; c < width; c++)
                sum += Math.Exp(p[c]) * (p[c] - q[c]);
            rows[i] = sum;
        });
        return TensorPrimitives.Sum<double>(rows) / rows.Length;
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
