using System.Globalization;
using System.Text;

namespace NNCompress.Reports.Html;

/// <summary>HTML and inline SVG as it grows; every text and every value of an attribute is escaped here.</summary>
internal sealed class Markup
{
    private readonly StringBuilder text = new();
    private readonly Stack<string> open = new();

    /// <summary>Begins an element; <see cref="Close"/> ends it.</summary>
    public Markup Open(string tag, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Begin(tag, attributes);
        text.Append('>');
        open.Push(tag);
        return this;
    }

    public Markup Close()
    {
        text.Append("</").Append(open.Pop()).Append('>');
        return this;
    }

    /// <summary>An element that holds text and nothing else.</summary>
    public Markup Element(string tag, string content, params ReadOnlySpan<(string Name, string Value)> attributes) =>
        Open(tag, attributes).Text(content).Close();

    /// <summary>An element of HTML that has no end, such as <c>img</c>.</summary>
    public Markup Void(string tag, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Begin(tag, attributes);
        text.Append('>');
        return this;
    }

    /// <summary>An element of SVG without content.</summary>
    public Markup Shape(string tag, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Begin(tag, attributes);
        text.Append("/>");
        return this;
    }

    public Markup Text(string content)
    {
        Escape(content);
        return this;
    }

    /// <summary>What has been marked up already.</summary>
    public Markup Add(Markup other)
    {
        text.Append(other.text);
        return this;
    }

    /// <summary>Text of this project's own that must not be escaped: the style sheet.</summary>
    public Markup Raw(string markup)
    {
        text.Append(markup);
        return this;
    }

    public Markup Line()
    {
        text.Append('\n');
        return this;
    }

    /// <summary>A number as attributes and coordinates have it: at most two decimals.</summary>
    public static string Number(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    public override string ToString() => text.ToString();

    private void Begin(string tag, ReadOnlySpan<(string Name, string Value)> attributes)
    {
        text.Append('<').Append(tag);
        foreach ((string name, string value) in attributes)
        {
            text.Append(' ').Append(name).Append("=\"");
            Escape(value);
            text.Append('"');
        }
    }

    private void Escape(string content)
    {
        foreach (char c in content)
        {
            switch (c)
            {
                case '&':
                    text.Append("&amp;");
                    break;
                case '<':
                    text.Append("&lt;");
                    break;
                case '>':
                    text.Append("&gt;");
                    break;
                case '"':
                    text.Append("&quot;");
                    break;
                case '\'':
                    text.Append("&#39;");
                    break;
                case '\n' or '\t':
                    text.Append(c);
                    break;
                default:
                    // No control character is text of a page.
                    text.Append(char.IsControl(c) ? '\uFFFD' : c);
                    break;
            }
        }
    }
}
