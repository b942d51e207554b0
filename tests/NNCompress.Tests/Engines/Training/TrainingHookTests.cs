using NNCompress.Engines;
using NNCompress.Engines.Training;
using NNCompress.Models;

namespace NNCompress.Tests.Engines.Training;

public class TrainingHookTests
{
    private static readonly TrainingOptions Options = new() { Epochs = 4, BatchSize = 32, LearningRate = 3e-3, Seed = 5 };

    [Fact]
    public void Hooks_see_every_step_in_order_and_what_they_leave_is_what_training_ends_with()
    {
        TrainingSet data = new(SmallNetworks.Quarters(70));
        Network network = SmallNetworks.Conv();
        List<string> told = [];
        Recorder first = new("a", told), second = new("b", told);
        new Trainer(new ManagedEngine(1), new SilentReporter(), new TrainingHooks(first, second)).Train(network, data, null, Options with { Epochs = 2 });
        Assert.Equal(["a begin 6", "b begin 6"], told.Take(2));
        Assert.Equal(Enumerable.Range(0, 6).SelectMany(i => new[] { $"a before {i}", $"b before {i}", $"a after {i}", $"b after {i}" }), told.Skip(2));
        // The recorder sets the first value of every tensor to the number of steps that it has seen.
        Assert.All(first.Names, weight => Assert.Equal(6, network.Constant(weight)!.Floats[0]));
    }

    [Theory]
    [InlineData(0.4)]
    [InlineData(0.8)]
    public void A_hooks_state_is_part_of_the_checkpoint(double at)
    {
        TrainingSet data = new(SmallNetworks.Quarters(70));
        Network whole = SmallNetworks.Conv(), resumed = SmallNetworks.Conv();
        new Trainer(new ManagedEngine(1), new SilentReporter(), new Recorder("a", [])).Train(whole, data, null, Options);
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
            Assert.Throws<OperationCanceledException>(() =>
                new Trainer(new ManagedEngine(1), stopper, new Recorder("a", [])).Train(SmallNetworks.Conv(), data, null, options, stop.Token));
            new Trainer(new ManagedEngine(1), new SilentReporter(), new Recorder("a", [])).Train(resumed, data, null, options);
            Assert.Equal(whole.ToBytes(), resumed.ToBytes());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_one_hot_distribution_teaches_what_its_label_does_and_a_mixture_something_else()
    {
        TrainingSet labels = new(SmallNetworks.Quarters(70));
        int classes = new ManagedEngine(1).Evaluate(SmallNetworks.Conv(), labels.Inputs).Row(0).Length;
        float[] Targets(float sharpness) =>
            [.. labels.Inputs.Labels!.SelectMany(label => Enumerable.Range(0, classes).Select(i => ((1 - sharpness) / classes) + (i == label ? sharpness : 0)))];
        (byte[] Network, TrainingResult Result) Train(TrainingSet data)
        {
            Network network = SmallNetworks.Conv();
            TrainingResult result = new Trainer(new ManagedEngine(1), new SilentReporter()).Train(network, data, data, Options);
            return (network.ToBytes(), result);
        }
        (byte[] network, TrainingResult result) = Train(labels);
        (byte[] same, TrainingResult sameResult) = Train(labels with { Targets = Targets(1) });
        (byte[] other, TrainingResult otherResult) = Train(labels with { Targets = Targets(0.6f) });
        Assert.Equal(network, same);
        Assert.Equal(result.Epochs, sameResult.Epochs);
        Assert.NotEqual(network, other);
        // No distribution can be met better than by itself: the loss stays above the targets' entropy.
        double entropy = -Targets(0.6f).Take(classes).Sum(p => p * Math.Log(p));
        Assert.All(otherResult.Epochs, e => Assert.InRange(e.ValidationLoss, entropy, 10));
    }

    private sealed class Recorder(string name, List<string> told) : ITrainingHook
    {
        private readonly float[] seen = new float[1];

        public List<string> Names { get; } = [];

        public IReadOnlyList<(string Name, Memory<float> Values)> State => [("seen", seen)];

        public void Begin(ITrainingRun run, long totalSteps)
        {
            told.Add($"{name} begin {totalSteps}");
            Names.AddRange(run.Parameters.Select(p => p.Name));
        }

        public void BeforeStep(ITrainingRun run, long step, double learningRate) => told.Add($"{name} before {step}");

        public void AfterStep(ITrainingRun run, long step, double learningRate)
        {
            told.Add($"{name} after {step}");
            seen[0]++;
            foreach (TrainingParameter parameter in run.Parameters)
                parameter.Values[0] = seen[0];
        }
    }
}
