using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;
using NNCompress.Pruning;
using NNCompress.Tests.Compression;

namespace NNCompress.Tests.Pruning;

public class InputSelectionTests
{
    private static readonly ManagedEngine Engine = new(1);

    [Theory]
    [InlineData("dense chain")]
    [InlineData("matmul and add")]
    [InlineData("fashion-mlp-300-150.onnx")]
    public void The_gather_changes_nothing_and_picked_features_leave_as_if_they_were_zero(string name)
    {
        Network network = ZeroedEqualsRemovedTests.Load(name), prepared = InputSelection.AddTo(network);
        Dataset data = ZeroedEqualsRemovedTests.Noise(network, 32);
        Assert.Equal(Engine.Evaluate(network, data).Scores, Engine.Evaluate(prepared, data).Scores);
        Assert.Equal(network.ParameterCount, prepared.ParameterCount);
        Assert.Equal(network.ToBytes(), InputSelection.Tidy(prepared).ToBytes());

        Dependencies dependencies = Dependencies.Of(prepared, pruneInputs: true);
        ChannelGroup inputs = dependencies.Groups.Single(g => g.PicksInputs);
        Assert.Equal(data.SampleLength, inputs.Units.Length);
        Network pruned = Surgery.Remove(dependencies, inputs.Units.Where((_, i) => i % 3 == 1).ToHashSet());
        Assert.True(pruned.ParameterCount < network.ParameterCount);
        float[] zeroed = [.. data.Inputs.Select((v, i) => i % data.SampleLength % 3 == 1 ? 0 : v)];
        float[] expected = Engine.Evaluate(network, new Dataset("zeroed", data.SampleShape, zeroed, null, data.Scaling)).Scores;
        Assert.All(expected.Zip(Engine.Evaluate(OnnxFile.Parse(pruned.ToBytes(), "p.onnx"), data).Scores), p => Assert.Equal(p.First, p.Second, 3));
        Assert.Same(pruned, InputSelection.Tidy(pruned));
    }

    [Fact]
    public void Without_the_wish_the_features_are_locked_and_with_it_every_method_may_take_them()
    {
        Network prepared = InputSelection.AddTo(SyntheticProblem.Network());
        Assert.Equal("the network's input", Dependencies.Of(prepared).Groups.Single(g => g.PicksInputs).Locked);
        Dependencies dependencies = Dependencies.Of(prepared, pruneInputs: true);
        Dataset data = SyntheticProblem.Data(300, seed: 5, noise: 0.5f);
        foreach (PruningMethod method in new[] { PruningMethod.Reconstruct, PruningMethod.Activation, PruningMethod.Magnitude, PruningMethod.Apoz, PruningMethod.Taylor, PruningMethod.Random, PruningMethod.FirstK })
        {
            PruningOutcome outcome = new Pruner(Engine, dependencies, data, new QuietReporter()).Prune(new PruningOptions { Method = method, Ratio = 0.6 });
            Assert.True(outcome.Network.ParameterCount <= 0.4 * prepared.ParameterCount, $"{method}: {outcome.Network.ParameterCount} of {prepared.ParameterCount}");
            Assert.True(method == PruningMethod.Reconstruct || outcome.Network.Constant("nncompress_inputs")!.Length < 16, $"{method} left the inputs alone");
        }
    }

    [Fact]
    public void Magnitude_ranks_a_feature_by_its_weights_times_its_deviation()
    {
        Network prepared = InputSelection.AddTo(SyntheticProblem.Network());
        Dependencies dependencies = Dependencies.Of(prepared, pruneInputs: true);
        Dataset data = SyntheticProblem.Data(300, seed: 5, noise: 0.5f);
        // Feature 3 never changes; feature 5 changes most.
        float[] x = [.. data.Inputs.Select((v, i) => (i % 16) switch { 3 => 2, 5 => 20 * v, _ => v })];
        ActivationStatistics statistics = ActivationStatistics.Collect(Engine, dependencies, new Dataset("x", data.SampleShape, x, null, data.Scaling));
        double[] scores = new MagnitudeImportance(prepared, MagnitudeNorm.L2, statistics).Score(dependencies.Groups.Single(g => g.PicksInputs));
        Assert.Equal(3, Array.IndexOf(scores, scores.Min()));
        Assert.Equal(5, Array.IndexOf(scores, scores.Max()));
    }

    [Fact]
    public void What_a_removed_feature_gives_on_average_stays_in_the_bias()
    {
        Dependencies dependencies = Dependencies.Of(InputSelection.AddTo(SyntheticProblem.Network()), pruneInputs: true);
        Dataset data = SyntheticProblem.Data(300, seed: 5, noise: 0.5f);
        float[] x = [.. data.Inputs.Select((v, i) => i % 16 == 3 ? 2 + (i % 32 < 16 ? 0.1f : -0.1f) : v)];
        Dataset shifted = new("x", data.SampleShape, x, null, data.Scaling);
        PruningPlan plan = new() { Method = PruningMethod.Magnitude, Groups = [new GroupCut("nncompress_inputs", 16, [3])] };
        Network pruned = new Pruner(Engine, dependencies, shifted, new QuietReporter()).Replay(plan, "plan").Network;
        float[] w = dependencies.Network.Constant("w1")!.Floats, before = dependencies.Network.Constant("b1")!.Floats, after = pruned.Constant("b1")!.Floats;
        for (int i = 0; i < before.Length; i++)
            Assert.Equal(before[i] + (2 * w[(i * 16) + 3]), after[i], 4);
    }

    [Theory]
    [InlineData("residual")]
    [InlineData("fashion-lenet.onnx")]
    public void Pictures_that_a_convolution_reads_are_left_alone(string name)
    {
        Network network = ZeroedEqualsRemovedTests.Load(name);
        Assert.Same(network, InputSelection.AddTo(network));
    }

    [Fact]
    public void A_gather_of_channels_picks_no_inputs()
    {
        Network network = new GraphBuilder().Input("x", -1, 8).Constant("w1", [6, 8]).Constant("i", [4], [0L, 2, 2, 5]).Constant("w2", [3, 4])
            .Node("Gemm", ["x", "w1"], ["h"], ("transB", 1)).Node("Gather", ["h", "i"], ["p"], ("axis", 1)).Node("Gemm", ["p", "w2"], ["y"], ("transB", 1)).Output("y").Build();
        Dependencies dependencies = Dependencies.Of(network, pruneInputs: true);
        Assert.All(dependencies.Groups, g => Assert.False(g.PicksInputs));
        // Channel 2 is read twice, channels 1, 3 and 4 by nobody.
        ChannelGroup read = Assert.Single(dependencies.Groups, g => g.Locked is null);
        Assert.Equal([0, 1, 1, 2], dependencies.Layers[^1].InUnits.Select(u => Array.IndexOf(read.Units, u)));
        Network pruned = Surgery.Remove(dependencies, new HashSet<int> { read.Units[0] });
        Assert.Equal([1, 1, 4], pruned.Constant("i")!.Integers);
    }
}
