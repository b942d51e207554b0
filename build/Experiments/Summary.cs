using System.Globalization;

namespace Experiments;

/// <summary>A method at one strength over all seeds.</summary>
internal sealed class Summary(string series, string point, IReadOnlyList<TrialResult> results)
{
    public string Series => series;

    public string Point => point;

    public int Seeds => results.Count;

    public double Mean { get; } = results.Average(r => r.Accuracy);

    public double Lowest { get; } = results.Min(r => r.Accuracy);

    public double Highest { get; } = results.Max(r => r.Accuracy);

    /// <summary>Share of the parameters that are gone, 0 to 1.</summary>
    public double Removed { get; } = results.Average(r => r.Removed);

    public double? Bytes { get; } = results.All(r => r.Bytes is not null) ? results.Average(r => r.Bytes!.Value) : null;

    public double Seconds { get; } = results.Sum(r => r.Seconds);

    /// <summary>Sample standard deviation; 0 for one seed.</summary>
    public double Deviation { get; } = results.Count < 2
        ? 0
        : Math.Sqrt(results.Sum(r => Math.Pow(r.Accuracy - results.Average(o => o.Accuracy), 2)) / (results.Count - 1));

    public string Accuracy => Seeds < 2
        ? string.Create(CultureInfo.InvariantCulture, $"{Mean:f2}")
        : string.Create(CultureInfo.InvariantCulture, $"{Mean:f2} ± {Deviation:f2}");
}
