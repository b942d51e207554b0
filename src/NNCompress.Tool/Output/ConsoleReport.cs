using System.Globalization;
using NNCompress.Reports;
using NNCompress.Tool.CommandLine;
using Spectre.Console;
using static NNCompress.Tool.Output.ReportText;

namespace NNCompress.Tool.Output;

/// <summary>A report for people: tables with rules on a terminal, Markdown tables where the stream is redirected, a line for MSBuild.</summary>
/// <param name="console">Where it goes.</param>
/// <param name="verbose">True for every table that the report can fill.</param>
internal sealed class ConsoleReport(IAnsiConsole console, bool verbose)
{
    public void Write(CompressionReport report, LogFormat format)
    {
        if (format == LogFormat.MsBuild && !verbose)
        {
            Print(Diagnostics.Harmless(Line(report)));
            return;
        }
        Print($"{report.Verb} {report.Model}{(report.Method is null ? "" : $", method {report.Method}")}");
        Headline(report);
        Thresholds(report);
        Data(report);
        if (report.Verb == "inspect" || verbose)
            Layers(report);
        Groups(report);
        if (report.Verb == "inspect" || verbose || report.Tensors.Any(t => t.Coder is not null))
            Tensors(report);
        foreach (string output in report.Outputs)
            Print($"wrote {output}");
        Print(string.Create(CultureInfo.InvariantCulture, $"{report.Seconds:F1} s"));
    }

    private void Headline(CompressionReport report)
    {
        Table table = Create("", ">before", ">after", "");
        if (report is { Baseline: { } before, Compressed: { } after })
            Row(table, "accuracy", Percent(before.Accuracy), Percent(after.Accuracy), Drop(report));
        else if ((report.Compressed ?? report.Baseline) is { } only)
            Row(table, "accuracy", Percent(only.Accuracy), "", $"on {Count(only.Samples)} samples");
        Row(table, "size", Bytes(report.OriginalBytes), report.ArtifactBytes is { } bytes ? Bytes(bytes) : "", report.Ratio is { } r ? $"{Times(r)} smaller" : "");
        if (report.Parameters is { } p)
            Row(table, "parameters", Count(p.Before), p.After == p.Before ? "" : Count(p.After), p.After == p.Before ? "" : Change(p.Before, p.After));
        if (report.Macs is { } m)
            Row(table, "multiply-accumulates", Count(m.Before), m.After == m.Before ? "" : Count(m.After), m.After == m.Before ? "" : Change(m.Before, m.After));
        Show(table);
    }

    /// <summary>Method activation: thresholds, accuracy and size in one row, so that the rows of several runs make a table.</summary>
    private void Thresholds(CompressionReport report)
    {
        if (report.Method != "activation" || report.Parameters is not { } parameters)
            return;
        Table table = Create(">mean threshold", ">deviation threshold", ">accuracy", ">accuracy change", ">parameters", ">size change");
        Row(table,
            report.Options.GetValueOrDefault("mean-threshold", "-"), report.Options.GetValueOrDefault("std-threshold", "-"),
            report.Compressed is { } accuracy ? Percent(accuracy.Accuracy) : "-",
            report.Drop is { } drop ? string.Create(CultureInfo.InvariantCulture, $"{-drop:+0.00;-0.00;0.00} points") : "-",
            Count(parameters.After), Change(parameters.Before, parameters.After));
        Show(table);
    }

    private void Data(CompressionReport report)
    {
        if (report.Data.Count == 0)
            return;
        Table table = Create("data", "source", ">samples", "scaling", "note");
        foreach (DataUse use in report.Data)
        {
            string mean = use.Scaling.Mean.Count == 0 ? "" : $", mean {string.Join(",", use.Scaling.Mean.Select(ReportText.Short))}";
            string std = use.Scaling.Std.Count == 0 ? "" : $", std {string.Join(",", use.Scaling.Std.Select(ReportText.Short))}";
            Row(table, use.Role, use.Source, Count(use.Samples), $"/{ReportText.Short(use.Scaling.Divisor)}{mean}{std}", use.Note ?? "");
        }
        Show(table);
    }

    private void Layers(CompressionReport report)
    {
        if (report.Layers.Count == 0)
            return;
        Table table = Create("layer", "operator", "output", ">parameters", ">multiply-accumulates");
        foreach (LayerRow layer in report.Layers)
            Row(table, layer.Node, layer.Operator, Shape(layer.OutputShape), Count(layer.Parameters), Count(layer.Macs));
        Show(table);
    }

    private void Groups(CompressionReport report)
    {
        if (report.Groups.Count == 0)
            return;
        bool pruned = report.Groups.Any(g => g.After != g.Before);
        Table table = pruned ? Create("channels of", ">before", ">after", ">change", "locked") : Create("channels of", ">count", "locked", "members");
        foreach (GroupRow group in report.Groups)
        {
            if (pruned)
                Row(table, group.Name, Count(group.Before), Count(group.After), Change(group.Before, group.After), group.Locked ?? "");
            else
                Row(table, group.Name, Count(group.Before), group.Locked ?? "", string.Join(", ", group.Members));
        }
        Show(table);
    }

    private void Tensors(CompressionReport report)
    {
        if (report.Tensors.Count == 0)
            return;
        Table table = Create("tensor", "shape", "was", "coder", ">bytes", ">bits/weight", ">step or quality");
        foreach (TensorRow tensor in report.Tensors)
        {
            Row(table, tensor.Name, Shape(tensor.Shape), tensor.Shape.SequenceEqual(tensor.OriginalShape) ? "" : Shape(tensor.OriginalShape),
                tensor.Coder ?? "", Count(tensor.Bytes), Points(tensor.BitsPerWeight),
                tensor.Quality is { } q ? $"quality {Count(q)}" : tensor.Step is { } step ? ReportText.Short(step) : "");
        }
        Show(table);
    }

    /// <summary>A table with these headings; '&gt;' before one aligns its column to the right.</summary>
    private Table Create(params string[] headings)
    {
        Table table = new() { Border = console.Profile.Out.IsTerminal ? TableBorder.Rounded : TableBorder.Markdown };
        foreach (string heading in headings)
        {
            TableColumn column = new(Markup.Escape(heading.TrimStart('>')));
            if (!console.Profile.Out.IsTerminal)
                column.NoWrap();
            table.AddColumn(heading.StartsWith('>') ? column.RightAligned() : column);
        }
        return table;
    }

    private static void Row(Table table, params string[] cells) => table.AddRow([.. cells.Select(c => new Text(c))]);

    private void Show(Table table)
    {
        if (table.Rows.Count == 0)
            return;
        console.Write(table);
        if (!console.Profile.Out.IsTerminal)
            console.WriteLine();
    }

    private void Print(string text) => console.Write(new Text(text + "\n"));
}
