using System.Globalization;
using NNCompress.Pruning;
using NNCompress.Reports;

namespace NNCompress.Compression.Sweeping;

/// <summary>Thresholds that fit another network's activations: every row comes to the same.</summary>
internal static class IdleThresholds
{
    /// <summary>Warns where thresholds on activations were swept and all of them leave the same (NNC1112), with the range in which this network's channels lie.</summary>
    /// <param name="run">Warned.</param>
    /// <param name="dependencies">Of the model.</param>
    /// <param name="observed">What its channels do; null where nobody has looked.</param>
    /// <param name="sweep">With its rows.</param>
    public static void Warn(RunContext run, Dependencies dependencies, ActivationStatistics? observed, SweepReport sweep)
    {
        bool thresholds = sweep.Rows.Count == sweep.Total && sweep.Rows.Count > 1 && sweep.Rows.All(r => (r.MeanThreshold ?? r.StdThreshold) is not null);
        if (observed is null || !thresholds || sweep.Rows.Select(r => r.Parameters).Distinct().Count() > 1)
            return;
        UnitStatistics[] channels = [.. dependencies.Groups.Where(g => g.Locked is null).SelectMany(g => g.Units).Select(observed.Of).OfType<UnitStatistics>()];
        if (channels.Length == 0)
            return;
        run.Warn("NNC1112", $"all rows leave the same channels: the means of this network's lie {Range(channels.Select(c => Math.Abs(c.Mean)))} in magnitude, their deviations {Range(channels.Select(c => c.Deviation))}. Give --mean-thresholds and --std-thresholds in between.");
    }

    /// <summary>From the tenth to the ninth decile.</summary>
    private static string Range(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return string.Create(CultureInfo.InvariantCulture, $"mostly from {sorted[sorted.Length / 10]:G2} to {sorted[sorted.Length * 9 / 10]:G2}");
    }
}
