using System.Globalization;
using System.Net;
using System.Text;

namespace Experiments;

/// <summary>
/// Accuracy against the share of parameters removed, a line a method, whiskers from the lowest to the highest seed: a picture in vector
/// graphics with a ground of its own, readable on light and on dark pages.
/// </summary>
internal static class Curve
{
    private const double Width = 860, Height = 420, Left = 60, Right = 290, Top = 40, Bottom = 50;

    private static readonly string[] Colours = ["#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#8c564b", "#17becf", "#7f7f7f", "#bcbd22", "#e377c2"];

    /// <param name="title">Above the picture.</param>
    /// <param name="summaries">In the order of the legend; a series is drawn by rising share.</param>
    /// <param name="baseline">Accuracy of the whole network, drawn as a dashed line.</param>
    /// <param name="measure">What the share is of.</param>
    public static string Draw(string title, IReadOnlyList<Summary> summaries, double baseline, string measure)
    {
        double low = Math.Floor(Math.Min(baseline, summaries.Min(s => s.Lowest)) - 0.2), high = Math.Ceiling(Math.Max(baseline, summaries.Max(s => s.Highest)) + 0.2);
        // One method at a far worse level would press the others into one line.
        low = Math.Max(low, Math.Floor(baseline - 12));
        double first = Math.Floor(summaries.Min(s => s.Removed) * 10) / 10, last = 1;
        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"#fff\"/>\n");
        Text(svg, Left, 22, WebUtility.HtmlEncode(title), "start", 15);
        for (double y = low; y <= high + 1e-9; y += Spacing(high - low))
        {
            Line(svg, Left, Y(y), Width - Right, Y(y), "#ddd");
            Text(svg, Left - 8, Y(y) + 4, string.Create(CultureInfo.InvariantCulture, $"{y:0.#} %"), "end");
        }
        for (double x = first; x <= last + 1e-9; x += 0.1)
            Text(svg, X(x), Height - Bottom + 18, string.Create(CultureInfo.InvariantCulture, $"{100 * x:0} %"), "middle");
        Text(svg, (Left + Width - Right) / 2, Height - 12, measure, "middle");
        Line(svg, Left, Y(baseline), Width - Right, Y(baseline), "#333", "6 4");
        Text(svg, Width - Right + 8, Y(baseline) + 4, "whole network", "start");
        string[] names = [.. summaries.Select(s => s.Series).Distinct()];
        for (int i = 0; i < names.Length; i++)
        {
            string colour = Colours[i % Colours.Length];
            Summary[] points = [.. summaries.Where(s => s.Series == names[i]).OrderBy(s => s.Removed)];
            string path = string.Join(' ', points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{X(p.Removed):f1},{Y(p.Mean):f1}")));
            svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>\n");
            foreach (Summary p in points)
            {
                Line(svg, X(p.Removed), Y(p.Lowest), X(p.Removed), Y(p.Highest), colour);
                svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{X(p.Removed):f1}\" cy=\"{Y(p.Mean):f1}\" r=\"3.5\" fill=\"{colour}\"/>\n");
            }
            double row = Height - Bottom - (18 * (names.Length - 1 - i)) - 10;
            Line(svg, Width - Right + 12, row - 4, Width - Right + 34, row - 4, colour);
            Text(svg, Width - Right + 40, row, WebUtility.HtmlEncode(names[i]), "start");
        }
        return svg.Append("</svg>\n").ToString();

        double X(double removed) => Left + ((removed - first) / (last - first) * (Width - Left - Right));

        double Y(double accuracy) => Height - Bottom - ((Math.Clamp(accuracy, low, high) - low) / (high - low) * (Height - Top - Bottom));
    }

    private static double Spacing(double range) => range <= 3 ? 0.5 : range <= 7 ? 1 : 2;

    private static void Line(StringBuilder svg, double x1, double y1, double x2, double y2, string colour, string? dashes = null) =>
        svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{x1:f1}\" y1=\"{y1:f1}\" x2=\"{x2:f1}\" y2=\"{y2:f1}\" stroke=\"{colour}\"{(dashes is null ? "" : $" stroke-dasharray=\"{dashes}\"")}/>\n");

    private static void Text(StringBuilder svg, double x, double y, string text, string anchor, int size = 12) =>
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:f1}\" y=\"{y:f1}\" text-anchor=\"{anchor}\" font-size=\"{size}\" fill=\"#222\">{text}</text>\n");
}
