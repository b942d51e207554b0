using System.Diagnostics;
using System.Text.RegularExpressions;

namespace NNCompress.Tool.Tests;

/// <summary>What a process of the tool writes to its two streams, on a terminal and elsewhere.</summary>
public sealed partial class StreamTests : IDisposable
{
    private const string Escape = "\u001b";

    private static readonly string Model = Repository.Path("samples", "models", "fashion-mlp-300-150.onnx"), Data = Repository.Path("samples", "data", "fashion");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>GitHub's runners understand colours, but who reads a file or a pipe there does not.</summary>
    [Theory]
    [InlineData("TERM", "xterm-256color")]
    [InlineData("GITHUB_ACTIONS", "true")]
    public void Redirected_streams_have_no_escapes(string variable, string value)
    {
        (int exit, string output, string error) = Run("dotnet", [typeof(Head).Assembly.Location, "evaluate", Model, "--data", Data], (variable, value));

        Assert.Equal(0, exit);
        Assert.Contains("89.85 %", output, StringComparison.Ordinal);
        Assert.DoesNotContain(Escape, output + error, StringComparison.Ordinal);
        Assert.DoesNotContain("89.85 %", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_are_on_standard_error_alone_even_when_quiet()
    {
        (int exit, string output, string error) = Run("dotnet", [typeof(Head).Assembly.Location, "inspect", "no-such.onnx", "--quiet"]);

        Assert.Equal((2, ""), (exit, output));
        Assert.StartsWith("error NNC2001: ", error, StringComparison.Ordinal);
    }

    [UnixTheory]
    [InlineData("LANG", true)]
    [InlineData("NO_COLOR", false)]
    public void A_terminal_has_bars_with_the_time_left_and_colours_unless_NO_COLOR_is_set(string variable, bool coloured)
    {
        (int exit, string seen) = OnTerminal($"evaluate '{Model}' --data '{Data}'", (variable, "C.UTF-8"));

        Assert.True(exit == 0, seen);
        Assert.Contains("━", seen, StringComparison.Ordinal);
        Assert.Matches(@"\d+%.*(--:--:--|\d\d:\d\d:\d\d)", seen);
        Assert.Equal(coloured, Colour().IsMatch(seen));
        Assert.Contains("╭", seen, StringComparison.Ordinal);
        // The bars are gone in the end: the last that moves the cursor stands before the report.
        Assert.True(seen.LastIndexOf($"{Escape}[2K", StringComparison.Ordinal) < seen.IndexOf("╭", StringComparison.Ordinal), seen);
    }

    [UnixTheory]
    [InlineData("--quiet")]
    [InlineData("--log-format msbuild")]
    public void Who_wants_no_bars_gets_none(string option)
    {
        (int exit, string seen) = OnTerminal($"evaluate '{Model}' --data '{Data}' {option}");

        Assert.True(exit == 0, seen);
        Assert.DoesNotContain("━", seen, StringComparison.Ordinal);
    }

    [UnixTheory]
    [InlineData("out.txt")]
    public void A_report_in_a_file_is_plain_while_the_terminal_shows_bars(string file)
    {
        (int exit, string seen) = OnTerminal($"evaluate '{Model}' --data '{Data}' > '{folder.File(file)}'");

        string report = File.ReadAllText(folder.File(file));
        Assert.True(exit == 0, seen);
        Assert.Contains("━", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("89.85 %", seen, StringComparison.Ordinal);
        Assert.Contains("| accuracy", report, StringComparison.Ordinal);
        Assert.DoesNotContain(Escape, report, StringComparison.Ordinal);
    }

    /// <summary>Through script, which every Linux has: a pseudo-terminal of 120 columns.</summary>
    private static (int Exit, string Seen) OnTerminal(string arguments, params (string, string)[] environment)
    {
        (int exit, string output, _) = Run("script", ["-qec", $"stty cols 120; dotnet '{typeof(Head).Assembly.Location}' {arguments}", "/dev/null"], [("TERM", "xterm-256color"), .. environment]);
        return (exit, output);
    }

    private static (int Exit, string Output, string Error) Run(string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("NO_COLOR");
        start.Environment.Remove("GITHUB_STEP_SUMMARY");
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }

    /// <summary>A select-graphic-rendition sequence that sets a colour.</summary>
    [GeneratedRegex("\u001b\\[[0-9;]*(3[0-8]|9[0-7])[;m]")]
    private static partial Regex Colour();
}
