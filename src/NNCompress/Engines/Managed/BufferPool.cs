namespace NNCompress.Engines.Managed;

/// <summary>Hands out buffer numbers at planning time, so that values whose lifetimes do not overlap share memory.</summary>
internal sealed class BufferPool
{
    private readonly List<int> lengths = [];
    private readonly List<int> free = [];

    public IReadOnlyList<int> Lengths => lengths;

    /// <summary>The free buffer whose length is nearest, grown where it is too short, or a new one.</summary>
    public int Take(int length)
    {
        if (free.Count == 0)
        {
            lengths.Add(length);
            return lengths.Count - 1;
        }
        int best = free.MinBy(b => Math.Abs((long)lengths[b] - length));
        free.Remove(best);
        lengths[best] = Math.Max(lengths[best], length);
        return best;
    }

    public void Give(int buffer) => free.Add(buffer);
}
