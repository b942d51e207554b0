using NNCompress.Data;
using NNCompress.Engines;

namespace NNCompress.Compression.Metrics;

/// <summary>What each sample's outputs miss, by the metrics that are means of losses. An output that is no number misses everything: the loss is infinite.</summary>
internal static class SampleLosses
{
    /// <param name="metric">mse, mae, r2: against the targets, a mean over outputs; cosine: 1 - cosine, kl: nats, against the original.</param>
    /// <param name="answers">A network's outputs.</param>
    /// <param name="targets">As many values a sample, row-major: the data's targets, or the original's outputs.</param>
    public static double[] Of(Metric metric, Predictions answers, float[] targets)
    {
        int width = answers.Width;
        double[] losses = new double[answers.Count];
        Parallel.For(0, losses.Length, i =>
        {
            double loss = Loss(metric, answers.Row(i), targets.AsSpan(i * width, width));
            losses[i] = double.IsNaN(loss) ? double.PositiveInfinity : loss;
        });
        return losses;
    }

    /// <summary>For each sample the mean over outputs of the squared distance of its targets from their means.</summary>
    public static double[] Variances(Dataset data)
    {
        int width = data.TargetLength;
        double[] means = new double[width], variances = new double[data.Count];
        for (int i = 0; i < data.Targets!.Length; i++)
            means[i % width] += data.Targets[i] / (double)data.Count;
        for (int i = 0; i < data.Targets.Length; i++)
        {
            double distance = data.Targets[i] - means[i % width];
            variances[i / width] += distance * distance / width;
        }
        return variances;
    }

    private static double Loss(Metric metric, ReadOnlySpan<float> row, ReadOnlySpan<float> target) => metric switch
    {
        Metric.Cosine => 1 - Cosine(row, target),
        Metric.Kl => Divergence.OfRows(target, row),
        _ => Error(row, target, squared: metric != Metric.Mae),
    };

    private static double Error(ReadOnlySpan<float> row, ReadOnlySpan<float> target, bool squared)
    {
        double sum = 0;
        for (int i = 0; i < row.Length; i++)
        {
            double miss = row[i] - (double)target[i];
            sum += squared ? miss * miss : Math.Abs(miss);
        }
        return sum / row.Length;
    }

    /// <summary>Outputs that are all zero have the direction of nothing but each other.</summary>
    private static double Cosine(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        if (a.SequenceEqual(b))
            return 1;
        double product = 0, first = 0, second = 0;
        for (int i = 0; i < a.Length; i++)
        {
            product += (double)a[i] * b[i];
            first += (double)a[i] * a[i];
            second += (double)b[i] * b[i];
        }
        double norms = Math.Sqrt(first) * Math.Sqrt(second);
        return norms == 0 ? 0 : product / norms;
    }
}
