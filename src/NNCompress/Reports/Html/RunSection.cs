using System.Globalization;
using NNCompress.Data;
using static NNCompress.Reports.Html.PageText;

namespace NNCompress.Reports.Html;

/// <summary>How to repeat it: the command, data, files and warnings.</summary>
internal static class RunSection
{
    public static Markup Of(CompressionReport report, ReportDetails details)
    {
        Markup section = new();
        if (details.Command is { } command)
            section.Element("pre", command);
        string method = report.Method is null ? "" : $"method {report.Method}, ";
        section.Element("p", string.Create(CultureInfo.InvariantCulture, $"{method}seed {report.Seed}, {report.Seconds:0.0} seconds. The same input, options and version give the same bytes."), ("class", "note"));
        Data(section, report.Data);
        if (report.Evaluator is { } evaluator)
            section.Element("p", string.Create(CultureInfo.InvariantCulture, $"Judged by {evaluator.Command}: {evaluator.Calls} calls, {evaluator.Seconds:0.0} seconds."), ("class", "note"));
        if (report.Rounds is { Count: > 0 } rounds)
            Rounds(section, rounds);
        foreach (OnnxRow onnx in report.Onnx)
            section.Element("p", $"{onnx.Path}: {onnx.Precision}, {Count(onnx.Bytes)} bytes{(onnx.Accuracy is { } accuracy ? $", {MetricText.Subject(report.Metric)} {MetricText.Figure(report.Metric, accuracy)}" : "")}", ("class", "note"));
        if (report.Outputs.Count > 0)
            section.Element("p", $"Written: {string.Join(", ", report.Outputs)}", ("class", "note"));
        foreach (string warning in report.Warnings)
            section.Element("p", warning, ("class", "verdict"));
        return section;
    }

    private static void Data(Markup section, IReadOnlyList<DataUse> uses)
    {
        if (uses.Count == 0)
            return;
        HtmlTable table = new("data", "source", ">samples", "scaling", "note");
        foreach (DataUse use in uses)
            table.Add(use.Role, use.Source, Count(use.Samples), ScalingText(use.Scaling), use.Note ?? "");
        section.Add(table.ToMarkup());
    }

    private static string ScalingText(Scaling scaling) =>
        $"/{Short(scaling.Divisor)}{List("mean", scaling.Mean)}{List("std", scaling.Std)}";

    private static string List(string name, IReadOnlyList<double> values) => values.Count == 0 ? "" : $", {name} {string.Join(',', values.Select(Short))}";

    private static void Rounds(Markup section, IReadOnlyList<RoundRow> rounds)
    {
        HtmlTable table = new("round", ">parameters", ">not zero", ">epochs", ">loss", ">validation accuracy");
        foreach (RoundRow round in rounds)
        {
            table.Add(
                Count(round.Round), Count(round.Parameters), Count(round.NonZero), Count(round.Epochs),
                round.Loss is { } loss ? Short(loss) : "", round.Accuracy is { } accuracy ? $"{Points(accuracy)} %" : "");
        }
        section.Element("h3", "Rounds").Add(table.ToMarkup());
    }
}
