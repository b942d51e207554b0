using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;
using NNCompress.Pruning;
using NNCompress.Tests.Engines;
using Xunit.Abstractions;

namespace NNCompress.Tests.Pruning;

public sealed class ReconstructionTests(ITestOutputHelper output)
{
    private static readonly ManagedEngine Engine = new();

    public static TheoryData<string> Names() => ["residual blocks", "inverted bottleneck", "grouped convolution, few groups", "u-net", "squeeze and excite", "heads, three projections", "gated feed-forward"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Beats_magnitude_at_the_same_ratio_on_samples_that_it_has_not_seen(string name)
    {
        Network network = name switch
        {
            "residual blocks" => ResidualBlocks(),
            "inverted bottleneck" => InvertedBottleneck(),
            _ => BlockTopologies.All[name](),
        };
        Dataset data = Smooth(network, 240, seed: 3), held = Smooth(network, 100, seed: 4);
        Dependencies dependencies = Dependencies.Of(network);
        Pruner pruner = new(Engine, dependencies, data, new QuietReporter());
        float[] wanted = Engine.Evaluate(network, held).Scores;
        double reconstructed = Error(PruningMethod.Reconstruct), magnitude = Error(PruningMethod.Magnitude);
        output.WriteLine($"{name}: reconstruct {reconstructed:g3}, magnitude {magnitude:g3} of the outputs' variance");
        Assert.True(reconstructed < 0.7 * magnitude);

        double Error(PruningMethod method)
        {
            Network pruned = pruner.Prune(new PruningOptions { Method = method, Ratio = 0.35 }).Network;
            Assert.InRange(1 - ((double)pruned.ParameterCount / network.ParameterCount), 0.35, 0.6);
            float[] got = Engine.Evaluate(pruned, held).Scores;
            double mean = wanted.Average();
            return wanted.Zip(got, (a, b) => (a - b) * (a - b)).Sum() / wanted.Sum(a => (a - mean) * (a - mean));
        }
    }

    [Fact]
    public void Any_network_stays_within_the_budget_of_memory()
    {
        // The convolutions and dense layers of a residual network of 50 layers, and two that are wider than any.
        (string Weight, int Width)[] layers =
        [
            .. new[] { 64, 128, 256, 512 }.SelectMany((c, stage) => Enumerable.Range(0, 6).SelectMany(i => new[] { ($"{stage}.{i}.1", (4 * c) + 1), ($"{stage}.{i}.2", (9 * c) + 1), ($"{stage}.{i}.3", c + 1) })),
            ("dense", 25089), ("enormous", 1_000_001),
        ];
        IReadOnlySet<string> exact = MomentBudget.Exact(layers);
        Assert.NotEmpty(exact);
        Assert.True(layers.Where(l => exact.Contains(l.Weight)).Sum(l => (long)l.Width * l.Width) <= MomentBudget.MostMoments);
        (string Weight, int Width)[] wide = [.. layers.Where(l => !exact.Contains(l.Weight))];
        Assert.Contains(wide, l => l.Width == 4609);
        IReadOnlyList<IReadOnlyList<(string Weight, int Width)>> passes = MomentBudget.Passes(wide, l => l.Width);
        Assert.Equal(wide, passes.SelectMany(p => p));
        Assert.All(passes, p => Assert.True(p.Sum(l => (long)MomentBudget.Rows(l.Width) * l.Width) <= MomentBudget.MostAtOnce));
        Assert.All(wide, l => Assert.InRange((long)MomentBudget.Rows(l.Width) * l.Width, 1, MomentBudget.MostSampled));
    }

    [Fact]
    public void Sampled_rows_fill_no_more_than_their_share_and_come_from_all_of_the_data()
    {
        Network network = new GraphBuilder().Input("x", -1, 3000).Constant("w", [3000, 4]).Node("MatMul", ["x", "w"], ["y"]).Output("y").Build();
        Layer layer = Dependencies.Of(network).Layers[0];
        int count = 4500;
        Dataset data = new("counted", [3000], [.. Enumerable.Range(0, count * 3000).Select(i => (float)(i / 3000))], null, new Scaling(1, [], []));
        SampledRows? taken = null;
        SampledRows.Collect(Engine, network, data, [(layer, 3001)], (_, rows) => taken = rows, null, default);
        Assert.True(taken!.Values.Length <= MomentBudget.MostSampled);
        Assert.InRange(taken.Count, MomentBudget.Rows(3001) / 2, MomentBudget.Rows(3001));
        Assert.Equal((0f, 1f), (taken.Values[0], taken.Values[3000]));
        Assert.InRange(taken.Values[(taken.Count - 1) * 3001], count - 5, count - 1);
    }

    [Fact]
    public void Factors_of_a_wide_layer_are_the_least_squares_ones()
    {
        Network network = new GraphBuilder().Input("x", -1, 12).Constant("w", [12, 5]).Constant("b", [5]).Node("MatMul", ["x", "w"], ["m"]).Node("Add", ["m", "b"], ["y"]).Output("y").Build();
        Layer layer = Dependencies.Of(network).Layers[0];
        // Unit 0 owns two columns.
        layer = layer with { InUnits = [0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] };
        const int Count = 400;
        float[] noise = GraphBuilder.Noise(Count * 12, 3), rows = new float[Count * 13];
        for (int r = 0; r < Count; r++)
        {
            for (int c = 0; c < 12; c++)
                rows[(r * 13) + c] = 0.5f + noise[(r * 12) + c] + (c > 0 ? 0.8f * noise[(r * 12) + c - 1] : 0);
            rows[(r * 13) + 12] = 1;
        }
        float[] kept = [.. rows];
        double[] rowWeights = [1, 2, 0.5, 1, 3];
        LayerMatrix matrix = new(network, layer);
        ScaledRemoval removal = new(matrix, rows, Count, rowWeights);
        double cost = removal.Cost(3);
        removal.Remove(3);
        Network mended = network.Clone();
        removal.Store(mended);
        Assert.Equal(cost, Error(mended), 0.02 * cost);
        // No other factor does better: each is at its minimum.
        Assert.All(mended.Constant("w")!.Floats.Skip(4 * 5).Take(5), w => Assert.Equal(0, w));
        for (int unit = 0; unit < 11; unit++)
        {
            if (unit == 3)
                continue;
            foreach (float factor in new[] { 0.97f, 1.03f })
            {
                Network moved = mended.Clone();
                Tensor w = moved.Constant("w")!;
                moved.Replace(new Tensor("w", w.Shape, [.. w.Floats.Select((v, i) => layer.InUnits[i / 5] == unit ? factor * v : v)]));
                Assert.True(Error(moved) > 0.999 * Error(mended), $"unit {unit} times {factor}");
            }
        }

        double Error(Network changed)
        {
            LayerMatrix before = new(network, layer), after = new(changed, layer);
            double sum = 0;
            for (int r = 0; r < Count; r++)
            {
                for (int o = 0; o < 5; o++)
                {
                    double d = 0;
                    for (int c = 0; c < 13; c++)
                        d += (after.Values[(o * 13) + c] - before.Values[(o * 13) + c]) * kept[(r * 13) + c];
                    sum += rowWeights[o] * d * d / Count;
                }
            }
            return sum;
        }
    }

    [Fact]
    public void A_wide_layer_is_fitted_without_a_matrix_of_its_inputs()
    {
        const int Count = 500;
        float[] weights = GraphBuilder.Noise(3 * 31, 5);
        float[] noise = GraphBuilder.Noise(Count * 31, 3), teacher = GraphBuilder.Noise(3 * 31, 4), wanted = new float[Count * 3];
        for (int r = 0; r < Count; r++)
        {
            noise[(r * 31) + 30] = 1;
            for (int o = 0; o < 3; o++)
                wanted[(r * 3) + o] = System.Numerics.Tensors.TensorPrimitives.Dot<float>(noise.AsSpan(r * 31, 31), teacher.AsSpan(o * 31, 31));
        }
        WideFit.Improve(weights, 3, 31, hasBias: true, noise, wanted, Count);
        Assert.All(weights.Zip(teacher), p => Assert.Equal(p.Second, p.First, 0.02));
        // What nothing can be learnt from leaves the weights as they are.
        float[] before = [.. weights];
        WideFit.Improve(weights, 3, 31, hasBias: true, noise, GraphBuilder.Noise(Count * 3, 9, 100), 1);
        Assert.Equal(before, weights);
    }

    /// <summary>Two residual blocks and a step to half the size between them, with biases as where batch norms have been folded.</summary>
    private static Network ResidualBlocks()
    {
        GraphBuilder graph = new GraphBuilder().Input("x", -1, 2, 8, 8).Constant("w0", [12, 2, 3, 3]).Constant("b0", [12])
            .Node("Conv", ["x", "w0", "b0"], ["h0"], ("pads", [1, 1, 1, 1])).Node("Relu", ["h0"], ["a0"]);
        for (int block = 1; block <= 2; block++)
        {
            graph.Constant($"u{block}", [16, 12, 3, 3]).Constant($"c{block}", [16]).Constant($"v{block}", [12, 16, 3, 3], 0.1f).Constant($"d{block}", [12])
                .Node("Conv", [$"a{block - 1}", $"u{block}", $"c{block}"], [$"p{block}"], ("pads", [1, 1, 1, 1])).Node("Relu", [$"p{block}"], [$"q{block}"])
                .Node("Conv", [$"q{block}", $"v{block}", $"d{block}"], [$"r{block}"], ("pads", [1, 1, 1, 1])).Node("Add", [$"r{block}", $"a{block - 1}"], [$"s{block}"]).Node("Relu", [$"s{block}"], [$"a{block}"]);
        }
        return graph.Constant("wf", [12, 6]).Constant("bf", [6]).Node("GlobalAveragePool", ["a2"], ["g"]).Node("Flatten", ["g"], ["f"])
            .Node("MatMul", ["f", "wf"], ["z"]).Node("Add", ["z", "bf"], ["y"]).Output("y").Build();
    }

    /// <summary>Widened, depthwise, narrowed, and added to where it came from.</summary>
    private static Network InvertedBottleneck() => new GraphBuilder().Input("x", -1, 2, 8, 8).Constant("w0", [8, 2, 3, 3]).Constant("b0", [8]).Constant("w1", [24, 8, 1, 1]).Constant("b1", [24])
        .Constant("wd", [24, 1, 3, 3]).Constant("bd", [24]).Constant("w2", [8, 24, 1, 1]).Constant("b2", [8]).Constant("wf", [8, 6]).Constant("bf", [6])
        .Node("Conv", ["x", "w0", "b0"], ["h0"], ("pads", [1, 1, 1, 1])).Node("Relu", ["h0"], ["a0"]).Node("Conv", ["a0", "w1", "b1"], ["h1"]).Node("Clip", ["h1"], ["a1"])
        .Node("Conv", ["a1", "wd", "bd"], ["h2"], ("group", 24), ("pads", [1, 1, 1, 1])).Node("Relu", ["h2"], ["a2"]).Node("Conv", ["a2", "w2", "b2"], ["h3"]).Node("Add", ["a0", "h3"], ["s"])
        .Node("GlobalAveragePool", ["s"], ["g"]).Node("Flatten", ["g"], ["f"]).Node("MatMul", ["f", "wf"], ["z"]).Node("Add", ["z", "bf"], ["y"]).Output("y").Build();

    /// <summary>Noise whose neighbours are alike, as in pictures.</summary>
    private static Dataset Smooth(Network network, int count, int seed)
    {
        int[] shape = network.Inputs[0].Shape![1..];
        int size = shape.Aggregate(1, (a, b) => a * b);
        float[] noise = GraphBuilder.Noise(count * size, seed);
        for (int i = 1; i < noise.Length; i++)
            noise[i] = (0.7f * noise[i - 1]) + (0.7f * noise[i]);
        return new Dataset("smooth", shape, noise, null, new Scaling(1, [], []));
    }
}
