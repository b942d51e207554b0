namespace NNCompress.Pruning;

/// <summary>Average percentage of zeros (Hu et al. 2016): channels that are zero most often leave first.</summary>
public sealed class ApozImportance(ActivationStatistics statistics) : IImportance
{
    public double[] Score(ChannelGroup group) => Array.ConvertAll(group.Units, unit => 1 - (statistics.Of(unit)?.Zeros ?? 1));

    public bool[] BelowThreshold(ChannelGroup group, PruningOptions options) =>
        Array.ConvertAll(group.Units, unit => (statistics.Of(unit)?.Zeros ?? 1) >= options.Threshold);
}
