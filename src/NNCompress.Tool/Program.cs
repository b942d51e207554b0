using System.Text;
using NNCompress.Tool.Output;

namespace NNCompress.Tool;

internal static class Program
{
    private static int Main(string[] args)
    {
        if (Console.OutputEncoding.CodePage != Encoding.UTF8.CodePage)
            Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        using Interruption interruption = new();
        return new Head(ToolConsole.OfProcess(), summary: Environment.GetEnvironmentVariable("GITHUB_STEP_SUMMARY") is { Length: > 0 } path ? path : null).Run(args, interruption.Token);
    }
}
