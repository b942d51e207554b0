using System.Globalization;
using static NNCompress.Reports.Html.Markup;

namespace NNCompress.Reports.Html;

/// <summary>Size against quality: all that was tried, the front of what nothing else beats in both, and the limit.</summary>
internal sealed record TradeOffCurve
{
    /// <summary>Points drawn at most; of more, every second, third … of those that are not on the front.</summary>
    private const int MostPoints = 600;

    // For a desk and for a phone: a drawing's words shrink with it.
    private const double Width = 960, Height = 340, NarrowWidth = 340, NarrowHeight = 270;

    public required IReadOnlyList<CurvePoint> Points { get; init; }

    /// <summary>Of the horizontal axis.</summary>
    public string SizeName { get; init; } = "size (logarithmic)";

    /// <summary>Text of a size.</summary>
    public Func<double, string> SizeText { get; init; } = PageText.Bytes;

    /// <summary>Of the vertical axis; more is better.</summary>
    public string QualityName { get; init; } = "accuracy, %";

    /// <summary>The least quality that holds; null for none.</summary>
    public double? Limit { get; init; }

    /// <summary>Lower qualities are drawn at the lower edge; null shows all.</summary>
    public double? Least { get; init; }

    /// <summary>Of the tried points, those that no smaller one reaches in quality, by size.</summary>
    public static IReadOnlyList<CurvePoint> Front(IEnumerable<CurvePoint> points)
    {
        List<CurvePoint> front = [];
        foreach (CurvePoint point in points.Where(p => p.Kind is PointKind.Held or PointKind.Missed).OrderBy(p => p.Size).ThenByDescending(p => p.Quality))
        {
            if (front.Count == 0 || point.Quality > front[^1].Quality)
                front.Add(point);
        }
        return front;
    }

    /// <summary>The drawing with its legend.</summary>
    public Markup ToMarkup()
    {
        CurvePoint[] sound = [.. Points.Where(p => double.IsFinite(p.Quality) && double.IsFinite(p.Size) && p.Size > 0)];
        IReadOnlyList<CurvePoint> front = Front(sound);
        CurvePoint[] shown = Thinned(sound, front);
        Axis x = Axis.Around(sound.Select(p => p.Size), logarithmic: true, room: 0.04);
        IEnumerable<double> heights = sound.Select(p => p.Quality).Concat(sound.SelectMany(p => p.Interval is { } i ? new[] { i.Low, i.High } : []));
        Axis y = Axis.Around((Limit is { } l ? heights.Append(l) : heights).Select(v => Math.Max(v, Least ?? v)), room: 0.07);
        return new Markup().Add(Legend(sound)).Add(Drawn("curve", x, y, Width, Height, front, shown)).Add(Drawn("curve narrow", x, y, NarrowWidth, NarrowHeight, front, shown));
    }

    private Markup Drawn(string kind, Axis x, Axis y, double width, double height, IReadOnlyList<CurvePoint> front, CurvePoint[] shown)
    {
        Plot plot = new(kind, $"{QualityName} against {SizeName}", x, y, width, height, start: 42);
        string format = y.High - y.Low < 3 ? "0.00" : y.High - y.Low < 30 ? "0.0" : "0";
        plot.Frame(SizeName, QualityName, SizeText, v => v.ToString(format, CultureInfo.InvariantCulture), ticksX: (int)(width / 90), ticksY: 5);
        if (Limit is { } limit)
        {
            plot.Line("cut", plot.Left, plot.Y(limit), plot.End, plot.Y(limit));
            plot.Label($"budget {limit.ToString(format, CultureInfo.InvariantCulture)}", plot.End - 4, plot.Y(limit) - 5, "end", "cut");
        }
        if (front.Count > 1)
            plot.Drawing.Shape("polyline", ("class", "front"), ("points", string.Join(' ', front.Select(p => $"{Number(plot.X(p.Size))},{Number(plot.Y(p.Quality))}"))));
        foreach (CurvePoint point in shown.OrderBy(p => p.Kind switch { PointKind.Missed => 0, PointKind.Held => 1, _ => 2 }))
            Draw(plot, point);
        return plot.Done();
    }

    private void Draw(Plot plot, CurvePoint point)
    {
        (double x, double y) = (plot.X(point.Size), plot.Y(Math.Max(point.Quality, Least ?? point.Quality)));
        if (point.Interval is { } interval)
        {
            plot.Line("whisker", x, plot.Y(interval.Low), x, plot.Y(interval.High));
            plot.Line("whisker", x - 4, plot.Y(interval.Low), x + 4, plot.Y(interval.Low));
            plot.Line("whisker", x - 4, plot.Y(interval.High), x + 4, plot.Y(interval.High));
        }
        (string kind, double radius) = point.Kind switch
        {
            PointKind.Held => ("held", 3.4),
            PointKind.Missed => ("missed", 3.4),
            PointKind.Chosen => ("chosen", 6),
            _ => ("origin", 5),
        };
        plot.Drawing.Open("circle", ("class", kind), ("cx", Number(x)), ("cy", Number(y)), ("r", Number(radius))).Element("title", point.Label).Close();
    }

    private Markup Legend(CurvePoint[] points)
    {
        Markup legend = new();
        legend.Open("p", ("class", "legend"));
        Entry(PointKind.Held, "kept", "tried, holds");
        Entry(PointKind.Missed, "hollow", "tried, does not hold");
        Entry(PointKind.Chosen, "ink", "result");
        Entry(PointKind.Original, "ring", "original");
        if (Limit is not null)
            Swatch("dash", "budget");
        return legend.Close();

        void Entry(PointKind kind, string swatch, string text)
        {
            if (points.Any(p => p.Kind == kind))
                Swatch(swatch, text);
        }

        void Swatch(string swatch, string text) => legend.Open("span").Element("i", "", ("class", swatch)).Text(text).Close();
    }

    private static CurvePoint[] Thinned(CurvePoint[] points, IReadOnlyList<CurvePoint> front)
    {
        int stride = (points.Length + MostPoints - 1) / MostPoints;
        HashSet<CurvePoint> kept = [.. front];
        return [.. points.Where((p, i) => i % Math.Max(stride, 1) == 0 || kept.Contains(p) || p.Kind is PointKind.Chosen or PointKind.Original)];
    }
}
