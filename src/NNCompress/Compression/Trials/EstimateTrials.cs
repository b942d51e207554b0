using NNCompress.Models;

namespace NNCompress.Compression.Trials;

/// <summary>Estimates of networks that have been run before.</summary>
internal static class EstimateTrials
{
    /// <param name="cache">Of the run.</param>
    /// <param name="kind">Which estimate.</param>
    /// <param name="decoded">The network.</param>
    /// <param name="estimate">Makes it.</param>
    public static DropEstimate Estimate(this TrialCache cache, string kind, Network decoded, Func<DropEstimate> estimate) =>
        cache == TrialCache.None ? estimate() : cache.Get(TrialCache.Key(kind, decoded.Digest()), estimate, Write, Read);

    private static void Write(BinaryWriter writer, DropEstimate estimate)
    {
        writer.Write(estimate.Drop);
        writer.Write(estimate.StandardError);
        writer.Write(estimate.Divergence);
        writer.Write(estimate.Disagreement);
    }

    private static DropEstimate Read(BinaryReader reader) => new(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
}
