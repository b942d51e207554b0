namespace NNCompress.Pruning;

/// <summary>The controls that a method must beat: the first channels leave first, or a seeded lot decides.</summary>
public sealed class ControlImportance(bool random, int seed) : IImportance
{
    public double[] Score(ChannelGroup group)
    {
        int[] order = [.. Enumerable.Range(0, group.Units.Length)];
        if (random)
            new Random(HashCode(group.Name) ^ seed).Shuffle(order);
        return Array.ConvertAll(order, o => (double)o);
    }

    public bool[] BelowThreshold(ChannelGroup group, PruningOptions options) => new bool[group.Units.Length];

    /// <summary>The same on every run, unlike the framework's (FNV-1a).</summary>
    private static int HashCode(string text) => text.Aggregate(unchecked((int)2166136261), (hash, c) => unchecked((hash ^ c) * 16777619));
}
