namespace NNCompress.Reports.Html;

/// <summary>One self-contained page: no script, nothing fetched (its policy forbids both), light and dark, from phone to desk.</summary>
/// <param name="title">What the page is about; its heading.</param>
/// <param name="lead">One line beneath it.</param>
internal sealed class HtmlPage(string title, string lead)
{
    private readonly List<(string? Heading, Markup Content)> sections = [];

    /// <summary>What stands above the sections.</summary>
    public HtmlPage Top(Markup content)
    {
        sections.Add((null, content));
        return this;
    }

    public HtmlPage Section(string heading, Markup content)
    {
        sections.Add((heading, content));
        return this;
    }

    /// <summary>Writes the file in one atomic step.</summary>
    /// <exception cref="NncException">NNC2003: the file cannot be written.</exception>
    public void Write(string path) => AtomicFile.Write(path, ToString());

    public override string ToString()
    {
        Markup page = new();
        page.Raw("<!DOCTYPE html>\n").Open("html", ("lang", "en")).Line().Open("head").Line();
        page.Void("meta", ("charset", "utf-8")).Line();
        page.Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1")).Line();
        page.Void("meta", ("name", "color-scheme"), ("content", "light dark")).Line();
        page.Void("meta", ("http-equiv", "Content-Security-Policy"), ("content", "default-src 'none'; style-src 'unsafe-inline'; img-src data:")).Line();
        page.Void("link", ("rel", "icon"), ("href", "data:,")).Line();
        page.Element("title", title).Line();
        page.Open("style").Raw(PageStyle.Text).Close().Line();
        page.Close().Line().Open("body").Line().Open("main").Line();
        page.Open("header").Element("h1", title).Element("p", lead, ("class", "lead")).Close().Line();
        foreach ((string? heading, Markup content) in sections)
        {
            page.Open("section");
            if (heading is not null)
                page.Element("h2", heading);
            page.Add(content).Close().Line();
        }
        return page.Close().Line().Close().Line().Close().Line().ToString();
    }
}
