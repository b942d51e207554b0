using NNCompress.Compression;
using NNCompress.Data;
using NNCompress.Models;
using NNCompress.Pruning;
using NNCompress.Reports;
using NNCompress.Tests.Data;

namespace NNCompress.Tests.Compression.Shrinking;

/// <summary>compress --fine-tune through the library, on a problem of seconds.</summary>
public sealed class FineTunedCompressionTests : IDisposable
{
    private readonly DataFiles files = new();
    private readonly CompressionRequest request;

    public FineTunedCompressionTests() => request = QuartersProblem.FineTuning(files);

    public void Dispose() => files.Dispose();

    [Fact]
    public void Training_makes_the_artifact_smaller_at_the_same_budget()
    {
        CompressionReport untrained = Passing(request with { FineTuneEpochs = 0, OutputPath = At("untrained.nnz") });
        CompressionReport trained = Passing(request with { PlanPath = At("plan.json") });
        Assert.Null(untrained.Epochs);
        Assert.Equal(12, trained.Epochs!.Count);
        Assert.True(trained.ArtifactBytes < untrained.ArtifactBytes, $"{untrained.ArtifactBytes} → {trained.ArtifactBytes} bytes");

        Assert.Equal([("judge", 1000), ("calibration", 3000), ("training", 2000), ("validation", 1000)], trained.Data.Select(d => (d.Role, d.Samples)));
        Network original = OnnxFile.Load(request.ModelPath), decoded = ModelSource.Read(At("net.nnz")).Network;
        Dependencies dependencies = Dependencies.Of(original);
        Network replayed = Surgery.Remove(dependencies, PlanFile.Load(At("plan.json")).Resolve(dependencies, request.ModelPath));
        Assert.Equal(replayed.Weights.Select(w => (w.Name, w.Length)), decoded.Weights.Select(w => (w.Name, w.Length)));
    }

    [Fact]
    public void The_number_of_threads_does_not_change_a_byte()
    {
        Passing(request with { Ratio = 0.4, FineTuneEpochs = 1, Threads = 1, OutputPath = At("one.nnz") });
        Passing(request with { Ratio = 0.4, FineTuneEpochs = 1, Threads = 2, OutputPath = At("two.nnz") });
        Assert.Equal(File.ReadAllBytes(At("one.nnz")), File.ReadAllBytes(At("two.nnz")));
    }

    [Fact]
    public void A_method_that_was_asked_for_takes_its_channels_first()
    {
        // One epoch after half of the parameters: what that costs is not asked here.
        CompressionReport report = Passing(request with { Method = PruningMethod.Magnitude, Ratio = 0.5, FineTuneEpochs = 1, AccuracyBudget = 6 });
        Assert.Equal("magnitude", report.Method);
        Assert.True(report.Parameters!.After <= report.Parameters.Before / 2, $"{report.Parameters}");
    }

    [Fact]
    public void Labelled_calibration_data_given_apart_validates()
    {
        CompressionReport report = Passing(request with { CalibrationDataPath = Write("apart.npz", 900, seed: 13), FineTuneEpochs = 1 });
        Assert.Equal([("judge", 1000), ("calibration", 900), ("training", 3000), ("validation", 900)], report.Data.Select(d => (d.Role, d.Samples)));
    }

    [Fact]
    public void Options_that_rounds_cannot_follow_are_told()
    {
        Assert.Equal("NNC1070", Assert.Throws<NncException>(() => Compress(request with { JpegQuality = 50 })).Code);
        Assert.Contains("--patience", Assert.Throws<NncException>(() => Compress(request with { Training = new TrainingSettings { Patience = 2 } })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Training_data_that_leaves_nothing_to_hold_out_is_told()
    {
        Assert.Equal("NNC1050", Assert.Throws<NncException>(() => Compress(request with { TrainDataPath = Write("one.npz", 1, seed: 12) })).Code);
        CompressionRequest all = request with { Training = new TrainingSettings { ValidationShare = 0.9999 } };
        Assert.Equal("NNC1050", Assert.Throws<NncException>(() => Compress(all)).Code);
    }

    [Fact]
    public void Without_labels_the_originals_answers_are_learnt()
    {
        CompressionRequest bare = request with { TrainDataPath = files.Write("bare.npz", SyntheticProblem.ToNpz(Bare(2000))), TargetSize = 400, FineTuneEpochs = 12, AccuracyBudget = null };
        CompressionReport trained = Compress(bare).Report;
        Assert.Equal(12, trained.Epochs!.Count);
        Assert.All(trained.Epochs, e => Assert.True(double.IsNaN(e.Accuracy) && double.IsFinite(e.Loss)));
        Assert.InRange(trained.ArtifactBytes!.Value, 1, 400);
        Assert.InRange(trained.Drop!.Value, -100, 5);
        Assert.Contains(("validation", 666), trained.Data.Select(d => (d.Role, d.Samples)));
    }

    [Fact]
    public void What_needs_labels_says_so()
    {
        CompressionRequest bare = request with { TrainDataPath = files.Write("bare.npz", SyntheticProblem.ToNpz(Bare(30))) };
        Assert.Contains("--distil 0.5", Assert.Throws<NncException>(() => Compress(bare with { DistilShare = 0.5 })).Message, StringComparison.Ordinal);
        foreach (PruningMethod method in new[] { PruningMethod.L1, PruningMethod.Lottery })
        {
            NncException failure = Assert.Throws<NncException>(() => Compress(bare with { Method = method }));
            Assert.Equal("NNC2043", failure.Code);
            Assert.Contains("--method", failure.Message, StringComparison.Ordinal);
        }
    }

    private static Dataset Bare(int count)
    {
        Dataset data = QuartersProblem.Data(count, seed: 12);
        return new Dataset("bare", data.SampleShape, data.Inputs, null, data.Scaling);
    }

    private string Write(string name, int count, int seed) => files.Write(name, SyntheticProblem.ToNpz(QuartersProblem.Data(count, seed)));

    private static CompressionResult Compress(CompressionRequest request) => new Operations(new QuietReporter()).Compress(request, CancellationToken.None);

    private static CompressionReport Passing(CompressionRequest request)
    {
        CompressionResult result = Compress(request);
        Assert.Null(result.Failure);
        Assert.InRange(result.Report.Drop!.Value, -100, request.AccuracyBudget!.Value);
        return result.Report;
    }

    private string At(string name) => Path.Combine(files.Folder, name);
}
