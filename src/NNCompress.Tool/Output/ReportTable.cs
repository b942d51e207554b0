using Spectre.Console;

namespace NNCompress.Tool.Output;

/// <summary>A table with rules on a terminal, in Markdown elsewhere. Columns without any content are left out.</summary>
/// <param name="headings">One a column; '&gt;' before it aligns the column to the right.</param>
internal sealed class ReportTable(params string[] headings)
{
    private readonly List<string[]> rows = [];

    /// <param name="cells">One a heading.</param>
    public void Add(params string[] cells) => rows.Add([.. cells.Select(c => c.Replace('|', '¦'))]);

    public void Write(IAnsiConsole console)
    {
        if (rows.Count == 0)
            return;
        int[] columns = [.. Enumerable.Range(0, headings.Length).Where(c => rows.Any(r => r[c].Length > 0))];
        if (console.Profile.Out.IsTerminal)
            console.Write(Ruled(columns));
        else
            Markdown(columns, console.Profile.Out.Writer);
    }

    /// <summary>Whether tables are Markdown there, so that lines which are no text must be indented.</summary>
    public static bool IsPlain(IAnsiConsole console) => !console.Profile.Out.IsTerminal;

    private Table Ruled(int[] columns)
    {
        Table table = new() { Border = TableBorder.Rounded };
        foreach (int c in columns)
        {
            TableColumn column = new(new Text(Heading(c)));
            table.AddColumn(IsRight(c) ? column.RightAligned() : column);
        }
        foreach (string[] row in rows)
            table.AddRow(columns.Select(c => new Text(row[c])));
        return table;
    }

    private void Markdown(int[] columns, TextWriter output)
    {
        int[] widths = [.. columns.Select(c => rows.Select(r => r[c].Length).Append(Heading(c).Length).Append(3).Max())];
        Line(columns.Select(Heading));
        Line(columns.Zip(widths, (c, width) => IsRight(c) ? new string('-', width - 1) + ":" : new string('-', width)));
        foreach (string[] row in rows)
            Line(columns.Select(c => row[c]));
        output.WriteLine();

        void Line(IEnumerable<string> cells) => output.WriteLine(
            $"| {string.Join(" | ", cells.Select((cell, i) => IsRight(columns[i]) ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i])))} |");
    }

    private bool IsRight(int column) => headings[column].StartsWith('>');

    private string Heading(int column) => headings[column].TrimStart('>');
}
