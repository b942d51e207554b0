using NNCompress.Engines.Managed.Matrices;

namespace NNCompress.Engines.Managed;

/// <summary>
/// Finds room for values at planning time, in one piece of memory: values that are never there at the same time may lie at the same place. The largest are placed first, each as low
/// as it goes (Pisarchyk &amp; Lee, "Efficient Memory Management for Deep Neural Net Inference", 2020, greedy by size for offsets).
/// </summary>
internal sealed class ActivationLayout
{
    private const int Line = 16, PageLines = 64;

    private readonly List<Lifetime> buffers = [];
    private int time;

    /// <summary>A number for a value that is there from now on.</summary>
    /// <param name="length">Elements.</param>
    public int Take(int length)
    {
        buffers.Add(new Lifetime(length, ++time, int.MaxValue));
        return buffers.Count - 1;
    }

    /// <summary>The value is not needed any more.</summary>
    public void Give(int buffer) => buffers[buffer] = buffers[buffer] with { End = ++time };

    /// <summary>Where each begins, in elements, and how many there are in all. Kernels may write a little past the end of what they compute; there is room for that.</summary>
    public (IReadOnlyList<long> Offsets, long Length) Place()
    {
        long[] offsets = new long[buffers.Count];
        List<int> placed = [];
        long all = 0;
        foreach (int buffer in Enumerable.Range(0, buffers.Count).OrderByDescending(b => buffers[b].Length))
        {
            long start = 0;
            foreach (int other in placed.Where(p => buffers[p].Meets(buffers[buffer])).OrderBy(p => offsets[p]))
            {
                if (offsets[other] - start >= Room(buffer))
                    break;
                start = Math.Max(start, offsets[other] + Room(other));
            }
            offsets[buffer] = start;
            placed.Add(buffer);
            all = Math.Max(all, start + Room(buffer));
        }
        for (int buffer = 0; buffer < offsets.Length; buffer++)
            offsets[buffer] += Stagger(buffer);
        return (offsets, all);
    }

    private long Room(int buffer) => ((buffers[buffer].Length + AlignedBuffer.Slack + Line - 1L) / Line * Line) + (IsLong(buffer) ? PageLines * Line : 0);

    // Loads wait for earlier stores at the same place of another page: long values, often walked side by side, begin at different ones.
    private int Stagger(int buffer) => IsLong(buffer) ? buffer * 21 % PageLines * Line : 0;

    private bool IsLong(int buffer) => buffers[buffer].Length >= 4 * PageLines * Line;

    /// <param name="Length">Elements.</param>
    /// <param name="Start">When the value begins to be there.</param>
    /// <param name="End">When it is no longer needed.</param>
    private readonly record struct Lifetime(int Length, int Start, int End)
    {
        public bool Meets(Lifetime other) => Start < other.End && other.Start < End;
    }
}
