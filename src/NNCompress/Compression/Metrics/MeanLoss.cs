using NNCompress.Data;
using NNCompress.Engines;

namespace NNCompress.Compression.Metrics;

/// <summary>
/// Metrics that are means of losses over samples. The drop is the ratio of two means, of what the losses grow by and of what a hundred points are (the original's
/// loss for mse and mae, the targets' variance for r2, 1 for cosine and kl), and its standard error that of a ratio estimator (Cochran, "Sampling Techniques",
/// 1977, section 2.11).
/// </summary>
internal sealed class MeanLoss : IMeasure
{
    private readonly Dataset data;
    private readonly float[] targets;
    private readonly double[] losses;
    private readonly double[] scales;

    /// <exception cref="NncException">
    /// NNC2130: not as many targets a sample as outputs. NNC2131: outputs, or targets, that the metric says nothing of.
    /// </exception>
    public MeanLoss(Metric metric, Dataset data, Predictions original)
    {
        (Metric, this.data) = (metric, data);
        bool measured = metric.Labels() == LabelKind.Values;
        if (measured && data.TargetLength != original.Width)
            throw new NncException("NNC2130", data.Source, $"the targets have {data.TargetLength} values a sample and the network's output has {original.Width}: --metric {metric.Name()} compares them one by one. Give a target for each output.");
        if (metric == Metric.Kl && (original.Width < 2 || original.SampleShape.Count(d => d > 1) > 1))
            throw new NncException("NNC2131", data.Source, $"the network's output has the shape [{string.Join(", ", original.SampleShape)}] a sample, and kl compares the scores of two classes or more: take --metric cosine or mse.");
        targets = measured ? data.Targets! : original.Scores;
        losses = SampleLosses.Of(metric, original, targets);
        scales = metric switch
        {
            Metric.R2 => SampleLosses.Variances(data),
            Metric.Mse or Metric.Mae => losses,
            _ => [.. Enumerable.Repeat(1.0, losses.Length)],
        };
        Loss = losses.Average();
        Scale = scales.Average();
        if (metric == Metric.R2 && !(Scale > 0))
            throw new NncException("NNC2131", data.Source, "all samples have the same targets, so that there is no variance for r2 to explain: give data with other targets, or take --metric mse.");
        Original = Figure(Loss);
    }

    public Metric Metric { get; }

    public double Original { get; }

    public int Count => losses.Length;

    /// <summary>The original's mean loss.</summary>
    public double Loss { get; }

    /// <summary>The mean loss that is worth a hundred points.</summary>
    public double Scale { get; }

    public Verdict Compare(Predictions after)
    {
        double[] now = SampleLosses.Of(Metric, after, targets);
        (double drop, double error) = Drop(now);
        return new Verdict(Original, Figure(now.Average()), drop, [drop - (1.959964 * error), drop + (1.959964 * error)]);
    }

    /// <summary>
    /// The standard error is that of a normal error whose upper bound lies where that of these losses does: of a few samples that lose much, most sets have fewer than their share,
    /// and look better than what comes after them (Johnson, "Modified t tests and confidence intervals for asymmetrical populations", JASA 73, 1978).
    /// </summary>
    public (double Drop, double StandardError) Drop(Predictions after)
    {
        double[] now = SampleLosses.Of(Metric, after, targets);
        (double drop, double error) = Drop(now);
        const double Z = SearchSettings.Confidence;
        return (drop, error * (1 + ((1 + (2 * Z * Z)) / (6 * Z) * Math.Max(0, Skewness(Residuals(now, drop / 100))) / Math.Sqrt(Count))));
    }

    public bool IsFamiliarBeside(IMeasure judged)
    {
        MeanLoss other = (MeanLoss)judged;
        return other.Loss - Loss > 2 * Math.Sqrt(Variance(losses) / Count + Variance(other.losses) / other.Count);
    }

    private (double Drop, double StandardError) Drop(double[] now)
    {
        if (!(Scale > 0) || !double.IsFinite(Scale))
            throw new NncException("NNC2131", data.Source, FormattableString.Invariant($"the original's {Metric.Name()} is {Loss}, and a budget in percent of that says nothing: give targets that were measured rather than computed by this network, or take --metric cosine or r2."));
        double ratio = (now.Average() - Loss) / Scale;
        return (100 * ratio, 100 * Math.Sqrt(Variance(Residuals(now, ratio)) / Count) / Scale);
    }

    private double[] Residuals(double[] now, double ratio) => [.. Enumerable.Range(0, Count).Select(i => now[i] - losses[i] - (ratio * scales[i]))];

    private double Figure(double loss) => Metric switch
    {
        Metric.R2 => 100 * (1 - (loss / Scale)),
        Metric.Cosine => 100 * (1 - loss),
        _ => loss,
    };

    private static double Skewness(double[] values)
    {
        double mean = values.Average(), deviation = Math.Sqrt(Variance(values));
        return deviation > 0 ? values.Sum(v => Math.Pow((v - mean) / deviation, 3)) / values.Length : 0;
    }

    private static double Variance(double[] values)
    {
        double mean = values.Average();
        return values.Length < 2 ? 0 : values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1);
    }
}
