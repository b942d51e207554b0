using NNCompress.Coding;
using NNCompress.Compression.Shrinking;
using NNCompress.Engines;
using NNCompress.Engines.Training;
using NNCompress.Models;
using NNCompress.Tests.Engines.Training;

namespace NNCompress.Tests.Compression.Shrinking;

/// <summary>Training on the grid: what comes out is what the file holds, at the size that was asked for.</summary>
public sealed class GridHookTests
{
    private static readonly string[] Matrices = ["k1", "k2", "w"];

    private static readonly TrainingOptions Options = new() { Epochs = 8, BatchSize = 16, LearningRate = 5e-3, Optimiser = OptimiserKind.AdamW };

    [Theory]
    [InlineData(60)]
    [InlineData(200)]
    public void The_trained_weights_encode_exactly_in_the_bytes_that_were_asked_for(int goal)
    {
        (Network network, GridHook hook) = Train(goal);
        Assert.Equal(Matrices, hook.Steps.Keys.Order());
        EncodedTensor[] encoded = [.. hook.Steps.Select(s => GridTensor.Encode(network.Constant(s.Key)!, s.Value))];
        Assert.All(encoded, e => Assert.Equal(network.Constant(e.Decoded.Name)!.Floats, e.Decoded.Floats));
        // Weights go on moving between levels after the size has been settled; sections have headers of 6 or 7 bytes.
        Assert.InRange(encoded.Sum(e => e.Payload.Length - 7), 0.5 * goal, 1.15 * goal);
    }

    [Fact]
    public void It_learns_on_the_way()
    {
        TrainingSet data = new(SmallNetworks.Quarters(200)), fresh = new(SmallNetworks.Quarters(400, seed: 2));
        Network network = SmallNetworks.Conv();
        GridHook hook = new(200);
        Assert.InRange(NNCompress.Compression.Accuracy.Percent(new ManagedEngine(1).Evaluate(network, fresh.Inputs), fresh.Inputs), 0, 50);
        TrainingResult result = new Trainer(new ManagedEngine(1), new SilentReporter(), hook).Train(network, data, fresh, Options);
        Assert.True(result.Epochs[^1].ValidationAccuracy > 80, $"{result.Epochs[^1]}");
    }

    [Fact]
    public void Zeros_of_the_round_before_stay_and_a_goal_that_is_met_takes_nothing()
    {
        Network network = SmallNetworks.Conv();
        Tensor w = network.Constant("w")!;
        network.Replace(new Tensor("w", w.Shape, [.. w.Floats.Select((v, i) => i % 3 == 0 ? 0 : v)]));
        (Network trained, _) = Train(100_000, network);
        float[] after = trained.Constant("w")!.Floats;
        Assert.All(Enumerable.Range(0, after.Length).Where(i => i % 3 == 0), i => Assert.Equal(0, after[i]));
        // Besides those only weights that round to zero are zero: fewer than a quarter at this step.
        Assert.True(Enumerable.Range(0, after.Length).Count(i => i % 3 != 0 && after[i] == 0) < after.Length / 4);
        Assert.DoesNotContain(0f, trained.Constant("b")!.Floats);
    }

    [Fact]
    public void A_step_moves_the_latent_weights_through_the_rounding()
    {
        FixedParameter parameter = new([0.9f, -1.1f, 0.1f, 0]);
        GridTensor tensor = new(parameter);
        tensor.Fit();
        tensor.Project();
        float step = tensor.Step;
        Assert.Equal(0.4 * Math.Sqrt((0.81 + 1.21 + 0.01) / 3), step, 6);
        Assert.Equal([3 * step, -3 * step, 0, 0], parameter.Values.ToArray());
        Assert.Equal([3, -3, 0, 0], tensor.Levels());
        // Two small steps: for the first two weights neither reaches the next level by itself.
        for (int i = 0; i < 2; i++)
        {
            for (int k = 0; k < 4; k++)
                parameter.Values[k] += 0.45f * step;
            tensor.Absorb();
            tensor.Project();
        }
        Assert.Equal([4 * step, -2 * step, step, 0], parameter.Values.ToArray(), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Its_state_is_part_of_the_checkpoint()
    {
        Network whole = Train(80).Network, resumed = SmallNetworks.Conv();
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using CancellationTokenSource stop = new();
            TrainingOptions options = Options with { Checkpoint = path, Resume = true };
            SilentReporter stopper = new(fraction =>
            {
                if (fraction >= 0.4)
                    stop.Cancel();
            });
            TrainingSet data = new(SmallNetworks.Quarters(60));
            Assert.Throws<OperationCanceledException>(() => new Trainer(new ManagedEngine(1), stopper, new GridHook(80)).Train(SmallNetworks.Conv(), data, null, options, stop.Token));
            new Trainer(new ManagedEngine(1), new SilentReporter(), new GridHook(80)).Train(resumed, data, null, options);
            Assert.Equal(whole.ToBytes(), resumed.ToBytes());
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static (Network Network, GridHook Hook) Train(double goal, Network? network = null)
    {
        network ??= SmallNetworks.Conv();
        GridHook hook = new(goal);
        new Trainer(new ManagedEngine(1), new SilentReporter(), hook).Train(network, new TrainingSet(SmallNetworks.Quarters(60)), null, Options);
        return (network, hook);
    }
}
