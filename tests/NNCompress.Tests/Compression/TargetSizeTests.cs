using NNCompress.Compression;
using NNCompress.Reports;
using NNCompress.Tests.Data;

namespace NNCompress.Tests.Compression;

/// <summary>--target-size: what loses least of all that is no larger.</summary>
public sealed class TargetSizeTests : IDisposable
{
    private readonly DataFiles files = new();
    private readonly CompressionRequest request;

    public TargetSizeTests() => request = new CompressionRequest
    {
        ModelPath = files.Write("net.onnx", QuartersProblem.Trained().ToBytes()),
        DataPath = Write("judge.npz", 1000, seed: 15),
        CalibrationDataPath = Write("search.npz", 1000, seed: 12),
        Threads = 1,
    };

    private static Operations Operations => new(new QuietReporter());

    public void Dispose() => files.Dispose();

    [Theory]
    [InlineData(1500)]
    [InlineData(900)]
    public void Coding_alone_comes_close_to_the_size_from_below(int bytes)
    {
        CompressionResult result = Operations.Encode(request with { TargetSize = bytes }, default);
        Assert.Null(result.Failure);
        Assert.InRange(new FileInfo(At("net.nnz")).Length, 0.9 * bytes, bytes);
        Assert.Null(result.Report.Budget);
        Assert.NotNull(result.Report.Drop);
    }

    [Fact]
    public void More_bytes_lose_less()
    {
        double? little = Operations.Encode(request with { TargetSize = 350 }, default).Report.Drop, much = Operations.Encode(request with { TargetSize = 1500 }, default).Report.Drop;
        Assert.True(much < little, $"{little} points at 350 bytes, {much} at 1500");
        Assert.InRange(much!.Value, -2, 2);
    }

    [Fact]
    public void Channels_leave_where_bytes_serve_better_elsewhere()
    {
        CompressionReport encoded = Operations.Encode(request with { TargetSize = 400 }, default).Report, compressed = Operations.Compress(request with { TargetSize = 400, OutputPath = At("pruned.nnz") }, default).Report;
        Assert.InRange(compressed.ArtifactBytes!.Value, 1, 400);
        Assert.True(compressed.Parameters!.After < compressed.Parameters.Before);
        Assert.True(compressed.Drop < encoded.Drop, $"{encoded.Drop} points without pruning, {compressed.Drop} with it");
    }

    [Fact]
    public void Training_leads_to_the_size_too()
    {
        CompressionResult result = Operations.Compress(
            request with { TargetSize = 400, CalibrationDataPath = null, TrainDataPath = Write("train.npz", 2000, seed: 13), FineTuneEpochs = 3, Training = new TrainingSettings { BatchSize = 32 } }, default);
        Assert.Null(result.Failure);
        Assert.Equal(3, result.Report.Epochs!.Count);
        Assert.InRange(new FileInfo(At("net.nnz")).Length, 1, 400);
    }

    [Fact]
    public void With_a_budget_both_must_hold()
    {
        CompressionResult result = Operations.Encode(request with { TargetSize = 350, AccuracyBudget = 0.1 }, default);
        Assert.Equal("NNC3001", result.Failure?.Code);
        Assert.False(File.Exists(At("net.nnz")));
        Assert.Null(Operations.Encode(request with { TargetSize = 1500, AccuracyBudget = 5 }, default).Failure);
    }

    [Fact]
    public void A_size_that_nothing_fits_is_told_with_the_smallest()
    {
        NncException e = Assert.Throws<NncException>(() => Operations.Encode(request with { TargetSize = 60 }, default));
        Assert.Equal(("NNC3002", 3), (e.Code, e.ExitCode));
        Assert.Matches("at most 60 bytes was found: the smallest has [0-9]+", e.Message);
        Assert.False(File.Exists(At("net.nnz")));
        Assert.Equal("NNC1022", Assert.Throws<NncException>(() => Operations.Encode(request with { TargetSize = 1000, DataPath = null }, default)).Code);
    }

    private string Write(string name, int count, int seed) => files.Write(name, SyntheticProblem.ToNpz(QuartersProblem.Data(count, seed)));

    private string At(string name) => Path.Combine(files.Folder, name);
}
