using NNCompress.Compression;
using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;
using NNCompress.Numerics;
using NNCompress.Pruning;
using NNCompress.Tests.Compression;

namespace NNCompress.Tests.Pruning;

public sealed class InputBlocksTests
{
    private const int Channels = 170, Inputs = Channels * 9, Count = 40;

    private static readonly ManagedEngine Engine = new(1);

    [Fact]
    public void Narrow_layers_and_those_on_pictures_have_one_and_others_blocks_of_whole_channels()
    {
        Network network = new GraphBuilder().Input("x", -1, 3, 30, 30).Constant("w", [2000, 2700]).Constant("v", [5, 2000])
            .Node("Flatten", ["x"], ["f"]).Node("Gemm", ["f", "w"], ["h"], ("transB", 1)).Node("Relu", ["h"], ["a"]).Node("Gemm", ["a", "v"], ["y"], ("transB", 1)).Output("y").Build();
        Layer[] layers = [.. Dependencies.Of(network).Layers];
        Assert.Equal([1, 2], layers.Select(l => LayerBlocks.Of(network, l).Count));
        InputBlocks blocks = InputBlocks.Of(Inputs, 9, 1024);
        Assert.Equal([(0, 765), (765, 765)], Enumerable.Range(0, blocks.Count).Select(b => blocks[b]));
        Assert.Equal(2 * 766 * 766, blocks.Size);
        Assert.Equal(3, InputBlocks.Of(6, 2, 1).Count);
    }

    [Fact]
    public void Moments_of_a_wide_layer_are_blocks_of_the_whole_ones_diagonal()
    {
        (Network network, Layer wide, Dataset data) = Problem();
        Dependencies dependencies = Dependencies.Of(network);
        InputBlocks blocks = LayerBlocks.Of(network, wide);
        Assert.Equal(2, blocks.Count);
        double[] moments = SecondMoments.Collect(Engine, dependencies, data).Of(wide)!, means = blocks.Means(moments);
        float[] rows = Read(network, data, "r");
        for (int b = 0; b < blocks.Count; b++)
        {
            (int start, int length) = blocks[b];
            double[] matrix = blocks.Matrix(moments, b);
            for (int i = 0; i < length; i += 7)
            {
                Assert.Equal(Enumerable.Range(0, Count).Average(r => (double)rows[(r * Inputs) + start + i]), means[start + i], 1e-5);
                for (int j = 0; j < length; j += 5)
                    Assert.Equal(Enumerable.Range(0, Count).Average(r => (double)rows[(r * Inputs) + start + i] * rows[(r * Inputs) + start + j]), matrix[(i * (length + 1)) + j], 1e-5);
            }
        }
        Assert.Equal(1, moments[^1]);
    }

    [Fact]
    public void A_wide_layer_behind_a_rounded_one_is_fitted_anew()
    {
        (Network network, Layer wide, Dataset data) = Problem();
        Network changed = network.Clone();
        Tensor before = network.Constant("u")!;
        changed.Replace(new Tensor(before.Name, before.Shape, [.. before.Floats.Select(v => MathF.Round(v * 3) / 3)]));
        double rounded = Error(changed);
        double[] own = new OutputRefit(Engine, Dependencies.Of(network), data, default).Fit(changed, wide, new HashSet<int>());
        Assert.True(Error(changed) < 0.5 * rounded, $"{Error(changed)} after {rounded}");
        Assert.Equal(LayerBlocks.Of(network, wide).Size, own.Length);
        Assert.Equal(1, own[^1]);

        double Error(Network other) => Read(network, data, "c").Zip(Read(other, data, "c"), (a, b) => (a - b) * (double)(a - b)).Sum();
    }

    /// <summary>Pictures as large as the kernel: each sample is one patch.</summary>
    private static (Network Network, Layer Wide, Dataset Data) Problem()
    {
        Network network = new GraphBuilder().Input("x", -1, 4, 3, 3).Constant("u", [Channels, 4, 1, 1]).Constant("w", [6, Channels, 3, 3], 0.05f).Constant("b", [6])
            .Node("Conv", ["x", "u"], ["h"]).Node("Relu", ["h"], ["r"]).Node("Conv", ["r", "w", "b"], ["c"]).Node("Flatten", ["c"], ["y"]).Output("y").Build();
        Dataset data = new("noise", [4, 3, 3], GraphBuilder.Noise(Count * 36, 3), null, Answers.Unscaled);
        return (network, Dependencies.Of(network).Layers[1], data);
    }

    private static float[] Read(Network network, Dataset data, string value)
    {
        float[] read = [];
        Engine.Observe(network, data, [value], (_, values, _) => read = [.. read, .. values]);
        return read;
    }
}
