using NNCompress.Models;
using NNCompress.Pruning;

namespace NNCompress.Tests.Pruning;

public sealed class RankedRemovalTests
{
    [Fact]
    public void The_lowest_score_for_each_parameter_leaves_first_across_layers()
    {
        // Neurons of w1 hold 12 + 1 + 10 parameters, those of w2 16 + 1 + 4.
        Dependencies dependencies = Dependencies.Of(Topologies.Dense());
        ChannelGroup first = dependencies.Groups[0], second = dependencies.Groups[1];
        RankedRemoval removal = new(dependencies, [first, second]);
        double[] Score(ChannelGroup group) => group == first ? [.. Enumerable.Range(1, 16).Select(i => 23.0 * i)] : [.. Enumerable.Range(0, 10).Select(i => i == 4 ? 1.0 : 1e6)];
        removal.Until(0.01, Score);
        Assert.Equal([second.Units[4]], removal.Removed);
        removal.Until(0.1, Score);
        Assert.Equal([second.Units[4], first.Units[0]], removal.Removed);
        Assert.Equal(Surgery.Remove(dependencies, removal.Removed).ParameterCount, Math.Round((1 - removal.Share) * dependencies.Network.ParameterCount));
    }

    [Fact]
    public void The_last_channel_of_a_group_stays()
    {
        Dependencies dependencies = Dependencies.Of(Topologies.Dense());
        ChannelGroup[] free = [.. dependencies.Groups.Where(g => g.Locked is null)];
        RankedRemoval removal = new(dependencies, free);
        removal.Until(0.999, g => [.. g.Units.Select(u => (double)u)]);
        Network least = Surgery.Remove(dependencies, removal.Removed);
        Assert.Equal([1, 1], free.Select(g => g.Units.Count(u => !removal.Removed.Contains(u))));
        Assert.Equal([1, 12], least.Constant("w1")!.Shape);
        ChannelGroup group = free[0];
        Assert.False(removal.Remove(group, group.Units.Single(u => !removal.Removed.Contains(u))));
    }
}
