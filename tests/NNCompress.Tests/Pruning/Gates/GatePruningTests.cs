using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Engines.Training;
using NNCompress.Models;
using NNCompress.Pruning;
using NNCompress.Pruning.Gates;
using NNCompress.Tests.Compression;
using NNCompress.Tests.Engines.Training;
using static NNCompress.Compression.Accuracy;

namespace NNCompress.Tests.Pruning.Gates;

public sealed class GatePruningTests
{
    private static readonly ManagedEngine Engine = new(1);
    private static readonly QuietReporter Reporter = new();
    private static readonly TrainingSet Data = new(SyntheticProblem.Data(600, seed: 12, noise: 1.2f));
    private static readonly Dataset Judge = SyntheticProblem.Data(600, seed: 13, noise: 1.2f);
    private static readonly TrainingOptions Training = GatePruning.Defaults with { Epochs = 6, BatchSize = 32, Seed = 1 };

    [Theory]
    [InlineData(PruningMethod.L1, null)]
    [InlineData(PruningMethod.L1, 0)]
    [InlineData(PruningMethod.L0, null)]
    [InlineData(PruningMethod.L0, 5)]
    [InlineData(PruningMethod.L0, 0)]
    public void A_ratio_is_reached_and_hardly_passed_at_hardly_a_loss(PruningMethod method, int? pushPull)
    {
        Network network = SyntheticProblem.Network();
        byte[] before = network.ToBytes();
        PruningOutcome outcome = GatePruning.Run(Engine, network, Data, null, new GateOptions { Method = method, Ratio = 0.8, PushPull = pushPull }, Training, Reporter);
        Assert.InRange(1 - ((double)outcome.Network.ParameterCount / network.ParameterCount), 0.8, 0.83);
        double was = Percent(Engine.Evaluate(network, Judge), Judge), now = Percent(Engine.Evaluate(outcome.Network, Judge), Judge);
        Assert.True(now > was - 2, $"{was} → {now}");
        Assert.Equal(method, outcome.Plan.Method);
        Assert.Equal(before, network.ToBytes());
    }

    [Fact]
    public void A_price_that_would_close_more_does_not_pass_the_ratio()
    {
        Network network = SyntheticProblem.Network();
        PruningOutcome outcome = GatePruning.Run(Engine, network, Data, null, new GateOptions { Method = PruningMethod.L1, Ratio = 0.5, Lambda = 0.3 }, Training, Reporter);
        Assert.InRange(1 - ((double)outcome.Network.ParameterCount / network.ParameterCount), 0.5, 0.53);
    }

    [Theory]
    [InlineData(PruningMethod.L1, GatePosition.After)]
    [InlineData(PruningMethod.L1, GatePosition.Before)]
    [InlineData(PruningMethod.L0, GatePosition.After)]
    public void A_price_alone_closes_gates_and_a_larger_one_more(PruningMethod method, GatePosition position)
    {
        int[] closed = [.. new[] { 0, 0.02, 0.3 }.Select(lambda => GatePruning.Train(
            Engine, Dependencies.Of(SyntheticProblem.Network()), Data, null, new GateOptions { Method = method, Lambda = lambda, Position = position }, Training, Reporter).Closed.Count)];
        Assert.True(closed[0] < closed[1] && closed[1] < closed[2] && closed[2] < 48, string.Join(", ", closed));
    }

    [Theory]
    [InlineData(PruningMethod.L1)]
    [InlineData(PruningMethod.L0)]
    public void What_is_cut_had_no_part_in_the_trained_network(PruningMethod method)
    {
        TrainingSet data = new(SmallNetworks.Quarters(120));
        TrainedGates trained = GatePruning.Train(
            Engine, Dependencies.Of(SmallNetworks.Conv()), data, data, new GateOptions { Method = method, Ratio = 0.4 }, Training with { Epochs = 3 }, Reporter);
        Assert.NotEmpty(trained.Closed);
        Network folded = trained.Dependencies.Network, cut = GatePruning.Cut(trained, trained.Closed).Network;
        float[] whole = Engine.Evaluate(folded, data.Inputs).Scores, smaller = Engine.Evaluate(cut, data.Inputs).Scores;
        Assert.All(whole.Zip(smaller), p => Assert.Equal(p.First, p.Second, 1e-5));
        // Validation saw the gates that training ended with.
        Assert.Equal(trained.Training.Epochs[^1].ValidationAccuracy, Percent(Engine.Evaluate(folded, data.Inputs), data.Inputs), 1e-9);
    }

    [Fact]
    public void One_training_serves_every_ratio_closed_channels_first()
    {
        TrainedGates trained = GatePruning.Train(
            Engine, Dependencies.Of(SyntheticProblem.Network()), Data, null, new GateOptions { Method = PruningMethod.L1, Ratio = 0.5 }, Training, Reporter);
        Assert.Subset(trained.Closed.ToHashSet(), trained.Choose(0.3).ToHashSet());
        Assert.Superset(trained.Closed.ToHashSet(), trained.Choose(0.7).ToHashSet());
        Assert.Empty(trained.Choose(0));
    }

    [Theory]
    [InlineData(PruningMethod.L1, null, false)]
    [InlineData(PruningMethod.L1, 5, true)]
    [InlineData(PruningMethod.L1, 0, false)]
    [InlineData(PruningMethod.L0, 5, true)]
    public void A_resumed_training_ends_as_one_without_a_break(PruningMethod method, int? pushPull, bool unitNorm)
    {
        Dependencies dependencies = Dependencies.Of(SyntheticProblem.Network());
        GateOptions gates = new() { Method = method, Ratio = 0.6, PushPull = pushPull, UnitNorm = unitNorm };
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using CancellationTokenSource stop = new();
            SilentReporter stopper = new(fraction =>
            {
                if (fraction >= 0.5)
                    stop.Cancel();
            });
            TrainingOptions kept = Training with { Checkpoint = path, Resume = true };
            Assert.Throws<OperationCanceledException>(() => GatePruning.Train(Engine, dependencies, Data, null, gates, kept, stopper, stop.Token));
            TrainedGates resumed = GatePruning.Train(Engine, dependencies, Data, null, gates, kept, Reporter);
            TrainedGates whole = GatePruning.Train(new ManagedEngine(2), dependencies, Data, null, gates, Training, Reporter);
            Assert.Equal(whole.Dependencies.Network.ToBytes(), resumed.Dependencies.Network.ToBytes());
            Assert.Equal(whole.Closed.Order(), resumed.Closed.Order());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Seeds_draw_other_gates()
    {
        byte[] Train(int seed) => GatePruning.Train(
            Engine, Dependencies.Of(SyntheticProblem.Network()), Data, null, new GateOptions { Method = PruningMethod.L0 }, Training with { Epochs = 1, Seed = seed }, Reporter).Dependencies.Network.ToBytes();
        Assert.Equal(Train(1), Train(1));
        Assert.NotEqual(Train(1), Train(2));
    }

    [Fact]
    public void A_layers_own_price_spares_it_or_takes_it_down_to_its_strongest_channel_with_a_warning()
    {
        // SmallNetworks.Conv has one free group: the residual stream of k1 and k2.
        TrainingSet data = new(SmallNetworks.Quarters(120));
        Dependencies dependencies = Dependencies.Of(SmallNetworks.Conv());
        Warnings warnings = new();
        TrainedGates Train(double own) => GatePruning.Train(
            Engine, dependencies, data, null,
            new GateOptions { Method = PruningMethod.L1, Lambda = 10, Reach = 0.5, LayerLambdas = new Dictionary<string, double> { ["k1"] = own } }, Training with { Epochs = 6, BatchSize = 8 }, warnings);
        Assert.Empty(Train(0).Closed);
        Assert.Contains("NNC2102", Assert.Single(warnings.Lines), StringComparison.Ordinal);
        warnings.Lines.Clear();
        TrainedGates emptied = Train(100);
        Assert.Equal(5, emptied.Closed.Count);
        Assert.StartsWith("NNC2099: every gate of 'k1'", Assert.Single(warnings.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_gated_as_asked_is_told()
    {
        Warnings warnings = new();
        TrainingSet data = new(SmallNetworks.Quarters(40));
        GateOptions options = new() { Method = PruningMethod.L1, Ratio = 0.1, Lambda = 0, Position = GatePosition.Before };
        GatePruning.Train(Engine, Dependencies.Of(SmallNetworks.Conv()), data, null, options, Training with { Epochs = 1 }, warnings);
        Assert.StartsWith("NNC2100: the gates of 'k1'", Assert.Single(warnings.Lines), StringComparison.Ordinal);
        warnings.Lines.Clear();
        NncException stranger = Assert.Throws<NncException>(() => GatePruning.Train(
            Engine, Dependencies.Of(SmallNetworks.Conv()), data, null, options with { LayerLambdas = new Dictionary<string, double> { ["k9"] = 1 } }, Training, warnings));
        Assert.Equal("NNC1062", stranger.Code);
        Assert.Contains("k1", stranger.Message, StringComparison.Ordinal);
        GatePruning.Train(
            Engine, Dependencies.Of(GatedNetworkTests.SideBySide()), new TrainingSet(new Dataset("noise", [6], GraphBuilder.Noise(240, 1), [.. Enumerable.Range(0, 40).Select(i => i % 2)], new Scaling(1, [], []))),
            null, options with { Position = GatePosition.After }, Training with { Epochs = 1 }, warnings);
        Assert.Equal(["NNC2098", "NNC2098"], warnings.Lines.Skip(1).Select(l => l[..7]));
    }

    [Fact]
    public void Kernels_keep_their_norms_when_asked()
    {
        Network network = SyntheticProblem.Network();
        double[] before = Norms(network), free = Trained(false), held = Trained(true);
        Assert.All(before.Zip(held), p => Assert.Equal(p.First, p.Second, 1e-4 * p.First));
        Assert.Contains(before.Zip(free), p => Math.Abs(p.First - p.Second) > 0.02 * p.First);

        // Folding leaves what comes into a neuron as it is.
        double[] Trained(bool unitNorm) => Norms(GatePruning.Train(
            Engine, Dependencies.Of(network), Data, null, new GateOptions { Method = PruningMethod.L1, UnitNorm = unitNorm }, Training with { Epochs = 3 }, Reporter).Dependencies.Network);

        static double[] Norms(Network n) => [.. n.Constant("w1")!.Floats.Chunk(16).Select(row => Math.Sqrt(row.Sum(w => (double)w * w)))];
    }

    [Fact]
    public void In_turn_gates_rest_while_weights_learn_and_weights_while_gates_do()
    {
        Network network = SyntheticProblem.Network();
        GatedNetwork gated = GatedNetwork.Of(Dependencies.Of(network));
        Recorder recorder = new(new L1Hook(gated, new GateOptions { Method = PruningMethod.L1, PushPull = 3 }), gated.Gates[0].Constant);
        new Trainer(Engine, Reporter, recorder).Train(gated.Network, new TrainingSet(Data.Inputs.Range(0, 32 * 12)), null, Training with { Epochs = 1 });
        Assert.Equal("www" + "ggg" + "www" + "ggg", recorder.Changed);
    }

    private sealed class Warnings : IReporter
    {
        public List<string> Lines { get; } = [];

        public void Progress(string stage, double fraction, string? detail = null)
        {
        }

        public void Info(string message)
        {
        }

        public void Warning(string code, string? path, string message) => Lines.Add($"{code}: {message}");
    }

    /// <summary>Notes after each step whether the weights (w) or the gates (g) have changed.</summary>
    private sealed class Recorder(ITrainingHook hook, string gate) : ITrainingHook
    {
        private float[] weights = [], gates = [];

        public string Changed { get; private set; } = "";

        public IReadOnlyList<(string Name, Memory<float> Values)> State => hook.State;

        public void Begin(ITrainingRun run, long totalSteps) => hook.Begin(run, totalSteps);

        public void BeforeStep(ITrainingRun run, long step, double learningRate)
        {
            hook.BeforeStep(run, step, learningRate);
            (weights, gates) = (Values(run, false), Values(run, true));
        }

        public void AfterStep(ITrainingRun run, long step, double learningRate)
        {
            hook.AfterStep(run, step, learningRate);
            Changed += weights.SequenceEqual(Values(run, false)) ? "" : "w";
            Changed += gates.SequenceEqual(Values(run, true)) ? "" : "g";
        }

        private float[] Values(ITrainingRun run, bool gates) => [.. run.Parameters.Where(p => p.Name == gate == gates).SelectMany(p => p.Values.ToArray())];
    }
}
