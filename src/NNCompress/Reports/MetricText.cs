using System.Globalization;

namespace NNCompress.Reports;

/// <summary>Figures of metrics in words, by the name that <see cref="CompressionReport.Metric"/> has.</summary>
public static class MetricText
{
    /// <summary>What the report calls a figure that a program of the user's has given.</summary>
    public const string Evaluator = "evaluator";

    /// <summary>For example <c>accuracy</c>, <c>top-5 accuracy</c>, <c>mse</c>.</summary>
    public static string Subject(string? metric) => metric switch
    {
        null or "top1" => "accuracy",
        "top5" => "top-5 accuracy",
        Evaluator => "the evaluator's figure",
        _ => metric,
    };

    /// <summary>With its unit: percent, hundredths (r2, cosine), or the metric's own.</summary>
    public static string Figure(string? metric, double value) => metric switch
    {
        null or "top1" or "top5" => string.Create(CultureInfo.InvariantCulture, $"{value:F2} %"),
        "r2" or "cosine" or Evaluator => string.Create(CultureInfo.InvariantCulture, $"{value:F2}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value:G5}"),
    };
}
