using System.Globalization;

namespace NNCompress.Reports.Html;

/// <summary>How many neurons have which value: those that stay, and upon them those that left.</summary>
internal sealed record Histogram
{
    private const int Bins = 28;

    public required string Title { get; init; }

    /// <summary>Of the horizontal axis.</summary>
    public required string ValueName { get; init; }

    public required IReadOnlyList<double> Values { get; init; }

    /// <summary>Which of them left.</summary>
    public required IReadOnlyList<bool> Left { get; init; }

    /// <summary>Neurons whose value's magnitude is below this may leave; null for no such line.</summary>
    public double? Cut { get; init; }

    public Markup ToMarkup()
    {
        double[] finite = [.. Values.Where(double.IsFinite)];
        double low = Math.Min(0, finite.DefaultIfEmpty(0).Min()), high = Math.Max(finite.DefaultIfEmpty(0).Max(), Cut is { } c ? c * 1.1 : 0);
        high = high > low ? high : low + 1;
        (int[] kept, int[] left) = Counted(low, high);
        int most = Math.Max(1, Enumerable.Range(0, Bins).Max(i => kept[i] + left[i]));
        Plot plot = new("histogram", Title, new Axis(low, high), new Axis(0, most * 1.08), height: 170, start: 34);
        plot.Frame(ValueName, "neurons", PageText.Short, v => v == Math.Round(v) ? v.ToString("0", CultureInfo.InvariantCulture) : "", ticksX: 6, ticksY: 3);
        if (Cut is { } cut)
            plot.Box("zone", plot.X(-cut), plot.Ceiling, plot.X(cut) - plot.X(-cut), plot.Floor - plot.Ceiling);
        double wide = (plot.End - plot.Left) / Bins;
        for (int i = 0; i < Bins; i++)
        {
            double at = plot.Left + (i * wide) + 0.5, middle = plot.Y(kept[i]), top = plot.Y(kept[i] + left[i]);
            if (kept[i] > 0)
                plot.Box("kept", at, middle, wide - 1, plot.Floor - middle);
            if (left[i] > 0)
                plot.Box("left", at, top, wide - 1, middle - top);
        }
        if (Cut is { } limit)
        {
            if (-limit > low)
                plot.Line("cut", plot.X(-limit), plot.Ceiling, plot.X(-limit), plot.Floor);
            plot.Line("cut", plot.X(limit), plot.Ceiling, plot.X(limit), plot.Floor);
            plot.Label($"cut {PageText.Short(limit)}", plot.X(limit) + 4, plot.Ceiling + 9, "start", "cut");
        }
        return plot.Done();
    }

    private (int[] Kept, int[] Left) Counted(double low, double high)
    {
        (int[] kept, int[] left) = (new int[Bins], new int[Bins]);
        for (int i = 0; i < Values.Count; i++)
        {
            if (double.IsFinite(Values[i]))
                (Left[i] ? left : kept)[Math.Clamp((int)(Bins * (Values[i] - low) / (high - low)), 0, Bins - 1)]++;
        }
        return (kept, left);
    }
}
