using System.Text;
using NNCompress.Reports;
using NNCompress.Tool.CommandLine;

namespace NNCompress.Tool.Output;

/// <summary>A report for a page that shows Markdown: a heading, what failed, then what <see cref="ConsoleReport"/> says, single lines as a list, drawings in characters as they are.</summary>
internal static class MarkdownReport
{
    // What a line is.
    private const char Row = '|', Drawing = '`', Item = '-';

    public static string Of(CompressionReport report, NncException? failure, bool verbose)
    {
        using StringWriter text = new();
        new ConsoleReport(ToolConsole.Plain(text, text).Out, verbose).Write(report, LogFormat.Console);
        StringBuilder page = new($"## {Path.GetFileName(report.Model)}: {report.Verb}\n\n");
        if (failure is not null)
            page.Append($"**{failure.Code}**: {failure.Message}\n\n");
        char before = Row;
        foreach (string line in text.ToString().Split('\n').Select(l => l.TrimEnd()).Where(l => l.Length > 0))
        {
            char kind = line.StartsWith('|') ? Row : line.StartsWith("    ", StringComparison.Ordinal) ? Drawing : Item;
            if (kind != before)
                page.Append(before == Drawing ? "```\n\n" : "\n").Append(kind == Drawing ? "```text\n" : "");
            before = kind;
            page.Append(kind switch { Row => line, Drawing => line[4..], _ => $"- {line.TrimStart()}" }).Append('\n');
        }
        return page.ToString();
    }

    /// <summary>Adds a report to a file that others write to as well, such as GitHub's summary of a step.</summary>
    /// <exception cref="NncException">NNC2160: the file cannot be written.</exception>
    public static void Append(string path, string markdown)
    {
        try
        {
            File.AppendAllText(path, markdown + "\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new NncException("NNC2160", path, $"the summary of the step cannot be written: {e.Message} Check what GITHUB_STEP_SUMMARY names, or unset it.");
        }
    }
}
