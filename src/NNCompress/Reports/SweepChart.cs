namespace NNCompress.Reports;

/// <summary>Size against accuracy in characters: <c>*</c> the best row, <c>o</c> the Pareto curve, <c>.</c> other rows, <c>v</c> those that lose more than the chart shows, <c>-</c> the original, <c>=</c> the budget.</summary>
public static class SweepChart
{
    private const int Columns = 64, Lines = 15;

    /// <summary>The chart's lines, from the top; none where no row has figures.</summary>
    public static IReadOnlyList<string> Draw(SweepReport sweep)
    {
        if (!SweepScale.Fits(sweep))
            return [];
        SweepScale scale = new(sweep);
        char[][] grid = [.. Enumerable.Range(0, Lines).Select(_ => Enumerable.Repeat(' ', Columns).ToArray())];
        Array.Fill(grid[Line(scale.Baseline)], '-');
        Array.Fill(grid[Line(scale.At(sweep.Budget))], '=');
        // The best is drawn last, so that nothing hides it.
        foreach (SweepRow row in scale.Rows.OrderBy(r => r.Index == sweep.Best).ThenBy(r => r.Front))
            grid[Line(row.Accuracy!.Value)][Column(row.Bytes!.Value)] = row.Index == sweep.Best ? '*' : scale.IsBeyond(row) ? 'v' : row.Front ? 'o' : '.';
        Dictionary<int, string> labels = [];
        foreach (double figure in scale.Figures(4))
            labels.TryAdd(Line(figure), MetricText.Figure(sweep.Metric, figure));
        int width = labels.Values.Max(l => l.Length);
        return [.. grid.Select((line, i) => $"{labels.GetValueOrDefault(i, "").PadLeft(width)} |{new string(line).TrimEnd()}"), $"{new string(' ', width)} +{new string('-', Columns)}", Sizes(width + 2)];

        int Line(double figure) => (int)Math.Round((1 - scale.Y(figure)) * (Lines - 1));

        int Column(double bytes) => (int)Math.Round(Math.Clamp(scale.X(bytes), 0, 1) * (Columns - 1));

        string Sizes(int start)
        {
            string text = "";
            foreach (double bytes in scale.Sizes(4))
            {
                string label = SweepScale.Size(bytes);
                int at = Math.Max(0, start + Column(bytes) - (label.Length / 2));
                if (at > text.Length)
                    text = text.PadRight(at) + label;
            }
            return text;
        }
    }
}
