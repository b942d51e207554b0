using static NNCompress.Reports.Html.Markup;

namespace NNCompress.Reports.Html;

/// <summary>The frame of a plot: axes, ticks and names, and where a point of the data comes to lie. Units are those of the drawing, which is scaled to the page.</summary>
internal sealed class Plot
{
    private const double Right = 10, Top = 20;

    private readonly Axis x;
    private readonly Axis y;
    private readonly double width;
    private readonly double height;
    private readonly double start;
    private readonly double foot;

    /// <param name="kind">Class of the drawing.</param>
    /// <param name="title">For those who cannot see it.</param>
    /// <param name="x">Horizontal axis.</param>
    /// <param name="y">Vertical axis.</param>
    /// <param name="width">Of the drawing.</param>
    /// <param name="height">Of the drawing.</param>
    /// <param name="start">Room for the vertical axis's labels.</param>
    public Plot(string kind, string title, Axis x, Axis y, double width = 360, double height = 200, double start = 40)
    {
        (this.x, this.y, this.width, this.height, this.start) = (x, y, width, height, start);
        foot = 34;
        Drawing.Open("svg", ("class", kind), ("viewBox", $"0 0 {Number(width)} {Number(height)}"), ("role", "img")).Element("title", title);
    }

    /// <summary>What has been drawn.</summary>
    public Markup Drawing { get; } = new();

    public double Left => start;

    public double End => width - Right;

    public double Ceiling => Top;

    public double Floor => height - foot;

    public double X(double value) => start + (x.Place(value) * (End - start));

    public double Y(double value) => Floor - (y.Place(value) * (Floor - Top));

    /// <summary>Axes with labels, behind what is drawn next.</summary>
    /// <param name="nameX">Written beneath.</param>
    /// <param name="nameY">Written above; empty for none.</param>
    /// <param name="labelX">Text of a tick.</param>
    /// <param name="labelY">Text of a tick; null where heights mean nothing.</param>
    /// <param name="ticksX">About how many.</param>
    /// <param name="ticksY">About how many.</param>
    public void Frame(string nameX, string nameY, Func<double, string> labelX, Func<double, string>? labelY, int ticksX = 5, int ticksY = 4)
    {
        foreach (double tick in labelY is null ? [] : y.Ticks(ticksY))
        {
            Line("grid", start, Y(tick), End, Y(tick));
            Label(labelY!(tick), start - 5, Y(tick) + 4, "end");
        }
        foreach (double tick in x.Ticks(ticksX))
        {
            Line("axis", X(tick), Floor, X(tick), Floor + 4);
            Label(labelX(tick), X(tick), Floor + 15, "middle");
        }
        Line("axis", start, Floor, End, Floor);
        Label(nameX, (start + End) / 2, height - 5, "middle");
        if (nameY.Length > 0)
            Label(nameY, 0, 10, "start");
    }

    public void Line(string kind, double x1, double y1, double x2, double y2) =>
        Drawing.Shape("line", ("class", kind), ("x1", Number(x1)), ("y1", Number(y1)), ("x2", Number(x2)), ("y2", Number(y2)));

    public void Box(string kind, double left, double top, double wide, double high) =>
        Drawing.Shape("rect", ("class", kind), ("x", Number(left)), ("y", Number(top)), ("width", Number(wide)), ("height", Number(high)));

    public void Label(string text, double at, double line, string anchor, string kind = "") =>
        Drawing.Element("text", text, ("x", Number(at)), ("y", Number(line)), ("text-anchor", anchor), ("class", kind.Length > 0 ? kind : "label"));

    public Markup Done() => Drawing.Close();
}
