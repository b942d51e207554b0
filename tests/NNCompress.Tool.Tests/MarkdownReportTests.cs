using NNCompress.Compression;
using NNCompress.Reports;
using NNCompress.Tool.Output;

namespace NNCompress.Tool.Tests;

public sealed class MarkdownReportTests
{
    private static readonly CompressionReport Report = new()
    {
        Verb = "compress",
        Model = "models/m.onnx",
        Outputs = ["m.nnz"],
        Baseline = new AccuracyFigure(88.84, 10_000),
        Compressed = new AccuracyFigure(88.4, 10_000),
        Drop = 0.44,
        OriginalBytes = 100,
        ArtifactBytes = 5,
        Ratio = 20,
        Tensors = [new TensorRow("w", [2, 5], [5, 5], "quantised", 5, 4, 0.5)],
    };

    [Fact]
    public void The_report_is_a_page_of_its_own()
    {
        using TemporaryFolder folder = new();
        ToolRun run = ToolRun.Of((_, _, _) => new CompressionResult(Report), default, "compress", "m.onnx", "--data", "d", "--quiet", "--markdown", folder.File("report.md"));
        Assert.Equal((0, "", ""), (run.Exit, run.Out, run.Error));
        string[] lines = File.ReadAllLines(folder.File("report.md"));
        Assert.Equal("## m.onnx: compress", lines[0]);
        Assert.Contains("- wrote m.nnz", lines);
        // Tables stand apart from what is around them, or they are none.
        Assert.All(Enumerable.Range(1, lines.Length - 1), i => Assert.True(lines[i].Length == 0 || lines[i - 1].Length == 0 || lines[i].StartsWith('|') == lines[i - 1].StartsWith('|')));
        Assert.Contains(lines, l => l.StartsWith("| accuracy", StringComparison.Ordinal) && l.Contains("88.84 %", StringComparison.Ordinal));
    }

    [Fact]
    public void Each_run_adds_to_the_summary_and_failures_say_why()
    {
        using TemporaryFolder folder = new();
        string summary = folder.File("summary.md");
        File.WriteAllText(summary, "# mine\n");
        Assert.Equal(0, Run(summary, new CompressionResult(Report), out _));
        Assert.Equal(3, Run(summary, new CompressionResult(Report, new NncException("NNC3001", "m.onnx", "accuracy falls.")), out _));
        string text = File.ReadAllText(summary);
        Assert.StartsWith("# mine\n## m.onnx: compress\n", text, StringComparison.Ordinal);
        Assert.Equal(3, text.Split("## m.onnx").Length);
        Assert.Contains("\n**NNC3001**: accuracy falls.\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_summary_that_cannot_be_written_is_a_warning()
    {
        using TemporaryFolder folder = new();
        Assert.Equal(0, Run(folder.Path, new CompressionResult(Report), out string errors));
        Assert.StartsWith("warning NNC2160", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_does_not_replace_the_model_or_the_other_report()
    {
        Assert.Contains("NNC1024", ToolRun.Of("inspect", "m.onnx", "--markdown", "m.onnx").Error, StringComparison.Ordinal);
        Assert.Contains("NNC1024", ToolRun.Of("inspect", "m.onnx", "--markdown", "r", "--json", "r").Error, StringComparison.Ordinal);
    }

    private static int Run(string summary, CompressionResult result, out string errors)
    {
        using StringWriter output = new(), error = new();
        int exit = new Head(ToolConsole.Plain(output, error), (_, _, _) => result, summary).Run(["compress", "m.onnx", "--data", "d"], default);
        errors = error.ToString();
        return exit;
    }
}
