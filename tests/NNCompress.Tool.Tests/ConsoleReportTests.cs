using NNCompress.Compression;
using NNCompress.Data;
using NNCompress.Reports;
using NNCompress.Tool.Output;

namespace NNCompress.Tool.Tests;

public sealed class ConsoleReportTests
{
    private static readonly CompressionReport Full = new()
    {
        Verb = "compress",
        Model = "a/very/long/path/" + new string('x', 150) + "/m.onnx",
        Outputs = ["m.nnz", "m.compressed.onnx"],
        Baseline = new AccuracyFigure(88.84, 10_000),
        Compressed = new AccuracyFigure(88.41, 10_000),
        Drop = 0.43,
        DropInterval = [0.11, 0.752],
        Budget = 0.5,
        OriginalBytes = 1_129_476,
        ArtifactBytes = 54_021,
        Ratio = 20.908,
        Parameters = new BeforeAfter(282_160, 120_000),
        Macs = new BeforeAfter(281_700, 119_700),
        Method = "activation",
        Seconds = 12.34,
        Data = [new DataUse("judge", "data/fashion", 10_000, new Scaling(255, [0.5], []), "t10k half")],
        Tensors = [new TensorRow("fc1.weight", [120, 784], [300, 784], "quantised", 40_000, 3.4014, 0.0123), new TensorRow("fc2.weight", [10, 5], [10, 5], "jpegTiled", 90, 14.4, null, 20)],
        Groups = [new GroupRow("fc1", 300, 120, null, ["fc1.weight axis 0"])],
        Options = new Dictionary<string, string> { ["mean-threshold"] = "0.1", ["std-threshold"] = "0.4" },
    };

    [Fact]
    public void A_redirected_report_is_plain_markdown_tables_that_do_not_wrap()
    {
        ToolRun run = Show("compress", "m.onnx");
        Assert.Equal((0, ""), (run.Exit, run.Error));
        Assert.DoesNotContain('\u001b', run.Out);
        string[] lines = [.. run.Out.Split('\n').Select(l => string.Join(' ', l.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];
        Assert.Contains($"compress {Full.Model}, method activation", lines);
        Assert.Contains("| accuracy | 88.84 % | 88.41 % | drop 0.43 points (95 % interval 0.11 to 0.75, budget 0.50) |", lines);
        Assert.Contains("| size | 1,129,476 bytes | 54,021 bytes | 20.9x smaller |", lines);
        Assert.Contains("| parameters | 282,160 | 120,000 | -57.5 % |", lines);
        Assert.Contains("| fc1.weight | 120x784 | 300x784 | quantised | 40,000 | 3.40 | 0.0123 |", lines);
        Assert.Contains("| fc2.weight | 10x5 | | jpegTiled | 90 | 14.40 | quality 20 |", lines);
        Assert.Contains("| judge | data/fashion | 10,000 | /255, mean 0.5 | t10k half |", lines);
        Assert.Contains("wrote m.nnz", lines);
    }

    [Fact]
    public void Verbose_says_what_other_coders_would_have_taken()
    {
        CompressionReport report = Full with
        {
            Tensors = [Full.Tensors[0] with { Rivals = [new RivalRow("scaled", 31_200), new RivalRow("jpegPerNeuron", null)] }, Full.Tensors[1]],
        };
        ToolRun run = ToolRun.Of((_, _, _) => new CompressionResult(report), default, "compress", "m.onnx", "--data", "d", "--verbose");
        string[] lines = [.. run.Out.Split('\n').Select(l => string.Join(' ', l.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];
        Assert.Contains("| fc1.weight | quantised | 40,000 | scaled 31,200 bytes, jpegPerNeuron not reached |", lines);
        Assert.DoesNotContain("31,200", ToolRun.Of((_, _, _) => new CompressionResult(report), default, "compress", "m.onnx", "--data", "d").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_are_listed_with_who_makes_reads_and_holds_them()
    {
        CompressionReport report = Full with
        {
            Verb = "inspect",
            Model = "m.onnx",
            Groups =
            [
                new GroupRow("fc3", 10, 10, "network output 'y'", []) { Producers = ["fc3"], ParametersPerChannel = 151 },
                new GroupRow("fc1", 300, 300, null, []) { Producers = ["fc1"], Consumers = ["fc2", new string('w', 90), "fc4"], ParametersPerChannel = 1234.5 },
            ],
        };
        StringWriter output = new();
        GroupListing.Write(report, Spectre.Console.AnsiConsole.Create(new Spectre.Console.AnsiConsoleSettings { Out = new Spectre.Console.AnsiConsoleOutput(output) }));
        string[] expected =
        [
            "inspect m.onnx: 300 of 310 channels may leave, in 1 of 2 groups", "",
            "fc1: 300 channels, 1,234.5 parameters each", "  made by   fc1", $"  read by   fc2, {new string('w', 90)},", "            fc4", "",
            "fc3: 10 channels, 151 parameters each, locked", "  made by   fc3", "  locked by network output 'y'", "",
        ];
        Assert.Equal(expected, output.ToString().ReplaceLineEndings("\n").Split('\n'));
    }

    [Fact]
    public void Method_activation_has_the_row_of_thresholds_accuracy_and_size()
    {
        string[] lines = [.. Show("compress", "m.onnx").Out.Split('\n').Select(l => string.Join(' ', l.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];
        Assert.Contains("| 0.1 | 0.4 | 88.41 % | -0.43 points | 120,000 | -57.5 % |", lines);
    }

    [Fact]
    public void For_msbuild_the_report_is_one_line()
    {
        string line = Assert.Single(Show("compress", "m.onnx", "--log-format", "msbuild").Out.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("m.onnx → m.nnz 1.13 MB → 54 kB (20.9×), 88.84 % → 88.41 %", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "1 bytes")]
    [InlineData(999, "999 bytes")]
    [InlineData(1_000, "1 kB")]
    [InlineData(15_337, "15.3 kB")]
    [InlineData(99_960, "100 kB")]
    [InlineData(999_499, "999 kB")]
    [InlineData(999_500, "1 MB")]
    [InlineData(1_129_422, "1.13 MB")]
    [InlineData(2_199_023_255_552, "2.2 TB")]
    public void Sizes_have_three_digits(long bytes, string expected) => Assert.Equal(expected, BuildSummary.Size(bytes));

    [Fact]
    public void Quiet_prints_nothing() => Assert.Equal("", Show("compress", "m.onnx", "--quiet").Out);

    [Fact]
    public void Decode_tells_its_rate()
    {
        CompressionReport report = new() { Verb = "decode", Model = "m.nnz", OriginalBytes = 7, Decoding = new DecodeRate(0.25, 10_000_000, 4e7, 2) };
        ToolRun run = ToolRun.Of((_, _, _) => new CompressionResult(report), default, "decode", "m.nnz");
        Assert.Contains("decoded 10,000,000 weights in 0.250 s: 40.0 million weights/s, threads: 2", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_prints_the_accuracy()
    {
        CompressionReport report = new() { Verb = "evaluate", Model = "m.onnx", Baseline = new AccuracyFigure(88.84, 10_000), OriginalBytes = 7 };
        ToolRun run = ToolRun.Of((_, _, _) => new CompressionResult(report), default, "evaluate", "m.onnx", "--data", "d");
        Assert.Contains("88.84 %", run.Out, StringComparison.Ordinal);
        Assert.Contains("on 10,000 samples", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mse", 0.012345, 0.0131, "| mse ", "0.012345", "0.0131")]
    [InlineData("r2", 93.899, 93.5, "| r2 ", " 93.90 ", " 93.50 ")]
    [InlineData("top5", 99.1, 99, "| top-5 accuracy ", "99.10 %", "99.00 %")]
    [InlineData("evaluator", 0.5, 0.25, "| the evaluator's figure ", " 0.50 ", " 0.25 ")]
    public void Figures_are_shown_in_the_metric_s_unit(string metric, double before, double after, params string[] shown)
    {
        CompressionReport report = new()
        {
            Verb = "evaluate",
            Model = "m.nnz",
            Metric = metric,
            Baseline = new AccuracyFigure(before, null),
            Compressed = new AccuracyFigure(after, null),
            Drop = 0.25,
            OriginalBytes = 7,
            Evaluator = metric == "evaluator" ? new EvaluatorUse("score {model}", 3, 1.5, false) : null,
        };
        ToolRun run = ToolRun.Of((_, _, _) => new CompressionResult(report), default, "evaluate", "m.nnz", "--data", "d");
        Assert.All([.. shown, "drop 0.25 points"], text => Assert.Contains(text, run.Out, StringComparison.Ordinal));
        Assert.Equal(metric == "evaluator", run.Out.Contains("evaluator score {model}: 3 calls, 1.5 s; it was not told", StringComparison.Ordinal));
    }

    private static ToolRun Show(params string[] arguments) => ToolRun.Of((_, _, _) => new CompressionResult(Full), default, arguments);
}
