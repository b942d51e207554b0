using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;
using NNCompress.Pruning;
using NNCompress.Tests.Engines;
using Xunit.Abstractions;

namespace NNCompress.Tests.Pruning;

public sealed class MethodTests(ITestOutputHelper output)
{
    private static readonly QuietReporter Reporter = new();

    [Theory]
    [InlineData(PruningMethod.Reconstruct)]
    [InlineData(PruningMethod.Magnitude)]
    [InlineData(PruningMethod.Activation)]
    [InlineData(PruningMethod.Apoz)]
    [InlineData(PruningMethod.Taylor)]
    [InlineData(PruningMethod.FirstK)]
    [InlineData(PruningMethod.Random)]
    public void Ratio_is_reached_and_hardly_passed(PruningMethod method)
    {
        Network network = Topologies.Dense();
        Pruner pruner = new(new ManagedEngine(), Dependencies.Of(network), ZeroedEqualsRemovedTests.LabelledNoise(network, 400), Reporter);
        PruningOutcome outcome = pruner.Prune(new PruningOptions { Method = method, Ratio = 0.5 });
        double removed = 1 - (double)outcome.Network.ParameterCount / network.ParameterCount;
        Assert.InRange(removed, 0.5, 0.65);
    }

    [Fact]
    public void Reconstruction_beats_the_other_methods_at_the_same_size()
    {
        Network network = OnnxFile.Load(SampleModels.Path("fashion-mlp-300-150.onnx"));
        Dataset test = FashionTestSet.Load();
        Dataset data = test.Range(0, 3000), judge = test.Range(3000, 7000);
        ManagedEngine engine = new();
        Pruner pruner = new(engine, Dependencies.Of(network), data, Reporter);
        Dictionary<PruningMethod, double> accuracy = [];
        foreach (PruningMethod method in new[] { PruningMethod.Reconstruct, PruningMethod.Magnitude, PruningMethod.Activation, PruningMethod.FirstK, PruningMethod.Taylor })
        {
            Network pruned = pruner.Prune(new PruningOptions { Method = method, Ratio = 0.64 }).Network;
            accuracy[method] = NNCompress.Compression.Accuracy.Percent(engine.Evaluate(pruned, judge), judge);
            output.WriteLine($"{method}: {accuracy[method]:0.00} % at {pruned.ParameterCount} parameters");
        }
        Assert.True(accuracy[PruningMethod.Reconstruct] > 88, "reconstruction keeps the network alive");
        Assert.True(accuracy[PruningMethod.Taylor] > 86, "labels tell what matters, though nothing is repaired");
        Assert.True(accuracy[PruningMethod.Taylor] < accuracy[PruningMethod.Reconstruct]);
        Assert.All(accuracy.Where(a => a.Key is not (PruningMethod.Reconstruct or PruningMethod.Taylor)), a => Assert.True(a.Value < accuracy[PruningMethod.Reconstruct] - 3));
    }

    [Fact]
    public void A_dead_neuron_costs_nothing_and_a_constant_one_is_folded()
    {
        // Neuron 0 is always 0 after the relu, neuron 1 always 2: removing both must not change the outputs.
        float[] w1 = GraphBuilder.Noise(4 * 3, 1), w2 = GraphBuilder.Noise(2 * 4, 2);
        w1.AsSpan(0, 6).Clear();
        Network network = new GraphBuilder().Input("x", -1, 3)
            .Constant("w1", [4, 3], w1).Constant("b1", [4], [-1f, 2f, 0.1f, 0.2f]).Constant("w2", [2, 4], w2).Constant("b2", [2], [0.5f, -0.5f])
            .Node("Gemm", ["x", "w1", "b1"], ["h"], ("transB", 1)).Node("Relu", ["h"], ["a"]).Node("Gemm", ["a", "w2", "b2"], ["y"], ("transB", 1)).Output("y").Build();
        Dataset data = ZeroedEqualsRemovedTests.Noise(network, 200);
        ManagedEngine engine = new();
        float[] before = engine.Evaluate(network, data).Scores;
        foreach (PruningOptions options in new PruningOptions[]
        {
            new() { Method = PruningMethod.Reconstruct, Ratio = 0.46 },
            new() { Method = PruningMethod.Activation, MeanThreshold = 3, StdThreshold = 1e-3 },
        })
        {
            PruningOutcome outcome = new Pruner(engine, Dependencies.Of(network), data, Reporter).Prune(options);
            Assert.Equal([0, 1], Assert.Single(outcome.Plan.Groups).Removed);
            float[] after = engine.Evaluate(outcome.Network, data).Scores;
            Assert.True(before.Zip(after, (a, b) => Math.Abs(a - b)).Max() < 1e-2, $"{options.Method}");
        }
    }

    [Fact]
    public void Activation_thresholds_take_neurons_near_zero_in_mean_and_deviation()
    {
        float[] w1 = new float[3 * 3];
        (w1[0], w1[4], w1[8]) = (0.01f, 1f, 3f);
        Network network = new GraphBuilder().Input("x", -1, 3).Constant("w1", [3, 3], w1).Constant("w2", [2, 3])
            .Node("Gemm", ["x", "w1"], ["h"], ("transB", 1)).Node("Gemm", ["h", "w2"], ["y"], ("transB", 1)).Output("y").Build();
        Pruner pruner = new(new ManagedEngine(), Dependencies.Of(network), ZeroedEqualsRemovedTests.Noise(network, 500), Reporter);
        Assert.Equal([0], Removed(0.2, 0.1));
        Assert.Equal([0, 1], Removed(0.2, 1.5));
        // All would go: the strongest stays.
        Assert.Equal([0, 1], Removed(10, 10));

        IReadOnlyList<int> Removed(double mean, double deviation) =>
            pruner.Prune(new PruningOptions { Method = PruningMethod.Activation, MeanThreshold = mean, StdThreshold = deviation }).Plan.Groups.Single().Removed;
    }

    [Fact]
    public void Bias_norm_takes_small_biases_as_the_lottery_write_up_does()
    {
        Network network = new GraphBuilder().Input("x", -1, 3).Constant("w1", [4, 3]).Constant("b1", [4], [0.5f, -0.0005f, 0.002f, 0f]).Constant("w2", [2, 4])
            .Node("Gemm", ["x", "w1", "b1"], ["h"], ("transB", 1)).Node("Relu", ["h"], ["a"]).Node("Gemm", ["a", "w2"], ["y"], ("transB", 1)).Output("y").Build();
        PruningOutcome outcome = new Pruner(new ManagedEngine(), Dependencies.Of(network), null, Reporter)
            .Prune(new PruningOptions { Method = PruningMethod.Magnitude, Norm = MagnitudeNorm.Bias, Threshold = 0.001 });
        Assert.Equal([1, 3], outcome.Plan.Groups.Single().Removed);
    }

    [Fact]
    public void Weights_that_are_not_numbers_are_named()
    {
        float[] broken = GraphBuilder.Noise(12, 3);
        broken[5] = float.NaN;
        Network network = new GraphBuilder().Input("x", -1, 3).Constant("w1", [4, 3], broken).Constant("w2", [2, 4])
            .Node("Gemm", ["x", "w1"], ["h"], ("transB", 1)).Node("Gemm", ["h", "w2"], ["y"], ("transB", 1)).Output("y").Build();
        Pruner pruner = new(new ManagedEngine(), Dependencies.Of(network), ZeroedEqualsRemovedTests.Noise(network, 50), Reporter);
        NncException error = Assert.Throws<NncException>(() => pruner.Prune(new PruningOptions { Ratio = 0.3 }));
        Assert.Equal("NNC2095", error.Code);
        Assert.Contains("y_node", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_replayed_plan_gives_the_same_network()
    {
        Network network = Topologies.Residual();
        Dataset data = ZeroedEqualsRemovedTests.Noise(network, 300);
        PruningOutcome first = Fresh().Prune(new PruningOptions { Ratio = 0.4 });
        PruningOutcome again = Fresh().Replay(first.Plan, "plan.json");
        Assert.Equal(first.Network.Weights.Select(w => w.Shape), again.Network.Weights.Select(w => w.Shape));
        float[] a = new ManagedEngine().Evaluate(first.Network, data).Scores, b = new ManagedEngine().Evaluate(again.Network, data).Scores;
        Assert.True(a.Zip(b, (x, y) => Math.Abs(x - y)).Max() < 1e-2);

        Pruner Fresh() => new(new ManagedEngine(), Dependencies.Of(network), data, Reporter);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_whatever_the_threads()
    {
        Network network = Topologies.Residual();
        Dataset data = ZeroedEqualsRemovedTests.Noise(network, 300);
        byte[] one = Prune(1), two = Prune(2);
        Assert.Equal(one, two);

        byte[] Prune(int threads) =>
            new Pruner(new ManagedEngine(threads), Dependencies.Of(network), data, Reporter).Prune(new PruningOptions { Ratio = 0.4 }).Network.ToBytes();
    }
}
