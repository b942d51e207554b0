using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;
using NNCompress.Pruning;

namespace NNCompress.Tests.Pruning;

public sealed class KernelMomentsTests
{
    /// <summary>Pictures as large as the kernel: each sample is one patch.</summary>
    [Theory]
    [InlineData(4, 4, 1)]
    [InlineData(4, 8, 1)]
    [InlineData(6, 6, 2)]
    public void They_are_those_of_each_kernels_own_channels(int channels, int kernels, int perGroup)
    {
        int groups = channels / perGroup, size = perGroup * 9, count = 50;
        Network network = new GraphBuilder().Input("x", -1, channels, 3, 3).Constant("u", [channels, channels, 1, 1]).Constant("w", [kernels, perGroup, 3, 3]).Constant("v", [2, kernels, 1, 1])
            .Node("Conv", ["x", "u"], ["r"]).Node("Conv", ["r", "w"], ["h"], ("group", groups)).Node("Conv", ["h", "v"], ["c"]).Node("Flatten", ["c"], ["y"]).Output("y").Build();
        Dataset data = new("noise", [channels, 3, 3], GraphBuilder.Noise(count * channels * 9, 3), null, new Scaling(1, [], []));
        float[] read = [];
        new ManagedEngine(1).Observe(network, data, ["r"], (_, values, _) => read = [.. read, .. values]);
        Dependencies dependencies = Dependencies.Of(network);
        Layer layer = Assert.Single(KernelMoments.Layers(dependencies));
        double[][] moments = KernelMoments.Collect(new ManagedEngine(1), dependencies, data, Shelf.Unbounded(), long.MaxValue, default).Of(layer);
        Assert.Equal(kernels, moments.Length);
        for (int r = 0; r < kernels; r++)
        {
            int first = r / (kernels / groups) * size;
            double[] expected = new double[(size + 1) * (size + 1)];
            for (int s = 0; s < count; s++)
            {
                double[] x = [.. read.AsSpan((s * channels * 9) + first, size).ToArray().Select(v => (double)v), 1];
                for (int i = 0; i < expected.Length; i++)
                    expected[i] += x[i / (size + 1)] * x[i % (size + 1)] / count;
            }
            Assert.All(expected.Zip(moments[r]), p => Assert.Equal(p.First, p.Second, 1e-9));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5_000)]
    public void Layers_that_are_looked_at_one_after_the_other_and_wait_in_a_file_have_the_same(long mostAtOnce)
    {
        const int Channels = 64;
        Network network = new GraphBuilder().Input("x", -1, 3, 4, 4).Constant("a", [Channels, 3, 1, 1]).Constant("u", [Channels, 1, 3, 3]).Constant("v", [Channels, 1, 5, 5]).Constant("w", [2, Channels, 1, 1])
            .Node("Conv", ["x", "a"], ["q"]).Node("Conv", ["q", "u"], ["r"], ("group", Channels), ("pads", [1, 1, 1, 1])).Node("Relu", ["r"], ["s"])
            .Node("Conv", ["s", "v"], ["h"], ("group", Channels), ("pads", [2, 2, 2, 2])).Node("Conv", ["h", "w"], ["c"])
            .Node("GlobalAveragePool", ["c"], ["p"]).Node("Flatten", ["p"], ["y"]).Output("y").Build();
        Dataset data = new("noise", [3, 4, 4], GraphBuilder.Noise(30 * 3 * 16, 3), null, new Scaling(1, [], []));
        Dependencies dependencies = Dependencies.Of(network);
        ManagedEngine engine = new(1);
        Shelf shelf = new(0);
        KernelMoments expected = KernelMoments.Collect(engine, dependencies, data, Shelf.Unbounded(), long.MaxValue, default);
        KernelMoments actual = KernelMoments.Collect(engine, dependencies, data, shelf, mostAtOnce, default);
        Assert.Equal(Channels * ((10 * 10) + (26 * 26)) * sizeof(double), shelf.FileBytes);
        Layer[] layers = [.. KernelMoments.Layers(dependencies)];
        Assert.Equal(2, layers.Length);
        Assert.All(layers, layer => Assert.Equal(expected.Of(layer), actual.Of(layer)));
    }
}
