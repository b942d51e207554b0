namespace NNCompress.Tests;

public class FreeSpaceTests
{
    [Fact]
    public void The_shortest_hole_that_is_long_enough_is_taken()
    {
        FreeSpace space = new();
        Assert.Equal([0, 10, 20, 25, 35], new long[] { 10, 10, 5, 10, 1 }.Select(space.Take));
        space.Give(0, 10);
        space.Give(20, 5);
        Assert.Equal(20, space.Take(4));
        Assert.Equal(0, space.Take(6));
        Assert.Equal(6, space.Take(4));
        Assert.Equal(36, space.Take(2));
        Assert.Equal(24, space.Take(1));
    }

    [Fact]
    public void Neighbours_become_one_hole_and_the_end_moves_back()
    {
        FreeSpace space = new();
        foreach (long length in new long[] { 4, 4, 4, 4 })
            space.Take(length);
        space.Give(0, 4);
        space.Give(8, 4);
        space.Give(4, 4);
        Assert.Equal(0, space.Take(12));
        space.Give(0, 12);
        Assert.Equal(16, space.End);
        space.Give(12, 4);
        Assert.Equal(0, space.End);
    }

    /// <summary>Whatever is taken and given back, no two parts overlap.</summary>
    [Fact]
    public void Parts_never_overlap()
    {
        FreeSpace space = new();
        Random random = new(1);
        List<(long Start, long Length)> taken = [];
        for (int i = 0; i < 2000; i++)
        {
            if (taken.Count > 0 && random.Next(2) == 0)
            {
                int at = random.Next(taken.Count);
                space.Give(taken[at].Start, taken[at].Length);
                taken.RemoveAt(at);
                continue;
            }
            long length = random.Next(1, 30), start = space.Take(length);
            Assert.DoesNotContain(taken, t => start < t.Start + t.Length && t.Start < start + length);
            Assert.True(start + length <= space.End);
            taken.Add((start, length));
        }
    }
}
