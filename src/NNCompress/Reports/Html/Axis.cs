namespace NNCompress.Reports.Html;

/// <summary>One axis of a plot.</summary>
/// <param name="Low">Value at its start.</param>
/// <param name="High">Value at its end, above <paramref name="Low"/>.</param>
/// <param name="Logarithmic">Whether equal distances are equal ratios; both ends are positive then.</param>
internal sealed record Axis(double Low, double High, bool Logarithmic = false)
{
    private static readonly double[] Steps = [1, 2, 2.5, 5, 10];

    /// <summary>An axis that holds all the values, with a little room at each end; its ends are finite and apart whatever the values are.</summary>
    public static Axis Around(IEnumerable<double> values, bool logarithmic = false, double room = 0.05)
    {
        double[] finite = [.. values.Where(v => double.IsFinite(v) && (!logarithmic || v > 0))];
        if (finite.Length == 0)
            return logarithmic ? new Axis(1, 10, true) : new Axis(0, 1);
        (double low, double high) = (finite.Min(), finite.Max());
        if (logarithmic)
        {
            double factor = Math.Pow(high / low, room);
            factor = high > low * 1.0001 ? factor : 1.5;
            return new Axis(low / factor, high * factor, true);
        }
        double margin = high > low ? room * (high - low) : Math.Max(Math.Abs(low) * 0.1, 0.5);
        return new Axis(low - margin, high + margin);
    }

    /// <summary>Where a value is, 0 at the start to 1 at the end; what is outside is at the nearer end.</summary>
    public double Place(double value)
    {
        double place = Logarithmic ? Math.Log(Math.Max(value, double.Epsilon) / Low) / Math.Log(High / Low) : (value - Low) / (High - Low);
        return double.IsNaN(place) ? 0 : Math.Clamp(place, 0, 1);
    }

    /// <summary>Round values on the axis, about so many.</summary>
    public IReadOnlyList<double> Ticks(int about)
    {
        if (!Logarithmic)
            return Linear(Low, High, about);
        List<double> ticks = [];
        double[] heads = Math.Log10(High / Low) switch { > 3 => [1], > 1.2 => [1, 3], > 0.3 => [1, 1.5, 2, 3, 4, 5, 7], _ => [] };
        if (heads.Length == 0)
            return Linear(Low, High, about);
        for (double decade = Math.Pow(10, Math.Floor(Math.Log10(Low))); decade <= High; decade *= 10)
            ticks.AddRange(heads.Select(h => h * decade).Where(t => t >= Low && t <= High));
        int stride = (ticks.Count + about - 1) / Math.Max(about, 1);
        return [.. ticks.Where((_, i) => i % Math.Max(stride, 1) == 0)];
    }

    private static List<double> Linear(double low, double high, int about)
    {
        double rough = (high - low) / Math.Max(about, 1), power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = Steps.First(s => s * power >= rough * 0.999) * power;
        List<double> ticks = [];
        for (double k = Math.Ceiling(low / step - 1e-9); k * step <= high + (step * 1e-9); k++)
            ticks.Add(Math.Round(k * step, 12) + 0.0);
        return ticks;
    }
}
