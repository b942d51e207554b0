using System.Text;
using NNCompress.Compression;
using NNCompress.Reports;
using NNCompress.Tool.Output;
using Spectre.Console;

namespace NNCompress.Tool.Tests;

public sealed class TerminalTests
{
    [Theory]
    [InlineData(ColorSystemSupport.Standard)]
    [InlineData(ColorSystemSupport.NoColors)]
    public void A_terminal_gets_bars_with_stage_names_and_colours_only_if_wanted(ColorSystemSupport colours)
    {
        Terminal output = new(), error = new();
        ToolConsole console = new(output.Console(ColorSystemSupport.NoColors), error.Console(colours));
        Head head = new(console, (_, reporter, _) =>
        {
            Assert.IsType<ProgressReporter>(reporter);
            reporter.Progress("search", 0.25, "step [0.1]");
            Thread.Sleep(250);
            reporter.Warning("NNC2090", "m.onnx", "channels of [conv] stay.");
            reporter.Progress("verify", 0.5);
            Thread.Sleep(250);
            reporter.Progress("search", 0.75);
            return new CompressionResult(new CompressionReport { Verb = "compress", Model = "m.onnx", OriginalBytes = 5000 });
        });

        Assert.Equal(0, head.Run(["compress", "m.onnx"], CancellationToken.None));
        Assert.Contains("search: step [0.1]", error.Text, StringComparison.Ordinal);
        Assert.Contains("25%", error.Text, StringComparison.Ordinal);
        Assert.Contains("verify", error.Text, StringComparison.Ordinal);
        Assert.Contains("warning NNC2090: m.onnx: channels of [conv] stay.", error.Text, StringComparison.Ordinal);
        Assert.Equal(colours != ColorSystemSupport.NoColors, error.Text.Contains("\u001b[38", StringComparison.Ordinal) || error.Text.Contains("\u001b[9", StringComparison.Ordinal));
        Assert.Contains("5,000 bytes", output.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_among_bars_is_still_one_error_with_its_exit_code()
    {
        Terminal error = new();
        ToolConsole console = new(new Terminal().Console(ColorSystemSupport.NoColors), error.Console(ColorSystemSupport.NoColors));
        Head head = new(console, (_, reporter, _) =>
        {
            reporter.Progress("read", 0.5);
            throw new NncException("NNC2010", "m.onnx", "no model.");
        });
        Assert.Equal(2, head.Run(["compress", "m.onnx"], CancellationToken.None));
        Assert.Contains("error NNC2010: m.onnx: no model.", error.Text, StringComparison.Ordinal);
    }

    /// <summary>Remembers what is written and claims to be a terminal of 120 × 40.</summary>
    private sealed class Terminal : IAnsiConsoleOutput
    {
        private readonly StringWriter writer = new();

        public TextWriter Writer => writer;

        public bool IsTerminal => true;

        public int Width => 120;

        public int Height => 40;

        public string Text => writer.ToString();

        public void SetEncoding(Encoding encoding)
        {
        }

        public IAnsiConsole Console(ColorSystemSupport colours) => AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = this,
            Ansi = AnsiSupport.Yes,
            ColorSystem = colours,
            Interactive = InteractionSupport.Yes,
        });
    }
}
