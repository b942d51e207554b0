namespace NNCompress.Pruning;

/// <summary>Channels whose activation stays near zero: |mean| and deviation below their thresholds, or the smallest root mean square.</summary>
public sealed class ActivationImportance(ActivationStatistics statistics) : IImportance
{
    public double[] Score(ChannelGroup group) => Array.ConvertAll(group.Units, unit =>
    {
        UnitStatistics s = statistics.Of(unit) ?? default;
        return Math.Sqrt(s.Mean * s.Mean + s.Deviation * s.Deviation);
    });

    public bool[] BelowThreshold(ChannelGroup group, PruningOptions options) => Array.ConvertAll(group.Units, unit =>
    {
        UnitStatistics s = statistics.Of(unit) ?? default;
        return Math.Abs(s.Mean) < (options.MeanThreshold ?? double.PositiveInfinity) && s.Deviation < (options.StdThreshold ?? double.PositiveInfinity);
    });
}
