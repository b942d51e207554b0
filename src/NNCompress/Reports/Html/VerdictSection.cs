using System.Globalization;
using static NNCompress.Reports.Html.PageText;

namespace NNCompress.Reports.Html;

/// <summary>What it came to: whether the budget held, accuracy, size, parameters and operations before and after.</summary>
internal static class VerdictSection
{
    public static Markup Of(CompressionReport report, NncException? failure)
    {
        Markup section = new();
        Verdict(section, report, failure);
        section.Open("div", ("class", "tiles"));
        Accuracy(section, report);
        if (report.ArtifactBytes is { } bytes)
            Tile(section, "size", Bytes(bytes), $"from {Bytes(report.OriginalBytes)}{(report.Ratio is { } ratio ? string.Create(CultureInfo.InvariantCulture, $", {ratio:0.0} times smaller") : "")}", (double)bytes / report.OriginalBytes);
        else
            Tile(section, "size", Bytes(report.OriginalBytes), $"{Count(report.OriginalBytes)} bytes", null);
        Counts(section, "parameters", report.Parameters);
        Counts(section, "MACs a sample", report.Macs);
        return section.Close();
    }

    private static void Verdict(Markup section, CompressionReport report, NncException? failure)
    {
        if (failure is not null)
        {
            section.Open("p", ("class", "verdict bad")).Element("b", $"✗ {failure.Code}").Element("span", failure.Message).Close();
            return;
        }
        if (report is not { Drop: { } drop, Compressed: { } judged })
            return;
        string samples = judged.Samples is { } n ? $", judged on {Many(n, "sample")}" : "";
        if (report.Budget is { } budget)
            section.Open("p", ("class", "verdict good")).Element("b", "✓ budget held").Element("span", $"{Points(drop)} of {Points(budget)} points lost{samples}").Close();
        else
            section.Open("p", ("class", "verdict")).Element("b", "no budget").Element("span", $"{Points(drop)} points lost{samples}").Close();
    }

    private static void Accuracy(Markup section, CompressionReport report)
    {
        if ((report.Compressed ?? report.Baseline) is not { } figure)
            return;
        section.Open("div", ("class", "tile long"));
        section.Element("div", MetricText.Subject(report.Metric), ("class", "name"));
        section.Element("div", MetricText.Figure(report.Metric, figure.Accuracy), ("class", "value"));
        if (report is { Compressed: not null, Baseline: { } before, Drop: { } drop })
        {
            string interval = report.DropInterval is [double low, double high] ? $", 95 % interval {Points(low)} to {Points(high)}" : "";
            section.Element("div", $"from {MetricText.Figure(report.Metric, before.Accuracy)}: {Points(drop)} points lost{interval}", ("class", "from"));
            section.Add(new DropInterval(drop, report.DropInterval is [double l, double h] ? (l, h) : null, report.Budget).ToMarkup());
        }
        else if (figure.Samples is { } samples)
        {
            section.Element("div", $"on {Many(samples, "sample")}", ("class", "from"));
        }
        section.Close();
    }

    private static void Counts(Markup section, string name, BeforeAfter? count)
    {
        if (count is null)
            return;
        bool changed = count.Before != count.After;
        Tile(section, name, Amount(count.After), changed ? $"from {Amount(count.Before)}, {Change(count.Before, count.After)}" : Count(count.After), changed ? (double)count.After / count.Before : null);
    }

    private static void Tile(Markup section, string name, string value, string from, double? share)
    {
        section.Open("div", ("class", "tile")).Element("div", name, ("class", "name")).Element("div", value, ("class", "value")).Element("div", from, ("class", "from"));
        if (share is { } part)
            section.Open("div", ("class", "bar")).Element("i", "", ("style", $"width:{Markup.Number(100 * Math.Clamp(part, 0, 1))}%")).Close();
        section.Close();
    }
}
