using System.Xml;

namespace NNCompress.Tool.Projects;

/// <summary>Finds the elements of an XML text with their places, so that something can be put between them while every other character stays.</summary>
internal static class XmlOutline
{
    /// <param name="text">A whole document, without a byte order mark.</param>
    /// <returns>All elements in document order; the root is the first.</returns>
    /// <exception cref="XmlException">The text is not well-formed, or has a document type.</exception>
    public static IReadOnlyList<XmlElementPlace> Read(string text)
    {
        int[] lines = [.. LineStarts(text)];
        List<XmlElementPlace> elements = [];
        Stack<XmlElementPlace> open = [];
        using XmlReader reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    XmlElementPlace element = Element(reader, open.TryPeek(out XmlElementPlace? parent) ? parent : null);
                    elements.Add(element);
                    if (!element.Empty)
                        open.Push(element);
                    break;
                case XmlNodeType.EndElement:
                    XmlElementPlace closed = open.Pop();
                    closed.EndTag = Offset(reader) - "</".Length;
                    closed.End = text.IndexOf('>', closed.EndTag) + 1;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA:
                    open.Peek().Text += reader.Value;
                    break;
            }
        }
        return elements;

        XmlElementPlace Element(XmlReader at, XmlElementPlace? parent)
        {
            int start = Offset(at) - "<".Length, end = EndOfTag(text, start);
            bool empty = at.IsEmptyElement;
            string name = at.LocalName;
            Dictionary<string, string> attributes = new(StringComparer.OrdinalIgnoreCase);
            while (at.MoveToNextAttribute())
                attributes[at.LocalName] = at.Value;
            return new XmlElementPlace(name, parent, attributes, start) { Empty = empty, End = end, EndTag = end - "/>".Length };
        }

        // The reader points at names.
        int Offset(XmlReader at) => lines[((IXmlLineInfo)at).LineNumber - 1] + ((IXmlLineInfo)at).LinePosition - 1;
    }

    /// <summary>Behind the <c>&gt;</c> of the start tag at an offset: one within quotes does not end it.</summary>
    private static int EndOfTag(string text, int start)
    {
        char quote = '\0';
        int at = start;
        for (; quote != '\0' || text[at] != '>'; at++)
        {
            char c = text[at];
            if (quote == '\0' ? c is '"' or '\'' : c == quote)
                quote = quote == '\0' ? c : '\0';
        }
        return at + 1;
    }

    private static IEnumerable<int> LineStarts(string text)
    {
        yield return 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
                yield return i + 1;
        }
    }
}
