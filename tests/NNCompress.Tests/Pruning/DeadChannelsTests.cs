using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;
using NNCompress.Pruning;

namespace NNCompress.Tests.Pruning;

/// <summary>Channels without weights leave, and nobody notices.</summary>
public sealed class DeadChannelsTests
{
    private static readonly ManagedEngine Engine = new(1);

    public static TheoryData<string> Names() => [.. Topologies.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Emptied_channels_leave_and_the_outputs_stay(string name)
    {
        Network network = Topologies.All[name]();
        Dependencies dependencies = Dependencies.Of(network);
        // By turns a channel that nobody reads, and one that is given nothing.
        foreach (ChannelGroup group in dependencies.Groups.Where(g => g.Locked is null))
        {
            for (int i = 0; i < group.Units.Length; i += 3)
            {
                foreach (Layer layer in i % 2 == 0 ? group.Consumers : group.Producers)
                    Clear(network, layer, group.Units[i], columns: i % 2 == 0);
            }
        }
        Dataset data = ZeroedEqualsRemovedTests.Noise(network, 64);
        (Network smaller, IReadOnlyList<PruningPlan> plans) = DeadChannels.Remove(Engine, network, data, pruneInputs: false, CancellationToken.None);
        Assert.True(smaller.ParameterCount < network.ParameterCount);
        float[] before = Engine.Evaluate(network, data).Scores, after = Engine.Evaluate(smaller, data).Scores;
        Assert.All(before.Zip(after), p => Assert.Equal(p.First, p.Second, 1e-4));

        PruningPlan whole = plans.Skip(1).Aggregate(plans[0], (plan, next) => plan.Then(next));
        Network replayed = Surgery.Remove(dependencies, whole.Resolve(dependencies, name));
        Assert.Equal(smaller.Weights.Select(w => (w.Name, string.Join('x', w.Shape))), replayed.Weights.Select(w => (w.Name, string.Join('x', w.Shape))));
    }

    [Fact]
    public void A_layer_that_is_empty_altogether_keeps_one_channel()
    {
        Network network = Topologies.Dense();
        Tensor w = network.Constant("w2")!;
        network.Replace(new Tensor("w2", w.Shape, new float[w.Length]));
        Dataset data = ZeroedEqualsRemovedTests.Noise(network, 16);
        (Network smaller, _) = DeadChannels.Remove(Engine, network, data, pruneInputs: false, CancellationToken.None);
        Assert.Equal([1, 1], smaller.Constant("w2")!.Shape);
        Assert.All(Engine.Evaluate(network, data).Scores.Zip(Engine.Evaluate(smaller, data).Scores), p => Assert.Equal(p.First, p.Second, 1e-5));
    }

    [Fact]
    public void A_network_without_dead_channels_stays_as_it_is()
    {
        Network network = Topologies.Dense();
        (Network same, IReadOnlyList<PruningPlan> plans) = DeadChannels.Remove(Engine, network, ZeroedEqualsRemovedTests.Noise(network, 16), pruneInputs: false, CancellationToken.None);
        Assert.Empty(plans);
        Assert.Equal(network.ToBytes(), same.ToBytes());
    }

    private static void Clear(Network network, Layer layer, int unit, bool columns)
    {
        Tensor tensor = network.Constant(layer.Weight)!;
        int axis = columns ? layer.InAxis : layer.OutAxis, inner = tensor.Shape.Skip(axis + 1).Aggregate(1, (p, d) => p * d);
        int[] units = columns ? layer.InUnits : layer.OutUnits;
        network.Replace(new Tensor(tensor.Name, tensor.Shape, [.. tensor.Floats.Select((v, i) => units[i / inner % tensor.Shape[axis]] == unit ? 0 : v)], tensor.Type));
    }
}
