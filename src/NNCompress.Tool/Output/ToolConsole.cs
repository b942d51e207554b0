using Spectre.Console;

namespace NNCompress.Tool.Output;

/// <summary>The two streams of the tool: the report goes to <see cref="Out"/>, all else to <see cref="Error"/>.</summary>
internal sealed class ToolConsole
{
    /// <summary>Wide enough that no table wraps where there is no terminal; tables take only what they need.</summary>
    private const int RedirectedWidth = 1000;

    internal ToolConsole(IAnsiConsole output, IAnsiConsole error)
    {
        (Out, Error) = (output, error);
        IsTerminal = error.Profile.Out.IsTerminal && error.Profile.Capabilities.Ansi;
    }

    public IAnsiConsole Out { get; }

    public IAnsiConsole Error { get; }

    /// <summary>True where messages go to a terminal that can show a progress bar.</summary>
    public bool IsTerminal { get; }

    /// <summary>The console of this process. Colours follow the terminal and NO_COLOR; redirected streams get plain text.</summary>
    public static ToolConsole OfProcess() => new(Create(Console.Out), Create(Console.Error));

    /// <summary>Plain text into two writers.</summary>
    public static ToolConsole Plain(TextWriter output, TextWriter error) => new(Create(output), Create(error));

    private static IAnsiConsole Create(TextWriter writer)
    {
        AnsiConsoleOutput output = new(writer);
        bool terminal = output.IsTerminal, coloured = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = output,
            Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = terminal && coloured ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = terminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!terminal)
        {
            console.Profile.Width = RedirectedWidth;
            console.Profile.Capabilities.Unicode = true;
        }
        return console;
    }
}
