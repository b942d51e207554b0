using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Engines.Training;
using NNCompress.Models;
using Xunit.Abstractions;

namespace NNCompress.Tests.Engines.Training;

public class TrainerTests(ITestOutputHelper output)
{
    private static readonly TrainingOptions Options = new() { Epochs = 4, BatchSize = 32, LearningRate = 3e-3, Seed = 5, Schedule = ScheduleKind.Cosine };

    [Fact]
    public void A_small_network_learns_fashion_in_five_epochs()
    {
        string folder = SampleModels.Path("../data/fashion");
        Dataset train = DatasetReader.Read(folder, DataPart.Train, new DataOptions()), test = DatasetReader.Read(folder, DataPart.Test, new DataOptions());
        Assert.Equal((6000, 2000), (train.Count, test.Count));
        Network network = SmallNetworks.Mlp(100);
        SilentReporter reporter = new();
        long start = Environment.TickCount64;
        TrainingResult result = new Trainer(new ManagedEngine(2), reporter).Train(network, new TrainingSet(train), new TrainingSet(test), new TrainingOptions { Epochs = 5 });
        foreach (EpochFigures figures in result.Epochs)
            output.WriteLine(figures.ToString());
        output.WriteLine($"{Environment.TickCount64 - start} ms");
        Assert.InRange(result.Epochs[^1].ValidationAccuracy, 80, 95);
        Assert.True(result.Epochs[^1].Loss < result.Epochs[0].Loss / 1.5, "the loss hardly fell");
        // What the network answers now is what the figures say.
        Assert.Equal(result.Epochs[^1].ValidationAccuracy, FashionTestSet.Accuracy(test, new ManagedEngine(1).Evaluate(network, test)));
        Assert.All(reporter.Told, t => Assert.Equal("train", t.Stage));
        Assert.Equal(reporter.Told.Select(t => t.Fraction).Order(), reporter.Told.Select(t => t.Fraction));
        Assert.Equal(1, reporter.Told[^1].Fraction);
        Assert.Contains("epoch 5/5, loss ", reporter.Told[^1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Attention_over_tokens_learns_a_word()
    {
        Network network = SmallNetworks.Text();
        float[] before = [.. network.Constant("table")!.Floats];
        TrainingResult result = new Trainer(new ManagedEngine(1), new SilentReporter()).Train(
            network, new TrainingSet(SmallNetworks.Sentences(256)), new TrainingSet(SmallNetworks.Sentences(128)), Options with { Epochs = 12, LearningRate = 2e-2 });
        output.WriteLine(result.Epochs[^1].ToString());
        Assert.InRange(result.Epochs[^1].ValidationAccuracy, 95, 100);
        // Words that occur have moved, others stay where they were.
        float[] after = network.Constant("table")!.Floats;
        Assert.NotEqual(before[56..64], after[56..64]);
        Assert.Equal(before[64..], after[64..]);
    }

    [Theory]
    [InlineData(OptimiserKind.Sgd)]
    [InlineData(OptimiserKind.AdamW)]
    public void The_number_of_threads_changes_no_bit(OptimiserKind optimiser)
    {
        // 205 samples: the last batch of an epoch has 13.
        byte[] Train(int threads)
        {
            Network network = SmallNetworks.Conv();
            new Trainer(new ManagedEngine(threads), new SilentReporter())
                .Train(network, new TrainingSet(SmallNetworks.Quarters(205)), null, Options with { Optimiser = optimiser, WeightDecay = 0.01, L1 = 1e-4 });
            return network.ToBytes();
        }
        byte[] one = Train(1);
        Assert.NotEqual(SmallNetworks.Conv().ToBytes(), one);
        Assert.All([1, 2, 3, 7], threads => Assert.Equal(one, Train(threads)));
    }

    [Fact]
    public void Dense_products_that_threads_share_change_no_bit_either()
    {
        // Large enough for the products to be cut into strips.
        Dataset data = new("noise", [28, 28], GraphBuilder.Noise(160 * 784, 3), [.. Enumerable.Range(0, 160).Select(i => i % 10)], new Scaling(1, [], []));
        byte[] Train(int threads)
        {
            Network network = SmallNetworks.Mlp(130);
            new Trainer(new ManagedEngine(threads), new SilentReporter()).Train(network, new TrainingSet(data), null, Options with { BatchSize = 64, Epochs = 2 });
            return network.ToBytes();
        }
        byte[] one = Train(1);
        Assert.All([2, 3, 5], threads => Assert.Equal(one, Train(threads)));
    }

    [Fact]
    public void Another_seed_gives_other_weights()
    {
        Assert.NotEqual(Weights(Options), Weights(Options with { Seed = 6 }));
    }

    [Theory]
    [InlineData(0.3)] // in the second epoch
    [InlineData(0.5)] // with the second epoch
    [InlineData(0.9)] // in the last one
    public void A_run_that_was_cut_off_and_resumed_ends_with_the_same_bits(double at)
    {
        TrainingSet data = new(SmallNetworks.Quarters(205)), validation = new(SmallNetworks.Quarters(50, 2));
        Network whole = SmallNetworks.Conv(), cut = SmallNetworks.Conv(), resumed = SmallNetworks.Conv();
        TrainingResult expected = new Trainer(new ManagedEngine(2), new SilentReporter()).Train(whole, data, validation, Options);
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            TrainingOptions options = Options with { Checkpoint = path, Resume = true };
            using CancellationTokenSource stop = new();
            SilentReporter stopper = new(fraction =>
            {
                if (fraction >= at)
                    stop.Cancel();
            });
            Assert.Throws<OperationCanceledException>(() => new Trainer(new ManagedEngine(1), stopper).Train(cut, data, validation, options, stop.Token));
            Assert.NotEqual(whole.ToBytes(), cut.ToBytes());
            SilentReporter reporter = new();
            TrainingResult result = new Trainer(new ManagedEngine(2), reporter).Train(resumed, data, validation, options);
            Assert.True(reporter.Told[0].Fraction > 0.25, "the run began anew");
            Assert.Equal(whole.ToBytes(), resumed.ToBytes());
            Assert.Equal(expected.Epochs, result.Epochs);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(7)] // with the first epoch
    [InlineData(17)]
    public void A_run_that_dies_in_any_step_goes_on_from_the_one_before(int steps)
    {
        TrainingSet data = new(SmallNetworks.Quarters(205)), validation = new(SmallNetworks.Quarters(50, 2));
        Network whole = SmallNetworks.Conv(), resumed = SmallNetworks.Conv();
        TrainingOptions options = Options with { Epochs = 3, Patience = 2 };
        TrainingResult expected = new Trainer(new ManagedEngine(2), new SilentReporter()).Train(whole, data, validation, options);
        string folder = Directory.CreateTempSubdirectory().FullName, path = Path.Combine(folder, "state"), remains = $"{path}.7-0.tmp";
        try
        {
            options = options with { Checkpoint = path, Resume = true, CheckpointInterval = TimeSpan.Zero };
            Assert.Throws<InvalidOperationException>(() => new Trainer(new ManagedEngine(1), new SilentReporter(), new Death(steps)).Train(SmallNetworks.Conv(), data, validation, options));
            File.WriteAllText(remains, "half a checkpo");
            Death counter = new(int.MaxValue);
            TrainingResult result = new Trainer(new ManagedEngine(3), new SilentReporter(), counter).Train(resumed, data, validation, options);
            Assert.Equal(steps, counter.First);
            Assert.Equal(whole.ToBytes(), resumed.ToBytes());
            Assert.Equal(expected.Epochs, result.Epochs);
            Assert.False(File.Exists(remains));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_plateau_ends_the_run_and_the_best_weights_come_back_resumed_or_not()
    {
        // A rate that leads away from what was learnt: the best epoch is an early one.
        TrainingSet data = new(SmallNetworks.Quarters(64)), validation = new(SmallNetworks.Quarters(100, 2));
        TrainingOptions options = Options with { Epochs = 30, Patience = 3, LearningRate = 0.05, Schedule = ScheduleKind.Constant };
        Network network = SmallNetworks.Conv(), resumed = SmallNetworks.Conv();
        TrainingResult result = new Trainer(new ManagedEngine(1), new SilentReporter()).Train(network, data, validation, options);
        Assert.True(result.StoppedEarly);
        Assert.Equal(result.Epochs.Count - 3, result.Kept);
        Assert.Equal(result.Epochs.Max(e => e.ValidationAccuracy), result.Epochs[result.Kept - 1].ValidationAccuracy);
        Predictions predictions = new ManagedEngine(1).Evaluate(network, validation.Inputs);
        Assert.Equal(result.Epochs[result.Kept - 1].ValidationAccuracy, FashionTestSet.Accuracy(validation.Inputs, predictions));

        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using CancellationTokenSource stop = new();
            options = options with { Checkpoint = path, Resume = true };
            SilentReporter stopper = new(fraction =>
            {
                if (fraction >= (result.Kept + 1.0) / 30)
                    stop.Cancel();
            });
            Assert.Throws<OperationCanceledException>(() => new Trainer(new ManagedEngine(1), stopper).Train(SmallNetworks.Conv(), data, validation, options, stop.Token));
            TrainingResult second = new Trainer(new ManagedEngine(1), new SilentReporter()).Train(resumed, data, validation, options);
            Assert.Equal((result.Kept, result.Epochs.Count), (second.Kept, second.Epochs.Count));
            Assert.Equal(network.ToBytes(), resumed.ToBytes());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("Softmax")]
    [InlineData("LogSoftmax")]
    public void A_softmax_at_the_end_becomes_part_of_the_loss(string last)
    {
        Dataset data = new("noise", [28, 28], GraphBuilder.Noise(64 * 784, 3, 40), [.. Enumerable.Range(0, 64).Select(i => i % 10)], new Scaling(1, [], []));
        Network plain = SmallNetworks.Mlp(20), with = SmallNetworks.Mlp(20, last);
        // Inputs this large make scores whose exponentials overflow a float.
        TrainingResult first = new Trainer(new ManagedEngine(1), new SilentReporter()).Train(plain, new TrainingSet(data), null, Options);
        TrainingResult second = new Trainer(new ManagedEngine(1), new SilentReporter()).Train(with, new TrainingSet(data), null, Options);
        Assert.True(first.Epochs[0].Loss > 50, $"the loss is {first.Epochs[0].Loss}");
        Assert.Equal(first.Epochs, second.Epochs);
        Assert.Equal(plain.Constant("w1")!.Floats, with.Constant("w1")!.Floats);
    }

    [Fact]
    public void Norms_keep_running_statistics_and_their_network_evaluates_as_validated()
    {
        Dataset data = SmallNetworks.Quarters(64);
        Network network = SmallNetworks.Conv();
        float[] before = network.Constant("k1")!.Floats;
        new Trainer(new ManagedEngine(1), new SilentReporter()).Train(network, new TrainingSet(data), null, Options with { Epochs = 1, BatchSize = 64, LearningRate = 0 });
        Assert.Equal(before, network.Constant("k1")!.Floats);
        // One batch: r = 0.9·start + 0.1·batch, with the statistics of h1 over all samples and positions.
        List<float>[] channels = [.. Enumerable.Range(0, 6).Select(_ => new List<float>())];
        new ManagedEngine(1).Observe(network, data, ["h1"], (_, values, shape) =>
        {
            for (int i = 0; i < values.Length; i++)
                channels[i / 64 % 6].Add(values[i]);
        });
        for (int c = 0; c < 6; c++)
        {
            double mean = channels[c].Average(v => (double)v), variance = channels[c].Average(v => (v - mean) * (v - mean));
            Assert.Equal(0.1 * mean, network.Constant("mean")!.Floats[c], 1e-5);
            Assert.Equal(0.9 + (0.1 * variance), network.Constant("variance")!.Floats[c], 1e-5);
        }
    }

    [Fact]
    public void Squared_errors_reach_given_targets_and_only_chosen_tensors_move()
    {
        // y = x·w for a known w: least squares finds it.
        float[] x = GraphBuilder.Noise(200 * 3, 1), w = [0.5f, -1, 2], y = new float[200];
        for (int i = 0; i < 200; i++)
            y[i] = (x[3 * i] * w[0]) + (x[(3 * i) + 1] * w[1]) + (x[(3 * i) + 2] * w[2]);
        Network network = new GraphBuilder().Input("x", -1, 3).Constant("w", [3, 1]).Constant("b", [1], [0f]).Constant("fixed", [1], [1f])
            .Node("Gemm", ["x", "w", "b"], ["h"]).Node("Mul", ["h", "fixed"], ["y"]).Output("y").Build();
        TrainingSet data = new(new Dataset("line", [3], x, null, new Scaling(1, [], [])), y);
        TrainingResult result = new Trainer(new ManagedEngine(1), new SilentReporter()).Train(network, data, data, new TrainingOptions
        {
            Loss = LossKind.MeanSquaredError,
            Optimiser = OptimiserKind.Sgd,
            LearningRate = 0.05,
            Epochs = 60,
            Trainable = ["w"],
        });
        Assert.InRange(result.Epochs[^1].ValidationLoss, 0, 1e-8);
        Assert.Equal(w.Select(v => (double)v), network.Constant("w")!.Floats.Select(v => Math.Round(v, 4)));
        Assert.Equal(0, network.Constant("b")!.Floats[0]);
        Assert.Equal(double.NaN, result.Epochs[^1].Accuracy);
    }

    [Fact]
    public void A_normalisation_of_the_input_is_not_trained()
    {
        Network network = new GraphBuilder().Input("x", -1, 3).Constant("mean", [3], [1f, 2, 3]).Constant("deviation", [3], [2f, 2, 2]).Constant("w", [3, 2]).Constant("b", [2])
            .Node("Sub", ["x", "mean"], ["c"]).Node("Div", ["c", "deviation"], ["n"]).Node("MatMul", ["n", "w"], ["h"]).Node("Add", ["h", "b"], ["y"]).Output("y").Build();
        Dataset data = new("noise", [3], GraphBuilder.Noise(30, 1), [0, 1, 0, 1, 0, 1, 0, 1, 0, 1], new Scaling(1, [], []));
        using ITrainingRun run = new ManagedEngine(1).Begin(network, new TrainingSet(data), Options);
        Assert.Equal([("w", ParameterRole.Weight), ("b", ParameterRole.Offset)], run.Parameters.Select(p => (p.Name, p.Role)));
    }

    private static byte[] Weights(TrainingOptions options)
    {
        Network network = SmallNetworks.Conv();
        new Trainer(new ManagedEngine(1), new SilentReporter()).Train(network, new TrainingSet(SmallNetworks.Quarters(100)), null, options);
        return network.ToBytes();
    }

    /// <summary>Breaks off before a step, and remembers the first one that it saw.</summary>
    private sealed class Death(int steps) : ITrainingHook
    {
        public long? First { get; private set; }

        public IReadOnlyList<(string Name, Memory<float> Values)> State => [];

        public void Begin(ITrainingRun run, long totalSteps)
        {
        }

        public void BeforeStep(ITrainingRun run, long step, double learningRate)
        {
            First ??= step;
            if (step == steps)
                throw new InvalidOperationException("The power fails.");
        }

        public void AfterStep(ITrainingRun run, long step, double learningRate)
        {
        }
    }
}
