namespace NNCompress.Reports.Html;

/// <summary>A table that, where the screen is narrow, folds into one card a row, or scrolls in a box of its own. Columns without content are left out.</summary>
/// <param name="headings">One a column; '&gt;' before it aligns the column to the right.</param>
internal sealed class HtmlTable(params string[] headings)
{
    /// <summary>False where rows are to be compared with each other: the table stays one on narrow screens too.</summary>
    public bool Folds { get; init; } = true;

    private readonly List<(string[] Cells, bool Best)> rows = [];

    /// <param name="cells">One a heading.</param>
    public void Add(params string[] cells) => rows.Add((cells, false));

    /// <summary>A row that is marked.</summary>
    /// <param name="cells">One a heading.</param>
    public void AddBest(params string[] cells) => rows.Add((cells, true));

    public Markup ToMarkup()
    {
        int[] columns = [.. Enumerable.Range(0, headings.Length).Where(c => rows.Any(r => r.Cells[c].Length > 0))];
        Markup table = new();
        table.Open("div", ("class", "scroll")).Open("table", ("class", Folds ? "cards" : "plain")).Open("thead").Open("tr");
        foreach (int c in columns)
            Cell(table, "th", c, Heading(c), named: false);
        table.Close().Close().Open("tbody");
        foreach ((string[] cells, bool best) in rows)
        {
            if (best)
                table.Open("tr", ("class", "best"));
            else
                table.Open("tr");
            foreach (int c in columns)
                Cell(table, "td", c, cells[c], named: true);
            table.Close().Line();
        }
        return table.Close().Close().Close();
    }

    private void Cell(Markup table, string tag, int column, string text, bool named)
    {
        List<(string, string)> attributes = [];
        if (headings[column].StartsWith('>'))
            attributes.Add(("class", "n"));
        if (named)
            attributes.Add(("data-name", Heading(column)));
        table.Element(tag, text, [.. attributes]);
    }

    private string Heading(int column) => headings[column].TrimStart('>');
}
