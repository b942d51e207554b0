using NNCompress.Compression;
using NNCompress.Models;
using NNCompress.Pruning;
using NNCompress.Tests.Data;

namespace NNCompress.Tests.Compression;

/// <summary>The prune verb through the library, with training, on a problem of seconds.</summary>
public sealed class PruneTests : IDisposable
{
    private readonly DataFiles files = new();
    private readonly CompressionRequest request;

    public PruneTests() => request = new CompressionRequest
    {
        ModelPath = files.Write("net.onnx", SyntheticProblem.Network().ToBytes()),
        DataPath = files.Write("judge.npz", SyntheticProblem.ToNpz(SyntheticProblem.Data(1000, seed: 11, noise: 1.2f))),
        TrainDataPath = files.Write("train.npz", SyntheticProblem.ToNpz(SyntheticProblem.Data(1000, seed: 12, noise: 1.2f))),
        Method = PruningMethod.Random,
        Ratio = 0.9,
        Threads = 1,
    };

    public void Dispose() => files.Dispose();

    [Fact]
    public void Fine_tuning_wins_back_what_a_lot_has_cost()
    {
        CompressionResult cut = Prune(request), tuned = Prune(request with { FineTuneEpochs = 6 });
        Assert.Null(cut.Report.Epochs);
        Assert.Equal(6, tuned.Report.Epochs!.Count);
        Assert.Equal(cut.Report.Parameters, tuned.Report.Parameters);
        Assert.True(tuned.Report.Compressed!.Accuracy > cut.Report.Compressed!.Accuracy, $"{cut.Report.Compressed} → {tuned.Report.Compressed}");
        Assert.Equal(["judge", "calibration", "training"], tuned.Report.Data.Select(d => d.Role));
        Assert.Equal(tuned.Report.Parameters!.After, OnnxFile.Load(tuned.Report.Outputs[0]).ParameterCount);
    }

    [Fact]
    public void Validation_is_held_out_of_the_training_data()
    {
        CompressionResult result = Prune(request with { FineTuneEpochs = 2, Training = new TrainingSettings { ValidationShare = 0.25 } });
        Assert.All(result.Report.Epochs!, e => Assert.False(double.IsNaN(e.ValidationAccuracy)));
    }

    [Fact]
    public void Training_needs_labelled_data_that_does_not_judge()
    {
        NncException failure = Assert.Throws<NncException>(() => Prune(request with { FineTuneEpochs = 1, TrainDataPath = null }));
        Assert.Equal("NNC1065", failure.Code);
        Assert.Contains("--train-data", failure.Message, StringComparison.Ordinal);
    }

    private static CompressionResult Prune(CompressionRequest request) => new Operations(new QuietReporter()).Prune(request, CancellationToken.None);
}
