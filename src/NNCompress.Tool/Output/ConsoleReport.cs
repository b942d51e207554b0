using System.Globalization;
using NNCompress.Reports;
using NNCompress.Tool.CommandLine;
using Spectre.Console;
using static NNCompress.Tool.Output.ReportText;

namespace NNCompress.Tool.Output;

/// <summary>A report for people: tables with rules on a terminal, Markdown tables where the stream is redirected, a line for MSBuild.</summary>
/// <param name="console">Where it goes.</param>
/// <param name="verbose">True for every table that the report can fill.</param>
/// <param name="groups">True for groups of channels and nothing else.</param>
internal sealed class ConsoleReport(IAnsiConsole console, bool verbose, bool groups = false)
{
    public void Write(CompressionReport report, LogFormat format)
    {
        if (format == LogFormat.MsBuild && !verbose)
        {
            Print(Diagnostics.Harmless(BuildSummary.Of(report) ?? ReportText.Line(report)));
            return;
        }
        if (groups)
        {
            GroupListing.Write(report, console);
            return;
        }
        Print($"{report.Verb} {report.Model}{(report.Method is null ? "" : $", method {report.Method}")}");
        if (report.Sheet is { } sheet)
            Sheet(sheet);
        else
            Headline(report);
        if (report.Sweep is { } sweep)
            SweepListing.Write(sweep, console);
        else
            Thresholds(report);
        Rounds(report);
        Data(report);
        EpochTable.Write(report, console, verbose);
        if (report.Verb == "inspect" || verbose)
            Layers(report);
        Groups(report);
        if (report.Verb == "inspect" || verbose || report.Tensors.Any(t => t.Coder is not null))
            Tensors(report);
        if (verbose)
            Rivals(report);
        OnnxFiles(report);
        if (report.Evaluator is { } evaluator)
            Print(string.Create(CultureInfo.InvariantCulture, $"evaluator {evaluator.Command}: {evaluator.Calls} calls, {evaluator.Seconds:F1} s{(evaluator.TellsRole ? "" : "; it was not told when it searched and when it judged")}"));
        foreach (string output in report.Outputs)
            Print($"wrote {output}");
        if (report.Decoding is { } rate)
            Print(string.Create(CultureInfo.InvariantCulture, $"decoded {Count(rate.Weights)} weights in {rate.Seconds:F3} s: {rate.WeightsPerSecond / 1e6:F1} million weights/s, threads: {rate.Threads}"));
        Print(string.Create(CultureInfo.InvariantCulture, $"{report.Seconds:F1} s"));
    }

    private void Sheet(IReadOnlyList<SheetRow> sheet)
    {
        ReportTable table = new("tensor", ">neurons", ">of", ">weights", ">columns", ">pixels a weight", ">from pixel row");
        foreach (SheetRow row in sheet)
            table.Add(row.Tensor, Count(row.Shown), Count(row.Count), $"{row.Height}x{row.Width}", Count(row.Columns), Count(row.Scale), Count(row.Top));
        table.Write(console);
    }

    private void Headline(CompressionReport report)
    {
        bool changed = report.ArtifactBytes is not null || report is { Baseline: not null, Compressed: not null };
        ReportTable table = new("", changed ? ">before" : ">", ">after", "");
        if (report is { Baseline: { } before, Compressed: { } after })
            table.Add(MetricText.Subject(report.Metric), Figure(report, before), Figure(report, after), Drop(report));
        else if ((report.Compressed ?? report.Baseline) is { } only)
            table.Add(MetricText.Subject(report.Metric), Figure(report, only), "", Samples(only));
        string smaller = report.Ratio is { } ratio ? $"{Times(ratio)} smaller" : "";
        table.Add("size", Bytes(report.OriginalBytes), report.ArtifactBytes is { } bytes ? Bytes(bytes) : "", smaller);
        Counts("parameters", report.Parameters);
        Counts("multiply-accumulates", report.Macs);
        table.Write(console);

        void Counts(string name, BeforeAfter? count)
        {
            if (count is not null)
            {
                string change = count.After == count.Before ? "" : Change(count.Before, count.After);
                table.Add(name, Count(count.Before), changed ? Count(count.After) : "", change);
            }
        }
    }

    /// <summary>Method activation: thresholds, accuracy and size in one row, so that the rows of several runs make a table.</summary>
    private void Thresholds(CompressionReport report)
    {
        if (report.Method != "activation" || report.Parameters is not { } parameters)
            return;
        ReportTable table = new(">mean threshold", ">deviation threshold", ">accuracy", ">accuracy change", ">parameters", ">size change");
        table.Add(
            report.Options.GetValueOrDefault("mean-threshold", "-"), report.Options.GetValueOrDefault("std-threshold", "-"),
            report.Compressed is { } accuracy ? Figure(report, accuracy) : "-",
            report.Drop is { } drop ? string.Create(CultureInfo.InvariantCulture, $"{-drop:+0.00;-0.00;0.00} points") : "-",
            Count(parameters.After), Change(parameters.Before, parameters.After));
        table.Write(console);
    }

    private void Rounds(CompressionReport report)
    {
        if (report.Rounds is not { Count: > 0 } rounds)
            return;
        ReportTable table = new(">round", ">parameters", ">not zero", ">epochs", ">loss", ">validation accuracy");
        foreach (RoundRow round in rounds)
        {
            table.Add(
                Count(round.Round), Count(round.Parameters), Count(round.NonZero), Count(round.Epochs),
                round.Loss is { } loss ? ReportText.Short(loss) : "-", round.Accuracy is { } accuracy ? Percent(accuracy) : "-");
        }
        table.Write(console);
    }

    private void Data(CompressionReport report)
    {
        if (report.Data.Count == 0)
            return;
        ReportTable table = new("data", "source", ">samples", "scaling", "note");
        foreach (DataUse use in report.Data)
        {
            string mean = use.Scaling.Mean.Count == 0 ? "" : $", mean {string.Join(",", use.Scaling.Mean.Select(ReportText.Short))}";
            string std = use.Scaling.Std.Count == 0 ? "" : $", std {string.Join(",", use.Scaling.Std.Select(ReportText.Short))}";
            table.Add(use.Role, use.Source, Count(use.Samples), $"/{ReportText.Short(use.Scaling.Divisor)}{mean}{std}", use.Note ?? "");
        }
        table.Write(console);
    }

    private void Layers(CompressionReport report)
    {
        if (report.Layers.Count == 0)
            return;
        ReportTable table = new("layer", "operator", "output", ">parameters", ">multiply-accumulates");
        foreach (LayerRow layer in report.Layers)
            table.Add(layer.Node, layer.Operator, Shape(layer.OutputShape), Count(layer.Parameters), Count(layer.Macs));
        table.Write(console);
    }

    private void Groups(CompressionReport report)
    {
        if (report.Groups.Count == 0)
            return;
        bool pruned = report.Groups.Any(g => g.After != g.Before);
        ReportTable table = pruned ? new("channels of", ">before", ">after", ">change", "locked") : new("channels of", ">count", "locked", "members");
        foreach (GroupRow group in report.Groups)
        {
            if (pruned)
                table.Add(group.Name, Count(group.Before), Count(group.After), Change(group.Before, group.After), group.Locked ?? "");
            else
                table.Add(group.Name, Count(group.Before), group.Locked ?? "", string.Join(", ", group.Members));
        }
        table.Write(console);
    }

    private void Tensors(CompressionReport report)
    {
        if (report.Tensors.Count == 0)
            return;
        ReportTable table = new("tensor", "shape", "was", "coder", ">bytes", ">bits/weight", ">share", ">step or quality");
        foreach (TensorRow tensor in report.Tensors)
        {
            table.Add(tensor.Name, Shape(tensor.Shape), tensor.Shape.SequenceEqual(tensor.OriginalShape) ? "" : Shape(tensor.OriginalShape),
                tensor.Coder ?? tensor.Type ?? "", Count(tensor.Bytes), Points(tensor.BitsPerWeight), Share(tensor.Share),
                tensor.Quality is { } q ? $"quality {Count(q)}" : tensor.Step is { } step ? ReportText.Short(step) : "");
        }
        if (report.Tensors.All(t => t.Share is not null))
        {
            // What the tensors' shares leave of the file: the graph, names, shapes, checksums.
            double rest = 1 - report.Tensors.Sum(t => t.Share!.Value);
            long bytes = report.ArtifactBytes ?? report.OriginalBytes;
            table.Add("(the rest of the file)", "", "", "", Count(bytes - report.Tensors.Sum(t => t.Bytes)), "", Share(rest), "");
        }
        table.Write(console);
    }

    private void Rivals(CompressionReport report)
    {
        ReportTable table = new("tensor", "coder", ">bytes", "others at the same output error");
        foreach (TensorRow tensor in report.Tensors.Where(t => t.Rivals is { Count: > 0 }))
        {
            IEnumerable<string> others = tensor.Rivals!.Select(r => $"{r.Coder} {(r.Bytes is { } bytes ? Bytes(bytes) : "not reached")}");
            table.Add(tensor.Name, tensor.Coder ?? "", Count(tensor.Bytes), string.Join(", ", others));
        }
        table.Write(console);
    }

    private void OnnxFiles(CompressionReport report)
    {
        ReportTable table = new("ONNX file", "precision", ">bytes", $">{MetricText.Subject(report.Metric)}", ">drop");
        foreach (OnnxRow file in report.Onnx)
            table.Add(file.Path, file.Precision, Count(file.Bytes), file.Accuracy is { } accuracy ? MetricText.Figure(report.Metric, accuracy) : "", file.Drop is { } drop ? Points(drop) : "");
        table.Write(console);
    }

    private void Print(string text) => console.Write(new Text(text + "\n"));
}
