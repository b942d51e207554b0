using NNCompress.Tool.CommandLine;
using NNCompress.Tool.Output;

namespace NNCompress.Tool.Tests;

public sealed class ReporterTests
{
    [Fact]
    public void Lines_come_at_stage_changes_and_else_no_faster_than_the_pause()
    {
        TimeSpan time = TimeSpan.Zero;
        using StringWriter error = new();
        PlainReporter reporter = new(new Diagnostics(ToolConsole.Plain(TextWriter.Null, error), LogFormat.Console), quiet: false, () => time);
        for (int i = 0; i < 100; i++)
        {
            reporter.Progress("search", i / 100.0);
            time += TimeSpan.FromSeconds(0.1);
        }
        reporter.Progress("write", 0, "m.nnz");
        Assert.Equal(["search", "search 50 %", "write, m.nnz"], error.ToString().ReplaceLineEndings("\n").TrimEnd().Split('\n'));
    }

    [Fact]
    public void Quiet_leaves_warnings_only()
    {
        using StringWriter error = new();
        PlainReporter reporter = new(new Diagnostics(ToolConsole.Plain(TextWriter.Null, error), LogFormat.Console), quiet: true);
        reporter.Progress("search", 0.5);
        reporter.Info("found");
        reporter.Warning("NNC2090", "m.onnx", "locked.");
        Assert.Equal("warning NNC2090: m.onnx: locked.", error.ToString().TrimEnd());
    }
}
