using NNCompress.Compression;
using NNCompress.Compression.Metrics;
using NNCompress.Reports;
using NNCompress.Tests.Data;

namespace NNCompress.Tests.Compression;

/// <summary>--baseline: neither much larger nor much worse than an earlier artifact.</summary>
public sealed class BaselineTests : IDisposable
{
    private readonly DataFiles files = new();
    private readonly CompressionRequest request;
    private readonly CompressionReport earlier;

    public BaselineTests()
    {
        request = new CompressionRequest
        {
            ModelPath = files.Write("net.onnx", QuartersProblem.Trained().ToBytes()),
            DataPath = files.Write("judge.npz", SyntheticProblem.ToNpz(QuartersProblem.Data(600, seed: 15))),
            Step = 0.5,
            Threads = 1,
        };
        earlier = Encode(request).Report;
        Keep(earlier);
        request = request with { BaselinePath = At("baseline.json") };
    }

    public void Dispose() => files.Dispose();

    [Fact]
    public void The_same_again_passes() => Assert.Null(Encode(request).Failure);

    [Fact]
    public void A_larger_artifact_is_not_written()
    {
        byte[] before = File.ReadAllBytes(At("net.nnz"));
        NncException failure = Assert.IsType<NncException>(Encode(request with { Step = 0.05 }).Failure);
        Assert.Equal(("NNC3003", 3), (failure.Code, failure.ExitCode));
        Assert.Contains($"{earlier.ArtifactBytes} of {At("baseline.json")}", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(At("net.nnz")));
        Assert.Null(Encode(request with { Step = 0.05, MaxGrowth = 300, MaxFall = 5 }).Failure);
    }

    [Fact]
    public void A_worse_artifact_is_not_written()
    {
        byte[] before = File.ReadAllBytes(At("net.nnz"));
        NncException failure = Assert.IsType<NncException>(Encode(request with { Step = 5 }).Failure);
        Assert.Equal(("NNC3004", 3), (failure.Code, failure.ExitCode));
        Assert.Equal(before, File.ReadAllBytes(At("net.nnz")));
        Assert.Null(Encode(request with { Step = 5, MaxFall = 100 }).Failure);
    }

    [Fact]
    public void Errors_are_worse_where_they_are_greater()
    {
        Keep(Encode(request with { BaselinePath = null, Metric = Metric.Kl }).Report);
        NncException failure = Assert.IsType<NncException>(Encode(request with { Step = 5, Metric = Metric.Kl }).Failure);
        Assert.Equal("NNC3004", failure.Code);
        Assert.Null(Encode(request with { Step = 0.4, MaxGrowth = 300, Metric = Metric.Kl }).Failure);
    }

    [Fact]
    public void What_is_no_report_of_such_an_artifact_is_refused()
    {
        AssertRefused(request with { BaselinePath = At("none.json") }, "Run once without --baseline");
        AssertRefused(request with { BaselinePath = request.ModelPath }, "no report that --json wrote");
        AssertRefused(request with { Metric = Metric.Cosine, MaxGrowth = 100 }, "measured by top1");
        Keep(earlier with { Verb = "evaluate", ArtifactBytes = null });
        AssertRefused(request, "evaluate, which makes no artifact");
    }

    private static void AssertRefused(CompressionRequest request, string message)
    {
        NncException e = Assert.Throws<NncException>(() => Encode(request));
        Assert.Equal("NNC2161", e.Code);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    private static CompressionResult Encode(CompressionRequest request) => new Operations(new QuietReporter()).Encode(request, default);

    private void Keep(CompressionReport report) => JsonReport.Write(At("baseline.json"), report);

    private string At(string name) => Path.Combine(Path.GetDirectoryName(request.ModelPath)!, name);
}
