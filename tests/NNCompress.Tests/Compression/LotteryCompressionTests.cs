using NNCompress.Compression;
using NNCompress.Models;
using NNCompress.Pruning;
using NNCompress.Pruning.Lottery;
using NNCompress.Reports;
using NNCompress.Tests.Data;

namespace NNCompress.Tests.Compression;

/// <summary>compress --method lottery: one ticket is drawn, and encoded under the budget.</summary>
public sealed class LotteryCompressionTests : IDisposable
{
    private readonly DataFiles files = new();
    private readonly CompressionRequest request;

    public LotteryCompressionTests() => request = new CompressionRequest
    {
        ModelPath = files.Write("net.onnx", QuartersProblem.Untrained().ToBytes()),
        DataPath = Write("judge.npz", 1000, seed: 15),
        TrainDataPath = Write("train.npz", 3000, seed: 12),
        AccuracyBudget = 3,
        Method = PruningMethod.Lottery,
        Ratio = 0.5,
        Threads = 1,
        Lottery = new LotterySettings { Rounds = 2, RoundEpochs = 2 },
        Training = new TrainingSettings { BatchSize = 32, Epochs = 6 },
    };

    public void Dispose() => files.Dispose();

    [Fact]
    public void An_untrained_model_is_trained_pruned_and_held_to_what_the_whole_one_learnt()
    {
        CompressionReport report = Passing(request with { PlanPath = At("plan.json") });
        Assert.Equal("lottery", report.Method);
        Assert.Equal([0, 1, 2], report.Rounds!.Select(r => r.Round));
        Assert.True(report.Parameters!.After <= 0.5 * report.Parameters.Before, $"{report.Parameters}");
        // What is given knows nothing; the baseline is what it learns.
        Assert.InRange(report.Baseline!.Accuracy, 90, 100);
        Assert.Equal([("judge", 1000), ("calibration", 3000), ("training", 2000), ("validation", 1000)], report.Data.Select(d => (d.Role, d.Samples)));
        AssertReplays();
    }

    [Fact]
    public void Rounds_on_the_grid_go_on_from_the_ticket()
    {
        CompressionReport ticket = Passing(request with { OutputPath = At("ticket.nnz") });
        CompressionReport report = Passing(request with { FineTuneEpochs = 6, PlanPath = At("plan.json") });
        Assert.True(report.ArtifactBytes < ticket.ArtifactBytes, $"{ticket.ArtifactBytes} → {report.ArtifactBytes} bytes");
        Assert.Equal(ticket.Rounds!.Select(r => r.Parameters), report.Rounds!.Select(r => r.Parameters));
        AssertReplays();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void Single_weights_that_are_zero_cost_next_to_nothing(int fineTune)
    {
        CompressionRequest weights = request with { Ratio = 0.7, AccuracyBudget = 8, FineTuneEpochs = fineTune, Lottery = request.Lottery with { Granularity = LotteryGranularity.Weight } };
        CompressionReport report = Passing(weights);
        Network decoded = ModelSource.Read(At("net.nnz")).Network;
        float[] first = decoded.Constant("w1")!.Floats;
        Assert.DoesNotContain(report.Warnings, w => w.StartsWith("NNC2096", StringComparison.Ordinal));
        Assert.InRange(first.Count(v => v == 0), 0.7 * first.Length, first.Length - 1);
        Assert.True(8 * First(report) < first.Length, $"{First(report)} bytes: not less than a bit a weight");
    }

    private static long First(CompressionReport report) => report.Tensors.Single(t => t.Name == "w1").Bytes;

    private void AssertReplays()
    {
        Network original = OnnxFile.Load(request.ModelPath), decoded = ModelSource.Read(At("net.nnz")).Network;
        Dependencies dependencies = Dependencies.Of(original);
        Network replayed = Surgery.Remove(dependencies, PlanFile.Load(At("plan.json")).Resolve(dependencies, request.ModelPath));
        Assert.Equal(replayed.Weights.Select(w => (w.Name, w.Length)), decoded.Weights.Select(w => (w.Name, w.Length)));
    }

    private CompressionReport Passing(CompressionRequest asked)
    {
        CompressionResult result = new Operations(new QuietReporter()).Compress(asked, CancellationToken.None);
        Assert.Null(result.Failure);
        return result.Report;
    }

    private string Write(string name, int count, int seed) => files.Write(name, SyntheticProblem.ToNpz(QuartersProblem.Data(count, seed)));

    private string At(string name) => Path.Combine(files.Folder, name);
}
