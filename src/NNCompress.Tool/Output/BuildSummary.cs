using System.Globalization;
using NNCompress.Reports;

namespace NNCompress.Tool.Output;

/// <summary>The line that a build shows for a model: <c>fashion.onnx → fashion.nnz 1.13 MB → 31 kB (36×), 88.84 % → 88.5 %</c>.</summary>
internal static class BuildSummary
{
    private static readonly string[] Units = ["bytes", "kB", "MB", "GB", "TB"];

    /// <summary>Null where the report is not of an artifact that was written.</summary>
    public static string? Of(CompressionReport report)
    {
        if (report.ArtifactBytes is not { } bytes || report.Outputs.FirstOrDefault(o => o.EndsWith(".nnz", StringComparison.OrdinalIgnoreCase)) is not { } artifact)
            return null;
        string size = $"{Path.GetFileName(report.Model)} → {Path.GetFileName(artifact)} {Size(report.OriginalBytes)} → {Size(bytes)}";
        string ratio = report.Ratio is { } times ? string.Create(CultureInfo.InvariantCulture, $" ({Rounded(times)}×)") : "";
        string subject = report.Metric is null or "top1" ? "" : $"{MetricText.Subject(report.Metric)} ";
        string figures = report is { Baseline: { } before, Compressed: { } after } ? $", {subject}{ReportText.Figure(report, before)} → {ReportText.Figure(report, after)}" : "";
        return size + ratio + figures;
    }

    /// <summary>Three digits and a unit, powers of 1000.</summary>
    internal static string Size(long bytes)
    {
        decimal value = bytes;
        int unit = 0;
        // 999.5 is rounded to the next unit's 1.
        for (; value >= 999.5m && unit + 1 < Units.Length; unit++)
            value /= 1000;
        return $"{Rounded((double)value)} {Units[unit]}";
    }

    private static string Rounded(double value) =>
        value.ToString(value < 9.995 && value != Math.Floor(value) ? "0.##" : value < 99.95 ? "0.#" : "0", CultureInfo.InvariantCulture);
}
