using NNCompress.Compression;
using NNCompress.Tool.CommandLine;
using NNCompress.Tool.Output;

namespace NNCompress.Tool.Tests;

/// <summary>What one run of the tool, in this process, came to.</summary>
internal sealed record ToolRun(int Exit, string Out, string Error)
{
    public static ToolRun Of(params string[] arguments) => Of(null, CancellationToken.None, arguments);

    public static ToolRun Of(
        Func<Invocation, IReporter, CancellationToken, CompressionResult>? run, CancellationToken cancellation, params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        int exit = new Head(ToolConsole.Plain(output, error), run).Run(arguments, cancellation);
        return new ToolRun(exit, output.ToString(), error.ToString());
    }

    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
