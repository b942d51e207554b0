using NNCompress.Compression;
using NNCompress.Compression.Metrics;
using NNCompress.Compression.Shrinking;
using NNCompress.Data;
using NNCompress.Models;
using NNCompress.Pruning;
using NNCompress.Tests.Data;

namespace NNCompress.Tests.Compression.Shrinking;

/// <summary>Pruning deeper, fine-tuning and searching on, without the rounds on the grid before it.</summary>
public sealed class DeeperSearchTests : IDisposable
{
    private readonly DataFiles files = new();
    private readonly CompressionRequest request;

    public DeeperSearchTests() => request = QuartersProblem.FineTuning(files);

    public void Dispose() => files.Dispose();

    [Fact]
    public void More_channels_leave_in_fewer_bytes_and_one_plan_tells_them_all()
    {
        (Candidate untrained, ShrunkNetwork? deeper, Dependencies dependencies) = Run(request, budget: 3);
        Assert.NotNull(deeper);
        Assert.True(deeper.Passes);
        Assert.True(deeper.Bytes < untrained.Bytes, $"{untrained.Bytes} → {deeper.Bytes} bytes");
        Assert.True(deeper.Pruned.Network.ParameterCount < untrained.Stage.Network.ParameterCount, $"{untrained.Stage.Network.ParameterCount} → {deeper.Pruned.Network.ParameterCount} parameters");
        Assert.Equal(12, deeper.Training.Epochs.Count);
        Network cut = Surgery.Remove(dependencies, deeper.Pruned.Plan.Resolve(dependencies, request.ModelPath));
        Assert.Equal(cut.Weights.Select(w => (w.Name, w.Length)), deeper.Pruned.Network.Weights.Select(w => (w.Name, w.Length)));
        Assert.Equal(deeper.Tensors.Select(t => t.Name).Order(), cut.Weights.Select(w => w.Name).Order());
    }

    [Fact]
    public void A_ratio_that_was_asked_for_is_kept_to()
    {
        (Candidate untrained, ShrunkNetwork? deeper, _) = Run(request with { Ratio = 0.6 }, budget: 3);
        Assert.NotNull(deeper);
        Assert.Equal(untrained.Stage.Network.ParameterCount, deeper.Pruned.Network.ParameterCount);
    }

    [Fact]
    public void Nothing_comes_of_it_where_training_cannot_hold_the_budget()
    {
        // One epoch on next to nothing learnt forgets more than a budget of nothing allows.
        CompressionRequest hasty = request with { FineTuneEpochs = 1, Training = new TrainingSettings { BatchSize = 2000, LearningRate = 1 } };
        Assert.Null(Run(hasty, budget: 0.01).Deeper);
    }

    private static (Candidate Untrained, ShrunkNetwork? Deeper, Dependencies Dependencies) Run(CompressionRequest request, double budget)
    {
        using RunContext run = new(request, new QuietReporter(), CancellationToken.None);
        Network network = OnnxFile.Load(request.ModelPath);
        DataRoles roles = run.Roles(network, wantsCalibration: true, "--fine-tune");
        Dependencies dependencies = run.Analyse(network);
        ShrinkStage training = new(run, dependencies, roles);
        SearchStart start = SearchStart.Make(run, dependencies, roles.Calibration, null, null);
        DataJudge judge = (DataJudge)run.JudgeOf(roles, network)!;
        Candidate untrained = new SearchRun(run, start, roles.Calibration!, judge, budget, null).Rough(start.At, start.Ratios);
        return (untrained, training.Deepen(start, untrained, judge, budget), dependencies);
    }
}
