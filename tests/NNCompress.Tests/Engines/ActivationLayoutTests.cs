using NNCompress.Engines.Managed;
using NNCompress.Engines.Managed.Matrices;

namespace NNCompress.Tests.Engines;

public class ActivationLayoutTests
{
    [Fact]
    public void ValuesThatAreThereAtTheSameTimeDoNotOverlap()
    {
        Random random = new(7);
        ActivationLayout layout = new();
        List<(int Length, int Start, int End)> lifetimes = [];
        List<int> open = [];
        int time = 0;
        for (int step = 0; step < 400; step++)
        {
            int length = random.Next(3) == 0 ? random.Next(1, 40) : random.Next(1, 40_000);
            Assert.Equal(lifetimes.Count, layout.Take(length));
            open.Add(lifetimes.Count);
            lifetimes.Add((length, time++, int.MaxValue));
            for (int gone = random.Next(0, 3); gone > 0 && open.Count > 0; gone--)
            {
                int buffer = open[random.Next(open.Count)];
                open.Remove(buffer);
                layout.Give(buffer);
                lifetimes[buffer] = lifetimes[buffer] with { End = time++ };
            }
        }
        (IReadOnlyList<long> offsets, long whole) = layout.Place();
        for (int a = 0; a < lifetimes.Count; a++)
        {
            Assert.Equal(0, offsets[a] % 16);
            Assert.InRange(offsets[a], 0, whole - lifetimes[a].Length - AlignedBuffer.Slack);
            for (int b = 0; b < a; b++)
            {
                bool meet = lifetimes[a].Start < lifetimes[b].End && lifetimes[b].Start < lifetimes[a].End;
                bool apart = offsets[a] + lifetimes[a].Length + AlignedBuffer.Slack <= offsets[b] || offsets[b] + lifetimes[b].Length + AlignedBuffer.Slack <= offsets[a];
                Assert.True(!meet || apart, $"buffers {a} and {b} overlap");
            }
        }
    }

    [Fact]
    public void AChainTakesWhatItsTwoLargestNeighboursTake()
    {
        // Each value is read once, to make the next.
        int[] lengths = [800_000, 100_000, 400_000, 100_000, 800_000];
        ActivationLayout layout = new();
        int before = layout.Take(lengths[0]);
        foreach (int length in lengths[1..])
        {
            int next = layout.Take(length);
            layout.Give(before);
            before = next;
        }
        // What is beyond it: room past the end of each, and a page by which long ones are moved.
        Assert.InRange(layout.Place().Length, 900_000, 900_000 + (2 * 2_048));
    }
}
