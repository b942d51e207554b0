using static NNCompress.Reports.Html.PageText;

namespace NNCompress.Reports.Html;

/// <summary>A sweep's rows as a curve and as a table.</summary>
internal static class SweepSection
{
    private const int MostRows = 400;

    /// <summary>What loses more than so many times the budget, and this many points, lies at the lower edge.</summary>
    private const double DeepestBudgets = 12, Deepest = 6;

    public static Markup? Of(CompressionReport report)
    {
        if (report.Sweep is not { Baseline: { } baseline } sweep || sweep.Rows.Count == 0)
            return null;
        Markup section = new();
        section.Element("p", $"{Many(sweep.Rows.Count, "row")}{(sweep.Rows.Count < sweep.Total ? $" of {Count(sweep.Total)}" : "")}. {Chosen(sweep)}", ("class", "note"));
        bool percent = report.Metric is null or "top1" or "top5";
        double origin = percent ? baseline.Accuracy : 0;
        section.Add(new TradeOffCurve
        {
            Points = [new CurvePoint(sweep.OriginalBytes, origin, PointKind.Original, $"original: {Bytes(sweep.OriginalBytes)}"), .. sweep.Rows.Where(r => r.Bytes > 0 && r.Drop is not null).SelectMany(r => Of(r, sweep, origin))],
            QualityName = percent ? $"{MetricText.Subject(report.Metric)}, %" : $"points of {MetricText.Subject(report.Metric)}",
            SizeName = "size of the file (logarithmic)",
            Limit = origin - sweep.Budget,
            Least = origin - Math.Max(Deepest, DeepestBudgets * sweep.Budget),
        }.ToMarkup());
        (string[] headings, IReadOnlyList<string[]> rows) = SweepTable.Of(sweep);
        HtmlTable table = new(headings) { Folds = false };
        for (int i = 0; i < Math.Min(rows.Count, MostRows); i++)
        {
            // The original stands before the rows.
            if (i > 0 && sweep.Rows[i - 1].Index == sweep.Best)
                table.AddBest(rows[i]);
            else
                table.Add(rows[i]);
        }
        if (rows.Count > MostRows)
            section.Element("p", $"The first {MostRows} rows; --json has all.", ("class", "note"));
        return section.Add(table.ToMarkup());
    }

    /// <summary>The row; the best once more, as what came out.</summary>
    private static IEnumerable<CurvePoint> Of(SweepRow row, SweepReport sweep, double origin)
    {
        double drop = row.Drop!.Value;
        CurvePoint point = new(row.Bytes!.Value, origin - drop, row.Keeps ? PointKind.Held : PointKind.Missed, $"{SweepTable.Settings(row)}: {Bytes(row.Bytes.Value)}, {Points(drop)} points lost");
        yield return point;
        if (row.Index == sweep.Best)
            yield return point with { Kind = PointKind.Chosen, Interval = row.DropInterval is [double low, double high] ? (origin - high, origin - low) : null };
    }

    private static string Chosen(SweepReport sweep) => sweep switch
    {
        { BestRow: { } best } => $"The best is {SweepTable.Settings(best)}: the smallest expected to keep the budget of {Points(sweep.Budget)} points{(sweep.ChosenOn == "judge" ? ", chosen on what judges it" : ", chosen on samples that do not judge")}.",
        { Shard: { } shard } => $"Part {shard.Number} of {shard.Count}: sweep merge joins the parts and chooses the best.",
        _ => $"No row is expected to keep the budget of {Points(sweep.Budget)} points.",
    };
}
