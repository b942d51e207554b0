namespace NNCompress.Pruning;

/// <summary>How much each channel matters.</summary>
public interface IImportance
{
    /// <summary>One score a channel of the group; the lowest leave first.</summary>
    double[] Score(ChannelGroup group);

    /// <summary>Whether a channel with these scores leaves when thresholds decide rather than a ratio.</summary>
    bool[] BelowThreshold(ChannelGroup group, PruningOptions options);
}
