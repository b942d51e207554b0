using System.Text.RegularExpressions;
using NNCompress.Tool.CommandLine;
using Spectre.Console;

namespace NNCompress.Tool.Output;

/// <summary>Writes errors, warnings and plain lines in the way that the reader, a person or MSBuild, expects.</summary>
internal sealed partial class Diagnostics(ToolConsole console, LogFormat format)
{
    private const string Origin = "dotnet-nncompress";

    public LogFormat Format => format;

    public void Error(string code, string? path, string message) => Write("error", code, path, message, Color.Red);

    public void Warning(string code, string? path, string message) => Write("warning", code, path, message, Color.Yellow);

    /// <summary>A line that is no diagnostic; for MSBuild, worded so that it cannot be taken for one.</summary>
    public void Line(string text) => WriteLine(format == LogFormat.MsBuild ? Harmless(text) : OneLine(text), null);

    /// <summary>A text of several lines, each as <see cref="Line"/>.</summary>
    public void Lines(string text)
    {
        foreach (string line in text.Split('\n'))
            Line(line);
    }

    /// <summary>MSBuild takes <c>error CODE:</c> and <c>warning CODE:</c> anywhere in a line for a diagnostic: puts a dash for that colon.</summary>
    internal static string Harmless(string text) => Canonical().Replace(OneLine(text), "$1 -");

    private void Write(string kind, string code, string? path, string message, Color color)
    {
        string text = OneLine(message);
        WriteLine(
            format == LogFormat.MsBuild
                ? $"{(path is null ? Origin : System.IO.Path.GetFullPath(path))} : {kind} {code}: {text}"
                : $"{kind} {code}: {(path is null ? "" : $"{path}: ")}{text}",
            color);
    }

    private void WriteLine(string text, Color? color)
    {
        // A diagnostic stays one line for whoever reads the stream; only on a terminal may it be wrapped.
        if (console.IsTerminal)
            console.Error.Write(new Text(text + "\n", color is { } c ? new Style(c) : Style.Plain));
        else
            console.Error.Profile.Out.Writer.WriteLine(text);
    }

    private static string OneLine(string text) => LineBreak().Replace(text.Trim(), " ");

    [GeneratedRegex(@"\s*[\r\n\u0085\u2028\u2029]+\s*")]
    private static partial Regex LineBreak();

    [GeneratedRegex(@"\b((?:error|warning)\s*[^: ]*)\s*:", RegexOptions.IgnoreCase)]
    private static partial Regex Canonical();
}
