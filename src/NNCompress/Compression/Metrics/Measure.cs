using NNCompress.Data;
using NNCompress.Engines;

namespace NNCompress.Compression.Metrics;

/// <summary>Makes measures.</summary>
internal static class Measure
{
    /// <param name="metric">The metric.</param>
    /// <param name="data">Samples, with the labels that the metric needs.</param>
    /// <param name="original">The original's answers on them.</param>
    /// <exception cref="NncException">NNC2043, NNC2130, NNC2131: labels, or outputs, that the metric cannot be computed from.</exception>
    public static IMeasure Of(Metric metric, Dataset data, Predictions original) => metric switch
    {
        Metric.Top1 or Metric.Top5 => new RightAnswers(metric, data, original),
        _ => new MeanLoss(metric, data, original),
    };

    /// <summary>Whether data has what the metric needs to be computed.</summary>
    public static bool Fits(Metric metric, Dataset data) => metric.Labels() switch
    {
        LabelKind.Classes => data.Labels is not null,
        LabelKind.Values => data.Targets is not null,
        _ => true,
    };
}
