using static NNCompress.Reports.Html.PageText;

namespace NNCompress.Reports.Html;

/// <summary>The trade-off that the search walked, and where it ended.</summary>
internal static class CurveSection
{
    /// <summary>What loses more than so many times the budget, and this many points, lies at the lower edge.</summary>
    private const double DeepestBudgets = 6, Deepest = 2;

    public static Markup? Of(CompressionReport report, ReportDetails details)
    {
        if (details.Trials.Count < 2 || report is not { Baseline: { } baseline, Compressed: not null, Drop: { } drop, ArtifactBytes: { } bytes })
            return null;
        bool percent = report.Metric is null or "top1" or "top5";
        // Accuracies read best as such; of other metrics only points can be compared.
        double origin = percent ? baseline.Accuracy : 0;
        long rest = bytes - report.Tensors.Sum(t => t.Bytes);
        List<CurvePoint> points = [.. details.Trials.Select(t => new CurvePoint(
            t.Bytes + rest, origin - t.Drop, t.Passes ? PointKind.Held : PointKind.Missed,
            $"{Bytes(t.Bytes + rest)}, {Points(t.Drop)} ± {Points(t.Error)} points lost (estimate), {Count(t.Parameters)} parameters"))];
        points.Add(new CurvePoint(bytes, origin - drop, PointKind.Chosen, $"{Bytes(bytes)}, {Points(drop)} points lost: the result, judged")
        {
            Interval = report.DropInterval is [double low, double high] ? (origin - high, origin - low) : null,
        });
        double most = points.Where(p => p.Kind == PointKind.Held).Select(p => origin - p.Quality).Append(drop).Max();
        TradeOffCurve curve = new()
        {
            Points = points,
            QualityName = percent ? $"{MetricText.Subject(report.Metric)}, %" : $"points of {MetricText.Subject(report.Metric)}",
            SizeName = "size of the file (logarithmic)",
            Limit = report.Budget is { } budget ? origin - budget : null,
            Least = origin - Math.Max(Deepest, Math.Max(DeepestBudgets * (report.Budget ?? 0), most)),
        };
        string some = details.Trials.Count < details.TrialCount ? $" {Count(details.Trials.Count)} of them are drawn." : "";
        return new Markup()
            .Element("p", $"{Many(details.TrialCount, "network")} tried. Each was estimated on samples that do not judge, with a margin for chance; only the result was judged.{some}", ("class", "note"))
            .Add(curve.ToMarkup());
    }
}
