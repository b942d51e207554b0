using McMaster.Extensions.CommandLineUtils;

namespace NNCompress.Tool.Output;

/// <summary>Catches what the command-line parser writes: help and the version are wanted, its hints beside our errors are not.</summary>
internal sealed class ParserConsole : IConsole
{
    public event ConsoleCancelEventHandler? CancelKeyPress
    {
        add { }
        remove { }
    }

    public TextWriter Out { get; } = new StringWriter();

    public TextWriter Error => TextWriter.Null;

    public TextReader In => TextReader.Null;

    public bool IsInputRedirected => true;

    public bool IsOutputRedirected => true;

    public bool IsErrorRedirected => true;

    public ConsoleColor ForegroundColor { get; set; }

    public ConsoleColor BackgroundColor { get; set; }

    public void ResetColor()
    {
    }
}
