using System.Text.RegularExpressions;
using NNCompress.Compression;
using NNCompress.Compression.Details;
using NNCompress.Models;
using NNCompress.Pruning;
using NNCompress.Reports.Pictures;
using NNCompress.Tests.Data;

namespace NNCompress.Tests.Compression.Details;

/// <summary>Pages of whole runs.</summary>
public sealed partial class PageTests : IDisposable
{
    private readonly DataFiles files = new();
    private readonly CompressionRequest request;

    public PageTests() => request = new CompressionRequest
    {
        ModelPath = files.Write("net.onnx", SyntheticProblem.Network().ToBytes()),
        DataPath = files.Write("judge.npz", SyntheticProblem.ToNpz(SyntheticProblem.Data(600, seed: 11, noise: 0.9f))),
        CalibrationDataPath = files.Write("search.npz", SyntheticProblem.ToNpz(SyntheticProblem.Data(600, seed: 12, noise: 0.9f))),
        AccuracyBudget = 3,
        ReportPath = Path.Combine(files.Folder, "page.html"),
        Command = "dotnet nncompress compress net.onnx",
        Threads = 1,
    };

    public void Dispose() => files.Dispose();

    [Fact]
    public void The_same_run_gives_the_same_page_save_for_seconds()
    {
        Assert.Contains(request.ReportPath, Compress(request).Report.Outputs);
        string one = Seconds().Replace(Page(), "");
        Assert.Contains(request.ReportPath, Compress(request with { Threads = 3 }).Report.Outputs);
        Assert.Equal(one, Seconds().Replace(Page(), ""));
    }

    [Fact]
    public void A_page_shows_search_neurons_weights_and_network()
    {
        Compress(request);
        string page = Page();
        foreach (string heading in new[] { "Result", "Network", "Layers", "Size against accuracy", "Activations", "Weights", "Run it again" })
            Assert.Contains($"<h2>{heading}</h2>", page, StringComparison.Ordinal);
        Assert.True(Regex.Count(page, "<circle class=\"(held|missed)\"") > 10);
        Assert.True(Regex.Count(page, "data:image/png;base64,") >= 4);
        Assert.Contains("dotnet nncompress compress net.onnx", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_costs_the_result_nothing_and_is_not_made_unasked()
    {
        CompressionResult with = Compress(request);
        byte[] artifact = File.ReadAllBytes(with.Report.Outputs[0]);
        CompressionResult without = Compress(request with { ReportPath = null });
        Assert.Equal(artifact, File.ReadAllBytes(without.Report.Outputs[0]));
        Assert.DoesNotContain(request.ReportPath, without.Report.Outputs);
        using RunContext run = new(request with { ReportPath = null }, new QuietReporter(), default);
        Assert.Null(run.Details);
    }

    [Fact]
    public void Where_the_gate_closes_the_page_shows_why()
    {
        CompressionResult result = new Operations(new QuietReporter()).Prune(request with { Method = PruningMethod.Random, Ratio = 0.95, AccuracyBudget = 0 }, default);
        Assert.Equal("NNC3001", result.Failure!.Code);
        Assert.Equal([request.ReportPath!], result.Report.Outputs);
        Assert.Contains("✗ NNC3001", Page(), StringComparison.Ordinal);
    }

    [Fact]
    public void Cuts_are_marked_where_thresholds_decide()
    {
        new Operations(new QuietReporter()).Prune(request with { Method = PruningMethod.Activation, MeanThreshold = 0.25, StdThreshold = 0.5, AccuracyBudget = null }, default);
        Assert.Contains("cut 0.25", Page(), StringComparison.Ordinal);
        Assert.Contains("cut 0.5", Page(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_may_not_replace_the_model_or_another_output()
    {
        foreach (string path in new[] { request.ModelPath, Path.Combine(files.Folder, "net.nnz") })
            Assert.Equal("NNC1024", Assert.Throws<NncException>(() => Compress(request with { ReportPath = path })).Code);
    }

    [Fact]
    public void Pictures_of_great_weights_are_samples_of_bounded_size()
    {
        Network network = new GraphBuilder().Input("x", -1, 3000)
            .Constant("w1", [1500, 3000], new float[1500 * 3000]).Constant("w2", [4, 1500], new float[6000])
            .Node("Gemm", ["x", "w1"], ["h"], ("transB", 1)).Node("Relu", ["h"], ["a"]).Node("Gemm", ["a", "w2"], ["y"], ("transB", 1)).Output("y").Build();

        (IReadOnlyList<PictureSet> sets, int count) = new PictureSampler(Dependencies.Of(network), new HashSet<int>(), network, null).Sample(default);

        Assert.Equal(2, count);
        Assert.All(sets.SelectMany(s => s.Pairs), p => Assert.InRange(p.Before!.Levels.Length, 1, 320 * 320));
        Assert.Contains("1500 × 3000 weights", sets[0].Note, StringComparison.Ordinal);
        Assert.Contains("of 7 rows and columns one", sets[0].Note, StringComparison.Ordinal);
        // A weight of zero is no blank.
        Assert.All(sets[0].Pairs[0].After!.Levels, l => Assert.Equal(WeightPicture.Zero, l));
    }

    [Fact]
    public void Of_many_layers_some_are_shown_the_first_and_last_among_them()
    {
        GraphBuilder graph = new GraphBuilder().Input("v0", -1, 4);
        for (int i = 0; i < 300; i++)
            graph.Constant($"w{i}", [4, 4]).Node("MatMul", [$"v{i}", $"w{i}"], [$"v{i + 1}"]);
        Network network = graph.Output("v300").Build();

        (IReadOnlyList<PictureSet> sets, int count) = new PictureSampler(Dependencies.Of(network), new HashSet<int>(), network, null).Sample(default);

        Assert.Equal((10, 300), (sets.Count, count));
        Assert.Equal(["w0", "w299"], new[] { sets[0].Tensor, sets[^1].Tensor });
    }

    private CompressionResult Compress(CompressionRequest asked) => new Operations(new QuietReporter()).Compress(asked, default);

    private string Page() => File.ReadAllText(request.ReportPath!);

    [GeneratedRegex(@"[0-9.]+ seconds")]
    private static partial Regex Seconds();
}
