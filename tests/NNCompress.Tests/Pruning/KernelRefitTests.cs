using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;
using NNCompress.Pruning;

namespace NNCompress.Tests.Pruning;

public sealed class KernelRefitTests
{
    private const int Channels = 6;

    /// <summary>Each channel is scaled and shifted before the layer: its kernel and bias can take that back.</summary>
    [Theory]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void Kernels_take_back_what_happened_before_them(int perGroup, bool keep)
    {
        (Network network, Dataset data) = (Build(perGroup), Data());
        Dependencies dependencies = Dependencies.Of(network);
        Layer layer = Assert.Single(KernelMoments.Layers(dependencies));
        Network changed = Changed(network, 0);
        KernelRefit refit = new(new PairedRows(new ManagedEngine(1), default), dependencies, data, keep);
        Assert.True(refit.Fits(layer));
        double before = Error(network, changed, data);
        double[][] own = refit.Fit(changed, layer, new HashSet<int>());
        Assert.Equal(Channels, own.Length);
        Assert.Equal((9 * perGroup) + 1, (int)Math.Sqrt(own[0].Length));
        double after = Error(network, changed, data);
        Assert.True(after < 0.01 * before, $"{after:g3} after {before:g3}");
        // What is kept of the original is what it was.
        Network again = Changed(network, 0);
        refit.Fit(again, layer, new HashSet<int>());
        Assert.Equal(changed.Constant("w")!.Floats, again.Constant("w")!.Floats);
    }

    [Fact]
    public void Channels_that_stay_are_fitted_to_their_own_outputs()
    {
        (Network network, Dataset data) = (Build(1), Data());
        Dependencies dependencies = Dependencies.Of(network);
        Layer layer = Assert.Single(KernelMoments.Layers(dependencies));
        HashSet<int> removed = [layer.OutUnits[0], layer.OutUnits[3]];
        Network pruned = Surgery.Remove(dependencies, Changed(network, 0), removed), wanted = Surgery.Remove(dependencies, network, removed);
        double before = Error(wanted, pruned, data);
        double[][] own = new KernelRefit(new PairedRows(new ManagedEngine(1), default), dependencies, data, keep: false).Fit(pruned, layer, removed);
        Assert.Equal(Channels - 2, own.Length);
        Assert.True(Error(wanted, pruned, data) < 0.01 * before);
    }

    private static Network Build(int perGroup) => new GraphBuilder().Input("x", -1, 3, 6, 6).Constant("u", [Channels, 3, 1, 1]).Constant("a", [Channels]).Constant("w", [Channels, perGroup, 3, 3])
        .Constant("b", [Channels]).Constant("v", [2, Channels, 1, 1]).Node("Conv", ["x", "u", "a"], ["r"]).Node("Conv", ["r", "w", "b"], ["h"], ("group", Channels / perGroup))
        .Node("Relu", ["h"], ["k"]).Node("Conv", ["k", "v"], ["c"]).Node("Flatten", ["c"], ["y"]).Output("y").Build();

    private static Dataset Data() => new("noise", [3, 6, 6], GraphBuilder.Noise(300 * 108, 3), null, new Scaling(1, [], []));

    /// <summary>The layer before scales each channel otherwise and shifts it.</summary>
    private static Network Changed(Network network, int seed)
    {
        Network changed = network.Clone();
        Tensor u = changed.Constant("u")!, a = changed.Constant("a")!;
        float[] factors = [.. GraphBuilder.Noise(Channels, seed + 9).Select(v => 1 + (0.3f * Math.Abs(v)))];
        changed.Replace(new Tensor("u", u.Shape, [.. u.Floats.Select((v, i) => v * factors[i / 3])]));
        changed.Replace(new Tensor("a", a.Shape, [.. a.Floats.Select((v, i) => (v * factors[i]) + 0.2f)]));
        return changed;
    }

    private static double Error(Network wanted, Network found, Dataset data)
    {
        float[] a = Outputs(wanted), b = Outputs(found);
        return a.Zip(b, (x, y) => ((double)x - y) * (x - y)).Average();

        float[] Outputs(Network network)
        {
            List<float> values = [];
            new ManagedEngine(1).Observe(network, data, ["y"], (_, content, _) => values.AddRange(content));
            return [.. values];
        }
    }
}
