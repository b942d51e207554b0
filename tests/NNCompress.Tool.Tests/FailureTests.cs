using System.Text.RegularExpressions;
using NNCompress.Compression;
using NNCompress.Reports;
using NNCompress.Tool.Output;

namespace NNCompress.Tool.Tests;

public sealed partial class FailureTests
{
    private static readonly CompressionReport Report = new() { Verb = "compress", Model = "m.onnx" };

    [Theory]
    [InlineData("NNC2010", 2)]
    [InlineData("NNC3001", 3)]
    [InlineData("NNC1003", 1)]
    [InlineData("NNC9001", 70)]
    public void A_known_failure_has_the_exit_code_of_its_class(string code, int exit)
    {
        ToolRun run = ToolRun.Of((_, _, _) => throw new NncException(code, "some/m.onnx", "two\nlines."), default, "inspect", "m.onnx");
        Assert.Equal(exit, run.Exit);
        Assert.Equal($"error {code}: some/m.onnx: two lines.", Assert.Single(run.ErrorLines));
    }

    [Fact]
    public void A_closed_gate_reports_and_fails()
    {
        NncException failure = new("NNC3001", "m.onnx", "accuracy fell.");
        ToolRun run = ToolRun.Of((_, _, _) => new CompressionResult(Report with { OriginalBytes = 5000 }, failure), default, "compress", "m.onnx");
        Assert.Equal(3, run.Exit);
        Assert.Contains("5,000 bytes", run.Out, StringComparison.Ordinal);
        Assert.Equal("error NNC3001: m.onnx: accuracy fell.", Assert.Single(run.ErrorLines));
    }

    [Fact]
    public void An_unexpected_exception_is_NNC9001_without_a_stack_trace()
    {
        ToolRun run = ToolRun.Of((_, _, _) => throw new InvalidOperationException("boom"), default, "inspect", "m.onnx");
        Assert.Equal(70, run.Exit);
        string line = Assert.Single(run.ErrorLines);
        Assert.StartsWith("error NNC9001: internal failure, InvalidOperationException: boom", line, StringComparison.Ordinal);
        Assert.Contains("--verbose", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Verbose_shows_the_details_of_an_unexpected_exception()
    {
        ToolRun run = ToolRun.Of((_, _, _) => throw new InvalidOperationException("boom"), default, "inspect", "m.onnx", "--verbose");
        Assert.Contains("at NNCompress.Tool.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Lack_of_memory_is_NNC9002()
    {
        ToolRun run = ToolRun.Of((_, _, _) => throw new OutOfMemoryException(), default, "inspect", "m.onnx");
        Assert.Equal(70, run.Exit);
        Assert.StartsWith("error NNC9002: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_on_another_thread_keeps_its_code()
    {
        ToolRun run = ToolRun.Of(
            (_, _, _) =>
            {
                Parallel.For(0, 4, _ => throw new NncException("NNC2020", "m.onnx", "no such operator."));
                return new CompressionResult(Report);
            },
            default, "inspect", "m.onnx");
        Assert.Equal(2, run.Exit);
        Assert.Equal("error NNC2020: m.onnx: no such operator.", Assert.Single(run.ErrorLines));
    }

    [Fact]
    public void Cancellation_has_exit_code_130()
    {
        using CancellationTokenSource source = new();
        ToolRun run = ToolRun.Of(
            (_, _, token) =>
            {
                source.Cancel();
                token.ThrowIfCancellationRequested();
                return new CompressionResult(Report);
            },
            source.Token, "inspect", "m.onnx");
        Assert.Equal((Head.Cancelled, ""), (run.Exit, run.Out));
        Assert.Contains("Cancelled", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void For_msbuild_only_diagnostics_look_like_diagnostics()
    {
        ToolRun run = ToolRun.Of(
            (_, reporter, _) =>
            {
                reporter.Info("quantisation error: 0.01");
                reporter.Info("m.onnx : Warning X1: not one");
                reporter.Progress("search", 0.5, "error 3: low");
                reporter.Warning("NNC2090", "m.onnx", "locked\r\nchannels: 5.");
                throw new NncException("NNC3001", "m.onnx", "accuracy error: 3 points.");
            },
            default, "compress", "m.onnx", "--log-format", "msbuild");

        string[] canonical = [.. run.ErrorLines.Concat(run.Out.Split('\n')).Where(l => MsBuildCanonical().IsMatch(l))];
        string full = Path.GetFullPath("m.onnx");
        Assert.Equal([$"{full} : warning NNC2090: locked channels: 5.", $"{full} : error NNC3001: accuracy error: 3 points."], canonical);
    }

    [Theory]
    [InlineData("error: 3", "error - 3")]
    [InlineData("a : warning CS1: b", "a : warning CS1 - b")]
    [InlineData("terror: 3", "terror: 3")]
    [InlineData("stage: 3", "stage: 3")]
    public void Prose_is_reworded_only_where_msbuild_would_take_it_for_a_diagnostic(string text, string harmless) =>
        Assert.Equal(harmless, Diagnostics.Harmless(text));

    /// <summary>The expression that MSBuild's documentation gives for canonical lines, in short: a category, maybe a code, a colon.</summary>
    [GeneratedRegex(@"(^|\W)(error|warning)(\s*[^: ]*)?\s*:", RegexOptions.IgnoreCase)]
    private static partial Regex MsBuildCanonical();
}
