using NNCompress.Data;

namespace NNCompress.Compression.Metrics;

/// <summary>What is known of a metric without any data.</summary>
public static class MetricTraits
{
    /// <summary>What the judging data must have beside its samples.</summary>
    public static LabelKind Labels(this Metric metric) => metric switch
    {
        Metric.Top1 or Metric.Top5 => LabelKind.Classes,
        Metric.Mse or Metric.Mae or Metric.R2 => LabelKind.Values,
        _ => LabelKind.None,
    };

    /// <summary>Whether less is better.</summary>
    public static bool IsError(this Metric metric) => metric is Metric.Mse or Metric.Mae or Metric.Kl;

    /// <summary>Whether the outputs are scores of classes, so that an error that all of them share changes nothing.</summary>
    public static bool IsOfClasses(this Metric metric) => metric is Metric.Top1 or Metric.Top5 or Metric.Kl;

    /// <summary>As the command line has it.</summary>
    public static string Name(this Metric metric) => metric.ToString().ToLowerInvariant();
}
