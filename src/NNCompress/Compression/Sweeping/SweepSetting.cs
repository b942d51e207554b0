using System.Globalization;
using NNCompress.Pruning;
using NNCompress.Reports;

namespace NNCompress.Compression.Sweeping;

/// <summary>The settings of one row.</summary>
/// <param name="Verb">prune, encode or compress.</param>
/// <param name="Method">How channels are chosen; null where none leave.</param>
internal sealed record SweepSetting(string Verb, PruningMethod? Method)
{
    public double? MeanThreshold { get; init; }

    public double? StdThreshold { get; init; }

    public double? Threshold { get; init; }

    public double? Ratio { get; init; }

    public int? Quality { get; init; }

    public double? Budget { get; init; }

    /// <summary>Whether thresholds decide what leaves.</summary>
    public bool HasThresholds => (MeanThreshold ?? StdThreshold ?? Threshold) is not null;

    /// <summary>The request of the verb with these settings.</summary>
    /// <param name="request">The sweep's.</param>
    public CompressionRequest Over(CompressionRequest request) => request with
    {
        Method = Method ?? PruningMethod.Auto,
        MeanThreshold = MeanThreshold,
        StdThreshold = StdThreshold,
        Threshold = Threshold,
        Ratio = Ratio,
        JpegQuality = Quality,
        AccuracyBudget = Budget,
        Sweep = new SweepSettings(),
    };

    /// <summary>The row, before anything is known of it.</summary>
    public SweepRow Row(int index) => new()
    {
        Index = index,
        Verb = Verb,
        Method = Method is { } method ? System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(method.ToString()) : null,
        MeanThreshold = MeanThreshold,
        StdThreshold = StdThreshold,
        Threshold = Threshold,
        Ratio = Ratio,
        JpegQuality = Quality,
        AccuracyBudget = Budget,
    };

    /// <summary>All settings of a row: two rows with the same text are the same.</summary>
    public static string KeyOf(SweepRow row) => string.Create(CultureInfo.InvariantCulture,
        $"{row.Verb}|{row.Method}|{row.MeanThreshold:R}|{row.StdThreshold:R}|{row.Threshold:R}|{row.Ratio:R}|{row.JpegQuality}|{row.AccuracyBudget:R}");
}
