using System.Globalization;
using System.Net;
using System.Text;

namespace NNCompress.Reports;

/// <summary>Size against accuracy as a picture in vector graphics that stands alone: every row a point, the Pareto curve, the budget, the best row; light or dark as the reader's system is.</summary>
public static class SweepCurve
{
    private const double Width = 760, Height = 420, Left = 74, Right = 20, Top = 44, Bottom = 84;

    private const string Style =
        "svg{background:#fff}text{fill:#1f2328}.grid{stroke:#d8dee4}.limit{stroke:#cf222e;stroke-dasharray:2 3}.base{stroke:#57606a;stroke-dasharray:6 4}.curve{fill:none;stroke:#0969da;stroke-width:2}"
        + ".row{fill:#8c959f}.front{fill:#0969da}.best{fill:none;stroke:#1a7f37;stroke-width:3}"
        + "@media(prefers-color-scheme:dark){svg{background:#0d1117}text{fill:#e6edf3}.grid{stroke:#30363d}.limit{stroke:#ff7b72}.base{stroke:#8b949e}.curve{stroke:#58a6ff}.row{fill:#6e7681}.front{fill:#58a6ff}.best{stroke:#3fb950}}";

    /// <summary>The picture, as the content of an .svg file.</summary>
    public static string Draw(SweepReport sweep)
    {
        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"system-ui,sans-serif\" font-size=\"12\" role=\"img\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<style>{Style}</style>\n");
        Text(svg, Left, 24, $"{Path.GetFileName(sweep.Model)}: size against {MetricText.Subject(sweep.Metric)}", "start", 15);
        if (!SweepScale.Fits(sweep))
        {
            Text(svg, Left, Height / 2, "no row has figures", "start");
            return svg.Append("</svg>\n").ToString();
        }
        SweepScale scale = new(sweep);
        foreach (double figure in scale.Figures(6))
        {
            Line(svg, "grid", Left, Y(figure), Width - Right, Y(figure));
            Text(svg, Left - 8, Y(figure) + 4, MetricText.Figure(sweep.Metric, figure), "end");
        }
        foreach (double bytes in scale.Sizes(7))
        {
            Line(svg, "grid", X(bytes), Top, X(bytes), Height - Bottom);
            Text(svg, X(bytes), Height - Bottom + 18, SweepScale.Size(bytes), "middle");
        }
        Line(svg, "base", Left, Y(scale.Baseline), Width - Right, Y(scale.Baseline));
        Text(svg, Left + 4, Y(scale.Baseline) - 5, "original", "start");
        double limit = scale.At(sweep.Budget);
        Line(svg, "limit", Left, Y(limit), Width - Right, Y(limit));
        Text(svg, Left + 4, Y(limit) + 14, string.Create(CultureInfo.InvariantCulture, $"budget {sweep.Budget:0.##}"), "start");
        SweepRow[] front = [.. scale.Rows.Where(r => r.Front && !scale.IsBeyond(r)).OrderBy(r => r.Bytes)];
        if (front.Length > 1)
            svg.Append(CultureInfo.InvariantCulture, $"<polyline class=\"curve\" points=\"{string.Join(' ', front.Select(r => string.Create(CultureInfo.InvariantCulture, $"{X(r.Bytes!.Value):f1},{Y(r.Accuracy!.Value):f1}")))}\"/>\n");
        foreach (SweepRow row in scale.Rows.OrderBy(r => r.Front).ThenBy(r => r.Index))
            Point(svg, scale, sweep, row);
        Text(svg, Left, Height - 34, $"{scale.Rows.Count} rows{(scale.Rows.Any(scale.IsBeyond) ? "; arrows lose more than the picture shows" : "")}", "start");
        Text(svg, Left, Height - 14, sweep.BestRow is { } best ? $"ringed, the best: {SweepTable.Settings(best)}, {SweepScale.Size(best.Bytes!.Value)}" : "no row keeps the budget", "start");
        return svg.Append("</svg>\n").ToString();

        double X(double bytes) => Left + (scale.X(bytes) * (Width - Left - Right));

        double Y(double figure) => Height - Bottom - (scale.Y(figure) * (Height - Top - Bottom));

        void Point(StringBuilder target, SweepScale at, SweepReport report, SweepRow row)
        {
            (double x, double y) = (X(row.Bytes!.Value), Y(row.Accuracy!.Value));
            string told = WebUtility.HtmlEncode($"{SweepTable.Settings(row)}: {MetricText.Figure(report.Metric, row.Accuracy!.Value)}, {SweepScale.Size(row.Bytes!.Value)}");
            target.Append(CultureInfo.InvariantCulture, $"<g><title>{told}</title>");
            // Rows that lose more than the picture shows are arrows at its edge.
            target.Append(at.IsBeyond(row)
                ? string.Create(CultureInfo.InvariantCulture, $"<path class=\"row\" d=\"M{x - 4:f1} {y - 7:f1}h8l-4 7z\"/>")
                : string.Create(CultureInfo.InvariantCulture, $"<circle class=\"{(row.Front ? "front" : "row")}\" cx=\"{x:f1}\" cy=\"{y:f1}\" r=\"{(row.Front ? 4 : 3)}\"/>"));
            if (row.Index == report.Best)
                target.Append(CultureInfo.InvariantCulture, $"<circle class=\"best\" cx=\"{x:f1}\" cy=\"{y:f1}\" r=\"9\"/>");
            target.Append("</g>\n");
        }
    }

    private static void Line(StringBuilder svg, string style, double x1, double y1, double x2, double y2) =>
        svg.Append(CultureInfo.InvariantCulture, $"<line class=\"{style}\" x1=\"{x1:f1}\" y1=\"{y1:f1}\" x2=\"{x2:f1}\" y2=\"{y2:f1}\"/>\n");

    private static void Text(StringBuilder svg, double x, double y, string text, string anchor, int size = 12) =>
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:f1}\" y=\"{y:f1}\" text-anchor=\"{anchor}\" font-size=\"{size}\">{WebUtility.HtmlEncode(text)}</text>\n");
}
