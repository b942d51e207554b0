using static NNCompress.Reports.Html.PageText;

namespace NNCompress.Reports.Html;

/// <summary>A report as one self-contained page, of at most a few megabytes whatever the network: of much, it shows a part and says so.</summary>
public static class HtmlReport
{
    /// <summary>Writes the file in one atomic step.</summary>
    /// <param name="path">The page.</param>
    /// <param name="report">What happened.</param>
    /// <param name="failure">Why nothing else was written; null where all is well.</param>
    /// <param name="details">What only a page shows.</param>
    /// <exception cref="NncException">NNC2003: the file cannot be written.</exception>
    public static void Write(string path, CompressionReport report, NncException? failure, ReportDetails details) => Page(report, failure, details).Write(path);

    /// <summary>The page's text.</summary>
    public static string ToHtml(CompressionReport report, NncException? failure, ReportDetails details) => Page(report, failure, details).ToString();

    private static HtmlPage Page(CompressionReport report, NncException? failure, ReportDetails details)
    {
        string method = report.Method is null ? "" : $", method {report.Method}";
        HtmlPage page = new(Path.GetFileName(report.Model), $"{report.Verb}{method}");
        page.Section("Result", VerdictSection.Of(report, failure));
        if (details.Graph.Count > 0)
            page.Section("Network", Network(details.Graph));
        if (SweepSection.Of(report) is { } sweep)
            page.Section("Size against accuracy", sweep);
        if (LayerSection.Of(report) is { } layers)
            page.Section("Layers", layers);
        if (CurveSection.Of(report, details) is { } curve)
            page.Section("Size against accuracy", curve);
        if (ActivationSection.Of(details.Activations) is { } activations)
            page.Section("Activations", activations);
        if (details.Pictures.Count > 0)
            page.Section("Weights", Weights(details));
        return page.Section("Run it again", RunSection.Of(report, details));
    }

    private static Markup Network(IReadOnlyList<GraphRow> rows)
    {
        NetworkGraph graph = new(rows);
        string some = graph.Shown < graph.Count ? $" The first and last of {Count(graph.Count)} rows are shown." : "";
        string change = rows.Any(r => r.Before != r.After) ? ": dashed before, full after" : "";
        return new Markup()
            .Element("p", $"Bars are as wide as the square root of the channels{change}.{some}", ("class", "note"))
            .Open("div", ("class", "scroll")).Add(graph.ToMarkup()).Close();
    }

    private static Markup Weights(ReportDetails details)
    {
        Markup section = new();
        string some = details.Pictures.Count < details.PictureCount ? $" {details.Pictures.Count} of {Count(details.PictureCount)} weight matrices are shown." : "";
        section.Element("p", $"Blue is below zero, red above. Beneath each neuron of the model what the decoded result has in its place; those that left are framed.{some}", ("class", "note"));
        foreach (Pictures.PictureSet set in details.Pictures)
            section.Add(PictureMarkup.Of(set)).Line();
        return section;
    }
}
