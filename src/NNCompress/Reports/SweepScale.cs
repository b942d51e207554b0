using System.Globalization;

namespace NNCompress.Reports;

/// <summary>Where the rows of a sweep lie in a picture of size against accuracy: both axes from 0 to 1, y upwards.</summary>
internal sealed class SweepScale
{
    /// <summary>Rows that lose more than this many budgets would press the others into one line: they lie at the edge.</summary>
    private const double Depth = 8, LeastDepth = 4;

    /// <summary>Largest size over smallest from which on sizes have a logarithmic axis.</summary>
    private const double Wide = 10;

    private readonly SweepReport sweep;
    private readonly double left, right, low, high;

    /// <param name="sweep">With at least one row that has figures.</param>
    public SweepScale(SweepReport sweep)
    {
        this.sweep = sweep;
        Rows = [.. sweep.Rows.Where(r => r is { Bytes: > 0, Accuracy: not null, Drop: not null } && double.IsFinite(r.Drop!.Value) && double.IsFinite(r.Accuracy!.Value))];
        Baseline = sweep.Baseline?.Accuracy ?? Rows.Max(r => r.Accuracy!.Value);
        double depth = Math.Max(Depth * sweep.Budget, LeastDepth);
        double[] figures = [.. Rows.Where(r => r.Drop <= depth).Select(r => r.Accuracy!.Value), Baseline, At(sweep.Budget)];
        (low, high) = (figures.Min(), figures.Max());
        double margin = Math.Max((high - low) * 0.08, Math.Max(Math.Abs(high) * 1e-6, 1e-9));
        (low, high) = (low - margin, high + margin);
        double smallest = Rows.Min(r => r.Bytes!.Value), largest = Rows.Max(r => r.Bytes!.Value);
        IsLogarithmic = largest / smallest > Wide;
        (left, right) = (Transformed(smallest), Transformed(largest));
        double space = Math.Max((right - left) * 0.04, Math.Abs(right) * 1e-3);
        (left, right) = (left - space, right + space);
    }

    /// <summary>Rows that have figures.</summary>
    public IReadOnlyList<SweepRow> Rows { get; }

    /// <summary>The original's figure.</summary>
    public double Baseline { get; }

    public bool IsLogarithmic { get; }

    /// <summary>Whether a sweep has anything to draw.</summary>
    public static bool Fits(SweepReport sweep) => sweep.Rows.Any(r => r is { Bytes: > 0, Accuracy: not null, Drop: not null } && double.IsFinite(r.Drop!.Value) && double.IsFinite(r.Accuracy!.Value));

    public double X(double bytes) => (Transformed(bytes) - left) / (right - left);

    /// <summary>Clamped to the picture.</summary>
    public double Y(double figure) => Math.Clamp((figure - low) / (high - low), 0, 1);

    /// <summary>Whether the row lies beyond the picture and is drawn at its edge.</summary>
    public bool IsBeyond(SweepRow row) => row.Accuracy!.Value < low || row.Accuracy!.Value > high;

    /// <summary>The figure that is so many points worse than the original's.</summary>
    public double At(double points) => sweep.Metric switch
    {
        "mse" or "mae" => Baseline * (1 + (points / 100)),
        "kl" => Baseline + (points / 100),
        _ => Baseline - points,
    };

    /// <summary>Round figures of the axis of accuracy.</summary>
    public IEnumerable<double> Figures(int about) => Steps(low, high, about);

    /// <summary>Round sizes, bytes.</summary>
    public IEnumerable<double> Sizes(int about)
    {
        if (!IsLogarithmic)
            return Steps(left, right, about);
        return from power in Enumerable.Range(0, 13)
               from factor in new[] { 1, 2, 5 }
               let bytes = factor * Math.Pow(10, power)
               where X(bytes) is >= 0 and <= 1
               select bytes;
    }

    /// <summary>For example <c>45 kB</c>.</summary>
    public static string Size(double bytes) => bytes switch
    {
        >= 1e9 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.##} GB"),
        >= 1e6 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.##} MB"),
        >= 1e3 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.##} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes:0} B"),
    };

    private static IEnumerable<double> Steps(double from, double to, int about)
    {
        double rough = (to - from) / about, power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = power * ((rough / power) switch { < 1.5 => 1, < 3.5 => 2, < 7.5 => 5, _ => 10 });
        for (double value = Math.Ceiling(from / step); value * step <= to; value++)
            yield return value * step;
    }

    private double Transformed(double bytes) => IsLogarithmic ? Math.Log(bytes) : bytes;
}
