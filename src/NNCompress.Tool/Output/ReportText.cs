using System.Globalization;
using NNCompress.Reports;

namespace NNCompress.Tool.Output;

/// <summary>Numbers as reports show them: invariant culture, units beside them.</summary>
internal static class ReportText
{
    public static string Percent(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:F2} %");

    public static string Figure(CompressionReport report, AccuracyFigure figure) => MetricText.Figure(report.Metric, figure.Accuracy);

    /// <summary>How many samples judged; empty where nobody knows.</summary>
    public static string Samples(AccuracyFigure figure) => figure.Samples is { } samples ? $"on {Count(samples)} samples" : "";

    public static string Points(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:F2}");

    /// <summary>A share as a percentage; empty where there is none.</summary>
    public static string Share(double? value) => value is { } share ? string.Create(CultureInfo.InvariantCulture, $"{100 * share:F1} %") : "";

    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Bytes(long value) => $"{Count(value)} bytes";

    public static string Times(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:F1}x");

    public static string Short(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    public static string Shape(int[] shape) => shape.Length == 0 ? "scalar" : string.Join("x", shape);

    /// <summary>For example <c>-57.4 %</c>; empty where there was nothing before.</summary>
    public static string Change(double before, double after) =>
        before == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{100 * (after - before) / before:+0.0;-0.0;0.0} %");

    /// <summary>The drop, its interval and the budget, as far as they are known.</summary>
    public static string Drop(CompressionReport report)
    {
        if (report.Drop is not { } drop)
            return "";
        List<string> notes = [];
        if (report.DropInterval is [double low, double high])
            notes.Add($"95 % interval {Points(low)} to {Points(high)}");
        if (report.Budget is { } budget)
            notes.Add($"budget {Points(budget)}");
        return $"drop {Points(drop)} points{(notes.Count == 0 ? "" : $" ({string.Join(", ", notes)})")}";
    }

    /// <summary>The report in one line.</summary>
    public static string Line(CompressionReport report)
    {
        List<string> parts = [];
        if (report.ArtifactBytes is { } bytes)
            parts.Add($"{Bytes(report.OriginalBytes)} to {Bytes(bytes)}{(report.Ratio is { } ratio ? $" ({Times(ratio)} smaller)" : "")}");
        if (report is { Baseline: { } before, Compressed: { } after })
            parts.Add($"{MetricText.Subject(report.Metric)} {Figure(report, before)} to {Figure(report, after)}");
        else if ((report.Compressed ?? report.Baseline) is { } only)
            parts.Add($"{MetricText.Subject(report.Metric)} {Figure(report, only)} {Samples(only)}".TrimEnd());
        if (Drop(report) is { Length: > 0 } drop)
            parts.Add(drop);
        string outputs = report.Outputs.Count == 0 ? "" : $" -> {string.Join(", ", report.Outputs)}";
        return $"{report.Verb} {report.Model}{outputs}{(parts.Count == 0 ? "" : $"; {string.Join("; ", parts)}")}";
    }
}
