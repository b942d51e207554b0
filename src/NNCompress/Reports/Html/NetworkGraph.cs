using static NNCompress.Reports.Html.Markup;

namespace NNCompress.Reports.Html;

/// <summary>The network from top to bottom: each layer a bar as wide as it has channels, dashed before and full after; branches run on the left.</summary>
/// <param name="rows">Layers and joins in their order.</param>
internal sealed class NetworkGraph(IReadOnlyList<GraphRow> rows)
{
    /// <summary>Rows drawn at most: the first and the last of a deeper network.</summary>
    private const int MostRows = 60;

    private const double Width = 360, Pitch = 52, Centre = 276, Widest = 150, BarHeight = 14;

    private const int LongestName = 28, LongestOperators = 32;

    /// <summary>Where names begin: further in where branches need the margin.</summary>
    private readonly double text = rows.Select((row, i) => (row, i)).Any(r => r.row.From.Any(f => f != r.i - 1)) ? 40 : 2;

    public int Count => rows.Count;

    public int Shown => Math.Min(rows.Count, MostRows);

    public Markup ToMarkup()
    {
        int[] shown = Shown == rows.Count ? [.. Enumerable.Range(0, rows.Count)]
            : [.. Enumerable.Range(0, MostRows / 2), .. Enumerable.Range(rows.Count - (MostRows / 2), MostRows / 2)];
        Dictionary<int, double> tops = [];
        for (int i = 0; i < shown.Length; i++)
            tops[shown[i]] = 6 + (Pitch * (i + (IsBehindGap(shown, i) ? 1 : 0)));
        double height = (Pitch * (shown.Length + (Shown == rows.Count ? 0 : 1))) - 14;
        double most = Math.Sqrt(rows.Max(r => Math.Max(r.Before ?? 0, r.After ?? 0)));
        Markup drawing = new();
        drawing.Open("svg", ("class", "graph"), ("viewBox", $"0 0 {Number(Width)} {Number(height)}"), ("role", "img")).Element("title", "layers and their channels before and after");
        foreach (int row in shown)
            Edges(drawing, row, tops, most);
        foreach (int row in shown)
            Row(drawing, rows[row], tops[row], most);
        if (Shown < rows.Count)
            drawing.Element("text", $"… {PageText.Count(rows.Count - Shown)} more …", ("x", Number(text)), ("y", Number(6 + (Pitch * MostRows / 2) + 18)));
        return drawing.Close();

        bool IsBehindGap(int[] numbers, int i) => numbers[i] != i;
    }

    private static double WideOf(int? channels, double most) => channels is > 0 and int n ? Math.Max(2, Widest * Math.Sqrt(n) / Math.Max(most, 1)) : 0;

    private void Row(Markup drawing, GraphRow row, double top, double most)
    {
        drawing.Open("g").Element("title", $"{row.Name}: {string.Join(", ", row.Operators)}{(row.Before is null ? "" : $", {Channels(row)}")}");
        drawing.Element("text", Ending(row.Name, LongestName - (int)(text / 6)), ("class", "strong"), ("x", Number(text)), ("y", Number(top + 11)));
        drawing.Element("text", Beginning(string.Join(" · ", row.Operators), LongestOperators - (int)(text / 6)), ("x", Number(text)), ("y", Number(top + 26)));
        if (row.Before is { } before)
        {
            double wide = WideOf(before, most), left = WideOf(row.After, most);
            drawing.Shape("rect", ("class", "kept"), ("x", Number(Centre - (left / 2))), ("y", Number(top)), ("width", Number(left)), ("height", Number(BarHeight)), ("rx", "2"));
            if (row.After != before)
                drawing.Shape("rect", ("class", "before"), ("x", Number(Centre - (wide / 2))), ("y", Number(top)), ("width", Number(wide)), ("height", Number(BarHeight)), ("rx", "2"));
            drawing.Element("text", Channels(row), ("class", "strong"), ("x", Number(Centre)), ("y", Number(top + BarHeight + 13)), ("text-anchor", "middle"));
        }
        else
        {
            drawing.Shape("circle", ("class", "origin"), ("cx", Number(Centre)), ("cy", Number(top + (BarHeight / 2))), ("r", "5"));
        }
        drawing.Close();
    }

    /// <summary>What comes from the row above flows down to it; what comes from further up goes round on the left.</summary>
    private void Edges(Markup drawing, int number, Dictionary<int, double> tops, double most)
    {
        foreach (int from in rows[number].From.Distinct().Where(tops.ContainsKey))
        {
            (double start, double end) = (tops[from], tops[number]);
            if (from == number - 1)
            {
                double high = Math.Max(WideOf(rows[from].After, most), 3) / 2, low = Math.Max(WideOf(rows[number].After, most), 3) / 2;
                string points = string.Join(' ', new[] { (-high, start + BarHeight), (high, start + BarHeight), (low, end), (-low, end) }
                    .Select(p => $"{Number(Centre + p.Item1)},{Number(p.Item2)}"));
                drawing.Shape("polygon", ("class", "flow"), ("points", points));
                continue;
            }
            double out1 = text - 6, depth = Math.Min(text - 8, 8 + (5 * Math.Sqrt(number - from)));
            drawing.Shape("path", ("class", "skip"), ("d",
                $"M{Number(out1)} {Number(start + 8)} C{Number(out1 - depth)} {Number(start + 8)} {Number(out1 - depth)} {Number(start + 8)} {Number(out1 - depth)} {Number(start + 22)} "
                + $"V{Number(end - 8)} C{Number(out1 - depth)} {Number(end + 6)} {Number(out1 - depth)} {Number(end + 6)} {Number(out1)} {Number(end + 6)}"));
        }
    }

    private static string Channels(GraphRow row) => row.After is { } after && after != row.Before ? $"{PageText.Count(row.Before!.Value)} → {PageText.Count(after)}" : PageText.Count(row.Before!.Value);

    private static string Ending(string text, int most) => text.Length <= most ? text : $"…{text[^(most - 1)..]}";

    private static string Beginning(string text, int most) => text.Length <= most ? text : $"{text[..(most - 1)]}…";
}
