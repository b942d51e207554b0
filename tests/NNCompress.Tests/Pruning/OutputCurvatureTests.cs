using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;
using NNCompress.Numerics;
using NNCompress.Pruning;
using NNCompress.Tests.Compression;

namespace NNCompress.Tests.Pruning;

public sealed class OutputCurvatureTests
{
    private const int Inputs = 6, Hidden = 5, Classes = 3, Samples = 64;

    [Fact]
    public void A_dense_layer_behind_relu_is_seen_through_the_samples_that_pass_it()
    {
        Network network = new GraphBuilder().Input("x", -1, Inputs)
            .Constant("w1", [Hidden, Inputs], 0.5f).Constant("b1", [Hidden], 0.2f).Constant("w2", [Classes, Hidden], 0.7f).Constant("b2", [Classes], 0.1f)
            .Node("Gemm", ["x", "w1", "b1"], ["h"], ("transB", 1)).Node("Relu", ["h"], ["a"]).Node("Gemm", ["a", "w2", "b2"], ["y"], ("transB", 1)).Output("y").Build();
        Dataset data = new("hand", [Inputs], GraphBuilder.Noise(Samples * Inputs, 21), null, Answers.Unscaled);
        double[] expected = new double[Hidden * Hidden];
        float[] w1 = network.Constant("w1")!.Floats, b1 = network.Constant("b1")!.Floats, w2 = network.Constant("w2")!.Floats;
        for (int s = 0; s < Samples; s++)
        {
            bool[] open = [.. Enumerable.Range(0, Hidden).Select(h => b1[h] + Enumerable.Range(0, Inputs).Sum(i => w1[h * Inputs + i] * data.Inputs[s * Inputs + i]) > 0)];
            for (int i = 0; i < Hidden; i++)
            {
                for (int j = 0; j < Hidden; j++)
                    expected[i * Hidden + j] += open[i] && open[j] ? Seen(w2, i, j) / Samples : 0;
            }
        }
        OutputCurvature curvature = Of(network, data, out Dependencies dependencies);
        DiagonalBlocks actual = curvature.Of(dependencies.Layers.Single(l => l.Weight == "w1"));
        Assert.All(Enumerable.Range(0, expected.Length), i => Assert.Equal(expected[i], actual[i / Hidden, i % Hidden], 5));
    }

    [Fact]
    public void Of_the_outputs_what_all_share_does_not_count()
    {
        Network network = new GraphBuilder().Input("x", -1, Inputs).Constant("w", [Classes, Inputs], 0.5f).Constant("b", [Classes], 0.2f)
            .Node("Gemm", ["x", "w", "b"], ["y"], ("transB", 1)).Node("Softmax", ["y"], ["p"]).Output("p").Build();
        OutputCurvature curvature = Of(network, new Dataset("hand", [Inputs], GraphBuilder.Noise(Samples * Inputs, 22), null, Answers.Unscaled), out Dependencies dependencies);
        DiagonalBlocks actual = curvature.Of(dependencies.Layers.Single());
        Assert.All(Enumerable.Range(0, Classes), r => Assert.Equal(0, Enumerable.Range(0, Classes).Sum(c => actual[r, c]), 9));
        Assert.Equal(1 - 1.0 / Classes, actual[0, 0], 9);
    }

    [Fact]
    public void Where_outputs_are_values_an_error_of_all_counts_too()
    {
        Network network = new GraphBuilder().Input("x", -1, Inputs).Constant("w", [Classes, Inputs], 0.5f).Node("Gemm", ["x", "w"], ["y"], ("transB", 1)).Output("y").Build();
        Dataset data = new("hand", [Inputs], GraphBuilder.Noise(Samples * Inputs, 22), null, Answers.Unscaled);
        DiagonalBlocks actual = Of(network, data, out Dependencies dependencies, classes: false).Of(dependencies.Layers.Single());
        Assert.Equal([1, 0, 0, 0, 1, 0, 0, 0, 1], actual.Values(0));
    }

    [Fact]
    public void Of_a_wide_layer_blocks_along_the_diagonal_are_the_same_and_nothing_else_is_held()
    {
        const int Wide = DiagonalBlocks.MostWhole + 10;
        float[] w2 = GraphBuilder.Noise(2 * Wide, 5);
        Network network = new GraphBuilder().Input("x", -1, Inputs).Constant("w1", [Wide, Inputs], 0.5f).Constant("b1", [Wide], 0.2f).Constant("w2", [2, Wide], w2)
            .Node("Gemm", ["x", "w1", "b1"], ["h"], ("transB", 1)).Node("Gemm", ["h", "w2"], ["y"], ("transB", 1)).Output("y").Build();
        Dataset data = new("hand", [Inputs], GraphBuilder.Noise(Samples * Inputs, 22), null, Answers.Unscaled);
        DiagonalBlocks actual = Of(network, data, out Dependencies dependencies, classes: false).Of(dependencies.Layers.Single(l => l.Weight == "w1"));
        Assert.Equal((Wide + DiagonalBlocks.BlockLength - 1) / DiagonalBlocks.BlockLength, actual.Count);
        Assert.Equal(0, actual[0, DiagonalBlocks.BlockLength]);
        foreach ((int i, int j) in new[] { (0, 0), (3, 500), (600, 1000), (Wide - 1, Wide - 2) })
            Assert.Equal((w2[i] * w2[j]) + (w2[Wide + i] * w2[Wide + j]), actual[i, j], 5);
    }

    private static double Seen(float[] w2, int i, int j)
    {
        double sum = 0;
        for (int a = 0; a < Classes; a++)
        {
            for (int b = 0; b < Classes; b++)
                sum += w2[a * Hidden + i] * ((a == b ? 1 : 0) - 1.0 / Classes) * w2[b * Hidden + j];
        }
        return sum;
    }

    private static OutputCurvature Of(Network network, Dataset data, out Dependencies dependencies, bool classes = true)
    {
        dependencies = Dependencies.Of(network);
        return new OutputCurvature(dependencies, SecondMoments.Collect(new ManagedEngine(1), dependencies, data), classes);
    }
}
