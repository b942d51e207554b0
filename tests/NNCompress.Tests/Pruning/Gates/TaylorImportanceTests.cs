using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Engines.Training;
using NNCompress.Models;
using NNCompress.Pruning;
using NNCompress.Pruning.Gates;
using NNCompress.Tests.Compression;

namespace NNCompress.Tests.Pruning.Gates;

public sealed class TaylorImportanceTests
{
    private static readonly ManagedEngine Engine = new(1);

    [Fact]
    public void The_score_is_the_root_mean_square_of_what_the_loss_gains_by_a_gate()
    {
        Network network = SyntheticProblem.Network();
        Dataset data = SyntheticProblem.Data(64, seed: 3, noise: 1.5f);
        Dependencies dependencies = Dependencies.Of(network);
        ChannelGroup group = dependencies.Groups.Single(g => g.Locked is null);
        double[] scores = TaylorImportance.Measure(Engine, dependencies, data, 0, new QuietReporter()).Score(group);

        // By central differences of the loss of each mini-batch of 32, one gate after the other.
        GatedNetwork gated = GatedNetwork.Of(dependencies);
        double[] expected = new double[scores.Length];
        for (int i = 0; i < expected.Length; i++)
        {
            double squares = new[] { 0, 32 }.Sum(start => Math.Pow((Loss(i, 1.01f, start) - Loss(i, 0.99f, start)) / 0.02, 2));
            expected[i] = Math.Sqrt(squares / 2);
        }
        double mean = expected.Average();
        Assert.All(expected.Zip(scores), p => Assert.Equal(p.First / mean, p.Second, 0.02));
        Assert.Equal(1, scores.Average(), 1e-9);

        double Loss(int gate, float value, int start)
        {
            gated.Set(gated.Gates[0], [.. Enumerable.Range(0, expected.Length).Select(i => i == gate ? value : 1f)]);
            return Validation.Of(Engine, gated.Network, new TrainingSet(data.Range(start, 32)), LossKind.CrossEntropy, default).Loss;
        }
    }

    [Fact]
    public void Channels_that_hardly_matter_leave_first_and_the_ratio_is_reached()
    {
        Network network = SyntheticProblem.Network();
        // A fifth of the hidden neurons is hardly read.
        Tensor w2 = network.Constant("w2")!;
        network.Replace(new Tensor("w2", w2.Shape, [.. w2.Floats.Select((w, i) => i % 48 % 5 == 2 ? w * 1e-3f : w)]));
        Pruner pruner = new(Engine, Dependencies.Of(network), SyntheticProblem.Data(400, seed: 3, noise: 1.5f), new QuietReporter());
        PruningOutcome outcome = pruner.Prune(new PruningOptions { Method = PruningMethod.Taylor, Ratio = 0.19 });
        Assert.Equal(PruningMethod.Taylor, outcome.Plan.Method);
        Assert.InRange(1 - ((double)outcome.Network.ParameterCount / network.ParameterCount), 0.19, 0.22);
        int[] removed = [.. outcome.Plan.Groups.Single().Removed], weak = [.. Enumerable.Range(0, 48).Where(i => i % 5 == 2)];
        Assert.Superset(removed.ToHashSet(), weak.Concat(removed).ToHashSet());
        Assert.All(removed.Take(9), i => Assert.Contains(i, weak));
        Assert.NotEmpty(pruner.Prune(new PruningOptions { Method = PruningMethod.Taylor, Threshold = 0.01 }).Plan.Groups.Single().Removed);
    }

    [Fact]
    public void Every_free_group_of_every_topology_gets_finite_scores()
    {
        foreach ((string name, Func<Network> make) in Topologies.All.Where(t => !BlockTopologies.All.ContainsKey(t.Key)))
        {
            Network network = make();
            Dataset data = ZeroedEqualsRemovedTests.LabelledNoise(network, 64);
            Dependencies dependencies = Dependencies.Of(network);
            TaylorImportance taylor = TaylorImportance.Measure(Engine, dependencies, data, 0, new QuietReporter());
            double[] scores = [.. dependencies.Groups.Where(g => g.Locked is null).SelectMany(taylor.Score)];
            Assert.True(scores.All(double.IsFinite) && scores.Count(s => s > 0) > scores.Length / 2, name);
        }
    }

    [Fact]
    public void Data_without_labels_and_engines_without_gradients_are_refused()
    {
        Dependencies dependencies = Dependencies.Of(SyntheticProblem.Network());
        Dataset data = SyntheticProblem.Data(40, seed: 3, noise: 1), inputs = new("inputs.npy", data.SampleShape, data.Inputs, null, data.Scaling);
        NncException unlabelled = Assert.Throws<NncException>(() => new Pruner(Engine, dependencies, inputs, new QuietReporter()).Prune(new PruningOptions { Method = PruningMethod.Taylor, Ratio = 0.5 }));
        Assert.Equal(("NNC1060", "inputs.npy"), (unlabelled.Code, unlabelled.Path));
        NncException engine = Assert.Throws<NncException>(() => TaylorImportance.Measure(new Runner(), dependencies, data, 0, new QuietReporter()));
        Assert.Equal("NNC1061", engine.Code);
        Assert.Contains("'runner'", engine.Message, StringComparison.Ordinal);
    }

    private sealed class Runner : IEngine
    {
        public string Name => "runner";

        public Predictions Evaluate(Network network, Dataset data, IProgress<double>? progress = null, CancellationToken cancellation = default) => Engine.Evaluate(network, data, progress, cancellation);

        public void Observe(Network network, Dataset data, IReadOnlyCollection<string> values, ActivationObserver observer, IProgress<double>? progress = null, CancellationToken cancellation = default) =>
            Engine.Observe(network, data, values, observer, progress, cancellation);
    }
}
