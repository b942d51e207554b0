using NNCompress.Compression;
using NNCompress.Compression.Outside;
using NNCompress.Data;
using NNCompress.Models;
using NNCompress.Pruning;
using NNCompress.Reports;
using NNCompress.Tests.Data;

namespace NNCompress.Tests.Compression.Outside;

/// <summary>Verbs under a program's judgement. The program's figure is how many bytes gzip makes of the ONNX file: coarser weights are fewer.</summary>
public sealed class EvaluatorCompressionTests : IDisposable
{
    private readonly DataFiles files = new();
    private readonly QuietReporter reporter = new();
    private readonly CompressionRequest request;

    public EvaluatorCompressionTests()
    {
        files.Write("score.sh", $"echo \"$2 $1\" >> {files.Folder}/calls; gzip -c \"$1\" | wc -c\n");
        request = new CompressionRequest
        {
            ModelPath = files.Write("net.onnx", SyntheticProblem.Network().ToBytes()),
            Evaluator = Command("{model} {role}"),
            AccuracyBudget = 2600,
            Threads = 1,
        };
    }

    public void Dispose() => files.Dispose();

    [UnixFact]
    public void A_network_that_the_engine_cannot_run_is_encoded_under_a_budget()
    {
        CompressionResult result = Run(o => o.Encode, request with { ModelPath = Mysterious(), AccuracyBudget = 12000 });
        Assert.Null(result.Failure);
        CompressionReport report = result.Report;
        Assert.Equal(MetricText.Evaluator, report.Metric);
        // The search spends three quarters of the budget, to the quarter octave.
        Assert.InRange(report.Drop!.Value, 0.5 * 12000, 0.75 * 12000);
        Assert.Equal(report.Baseline!.Accuracy - report.Compressed!.Accuracy, report.Drop);
        Assert.Null(report.DropInterval);
        Assert.Null(report.Compressed.Samples);
        Assert.True(report.Ratio > 3, $"{report.Ratio:0.0} times smaller");
        Assert.Equal(Calls().Length, report.Evaluator!.Calls);
        Assert.InRange(report.Evaluator.Calls, 4, 12);
        Assert.True(report.Evaluator.TellsRole);
        Assert.DoesNotContain("NNC2136", reporter.Warnings);
        Assert.All(Calls(), c => Assert.False(File.Exists(c.Path), $"{c.Path} is left"));
        Assert.Equal(["judge", "search"], Calls().Select(c => c.Role).Distinct().Order());
        Assert.Equal("judge", Calls()[^1].Role);
    }

    [UnixFact]
    public void Without_data_channels_leave_by_their_weights_where_that_pays()
    {
        CompressionResult result = Run(o => o.Compress, request with { ModelPath = Mysterious(), AccuracyBudget = 18000, CalibrationDataPath = Samples() });
        Assert.Null(result.Failure);
        Assert.Contains("NNC2137", reporter.Warnings);
        Assert.Empty(result.Report.Data);
        Assert.Equal("magnitude", result.Report.Method);
        Assert.InRange(result.Report.Evaluator!.Calls, 4, 26);
        Assert.InRange(result.Report.Drop!.Value, 0, 18000);
        // The hidden channels that the mystery touches stay.
        Assert.Contains("Mystery", result.Report.Groups.Select(g => g.Locked).OfType<string>().First(), StringComparison.Ordinal);
    }

    [UnixFact]
    public void With_calibration_data_the_engine_searches_and_the_program_tells_how_far()
    {
        CompressionResult result = Run(o => o.Compress, request with { CalibrationDataPath = Samples(), AccuracyBudget = 3000 });
        Assert.Null(result.Failure);
        Assert.Equal("reconstruct", result.Report.Method);
        Assert.True(result.Report.Ratio > 3, $"{result.Report.Ratio:0.0} times smaller");
        Assert.InRange(result.Report.Drop!.Value, 500, 3000);
        Assert.InRange(result.Report.Evaluator!.Calls, 4, 24);
    }

    [UnixFact]
    public void A_target_size_needs_the_program_for_the_report_alone_where_there_is_data()
    {
        CompressionResult guided = Run(o => o.Encode, request with { AccuracyBudget = null, TargetSize = 700, CalibrationDataPath = Samples() });
        Assert.Equal(2, guided.Report.Evaluator!.Calls);
        Assert.InRange(guided.Report.ArtifactBytes!.Value, 500, 700);
        CompressionResult plain = Run(o => o.Encode, request with { AccuracyBudget = null, TargetSize = 5000, ModelPath = Mysterious() });
        Assert.InRange(plain.Report.ArtifactBytes!.Value, 4000, 5000);
        Assert.Equal("NNC3002", Assert.Throws<NncException>(() => Run(o => o.Encode, request with { AccuracyBudget = null, TargetSize = 50 })).Code);
    }

    [UnixFact]
    public void A_program_that_is_not_told_its_role_is_no_honest_gate()
    {
        CompressionResult result = Run(o => o.Encode, request with { Evaluator = Command("{model}") });
        Assert.Contains("NNC2136", reporter.Warnings);
        Assert.False(result.Report.Evaluator!.TellsRole);
        // The gate says what the search was told: the whole budget is there to be spent, and nothing is measured twice.
        Assert.InRange(result.Report.Drop!.Value, 0.75 * 2600, 2600);
        Assert.Equal(Calls().Length, result.Report.Evaluator.Calls);
    }

    [UnixFact]
    public void What_judges_otherwise_than_what_searched_closes_the_gate()
    {
        files.Write("score.sh", "if [ $2 = search ]; then echo 5; else gzip -c \"$1\" | wc -c; fi\n");
        CompressionResult result = Run(o => o.Encode, request with { AccuracyBudget = 1 });
        Assert.Equal("NNC3001", result.Failure!.Code);
        Assert.Contains("the evaluator's figure falls", result.Failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(files.Folder, "net.nnz")));
    }

    [UnixFact]
    public void Prune_is_judged_and_needs_no_data()
    {
        CompressionResult result = Run(o => o.Prune, request with { Ratio = 0.4 });
        Assert.Null(result.Failure);
        Assert.Equal(("magnitude", 2), (result.Report.Method, result.Report.Evaluator!.Calls));
        Assert.Equal("NNC3001", Run(o => o.Prune, request with { Ratio = 0.4, AccuracyBudget = 1 }).Failure!.Code);
        Assert.Equal("NNC1020", Assert.Throws<NncException>(() => Run(o => o.Prune, request with { Ratio = 0.4, Method = PruningMethod.Reconstruct })).Code);
    }

    [UnixFact]
    public void Evaluate_measures_one_network_or_two()
    {
        CompressionReport alone = Run(o => o.Evaluate, request with { AccuracyBudget = null }).Report;
        Assert.Equal((1, MetricText.Evaluator), (alone.Evaluator!.Calls, alone.Metric));
        Run(o => o.Encode, request with { Step = 0.5, AccuracyBudget = null });
        CompressionReport both = Run(o => o.Evaluate, request with { AccuracyBudget = null, ModelPath = Path.Combine(files.Folder, "net.nnz"), ReferencePath = request.ModelPath }).Report;
        Assert.Equal(alone.Baseline!.Accuracy, both.Baseline!.Accuracy);
        Assert.True(both.Drop > 500, $"{both.Drop}");
    }

    [UnixFact]
    public void A_search_that_was_cut_off_asks_only_for_what_it_does_not_know()
    {
        CompressionRequest cached = request with { TrialCachePath = Path.Combine(files.Folder, "trials") };
        CompressionReport first = Run(o => o.Encode, cached).Report, second = Run(o => o.Encode, cached).Report;
        Assert.Equal((first.ArtifactBytes, first.Drop), (second.ArtifactBytes, second.Drop));
        // The gate asks again.
        Assert.Equal(2, second.Evaluator!.Calls);
        Assert.True(first.Evaluator!.Calls > 4);
    }

    [UnixFact]
    public void What_is_no_figure_ends_the_run_with_nothing_written()
    {
        files.Write("score.sh", "echo done\n");
        string[] before = Directory.GetFileSystemEntries(files.Folder);
        Assert.Equal("NNC2135", Assert.Throws<NncException>(() => Run(o => o.Compress, request)).Code);
        Assert.Equal(before.Order(), Directory.GetFileSystemEntries(files.Folder).Order());
        Assert.Equal("NNC1102", Assert.Throws<NncException>(() => Run(o => o.Compress, request with { Evaluator = Command("") })).Code);
    }

    private EvaluatorSettings Command(string arguments) => new() { Command = $"sh \"{Path.Combine(files.Folder, "score.sh")}\" {arguments}", Timeout = 30 };

    private (string Role, string Path)[] Calls() => [.. File.ReadAllLines(Path.Combine(files.Folder, "calls")).Select(l => l.Split(' ')).Select(p => (p[0], p[1]))];

    private string Samples()
    {
        Dataset data = SyntheticProblem.Data(400, seed: 12, noise: 0.9f);
        byte[] inputs = new byte[data.Inputs.Length * sizeof(float)];
        Buffer.BlockCopy(data.Inputs, 0, inputs, 0, inputs.Length);
        return files.Write("inputs.npy", DataFiles.Npy("<f4", $"({data.Count}, {data.SampleLength})", inputs));
    }

    /// <summary>16-64-64-3 with an operator of nobody's in the middle.</summary>
    private string Mysterious() => files.Write("net.onnx", new GraphBuilder().Input("x", -1, 16)
        .Constant("w1", [64, 16]).Constant("w2", [64, 64]).Constant("w3", [3, 64])
        .Node("Gemm", ["x", "w1"], ["h1"], ("transB", 1)).Node("Relu", ["h1"], ["a1"]).Node("Gemm", ["a1", "w2"], ["h2"], ("transB", 1))
        .Node("Mystery", "my.own", ["h2"], ["a2"]).Node("Gemm", ["a2", "w3"], ["y"], ("transB", 1)).Output("y").ToBytes());

    private CompressionResult Run(Func<Operations, Func<CompressionRequest, CancellationToken, CompressionResult>> verb, CompressionRequest request) =>
        verb(new Operations(reporter))(request, CancellationToken.None);
}
