using System.Text;
using System.Xml;

namespace NNCompress.Tool.Projects;

/// <summary>
/// The text of an MSBuild file, to which items can be added: encoding, byte order mark, line ends, comments and indentation stay, and what is added has
/// those of its neighbours.
/// </summary>
internal sealed class ProjectText
{
    private const long LongestFile = 4 << 20;
    private const string Group = "ItemGroup";

    private readonly Encoding encoding;
    private readonly byte[] mark;
    private readonly string original;

    private ProjectText(string path, string text, Encoding encoding, byte[] mark)
    {
        (Path, original, Text, this.encoding, this.mark) = (path, text, text, encoding, mark);
        Elements = Outline();
    }

    public string Path { get; }

    public string Text { get; private set; }

    /// <summary>In document order, the <c>Project</c> first.</summary>
    public IReadOnlyList<XmlElementPlace> Elements { get; private set; }

    public bool Changed => Text != original;

    /// <exception cref="NncException">NNC1132: the file cannot be read, or is no MSBuild file.</exception>
    public static ProjectText Load(string path)
    {
        byte[] bytes;
        try
        {
            bytes = new FileInfo(path).Length > LongestFile ? throw new IOException($"it is longer than {LongestFile} bytes.") : File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ProjectError.Malformed(path, e.Message);
        }
        try
        {
            (Encoding encoding, int mark) = TextEncoding.Of(bytes);
            return new ProjectText(path, encoding.GetString(bytes, mark, bytes.Length - mark), encoding, bytes[..mark]);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw ProjectError.Malformed(path, $"its text cannot be decoded: {e.Message}");
        }
    }

    /// <summary>Items of one kind that stand directly in the project's groups, whatever their conditions.</summary>
    public IEnumerable<XmlElementPlace> Items(string kind) => Elements.Where(e => e.Depth == 2 && e.Parent!.Name == Group && e.Name == kind);

    /// <summary>The last value that a property is given without a condition; null where it has none.</summary>
    public string? Property(string name) => Elements.LastOrDefault(e =>
        e.Depth == 2 && e.Parent!.Name == "PropertyGroup" && e.Name == name && e.Attribute("Condition") is null && e.Parent.Attribute("Condition") is null)?.Text.Trim();

    /// <summary>Adds an item behind the last one of its kind, behind a neighbour, or in a group of its own at the end.</summary>
    /// <param name="markup">The whole element, on one line.</param>
    /// <param name="kind">Its name.</param>
    /// <param name="neighbour">Where to put it if there is none of its kind; null for a new group.</param>
    public void Add(string markup, string kind, XmlElementPlace? neighbour = null)
    {
        XmlElementPlace? before = Items(kind).LastOrDefault(e => e.Parent!.Attribute("Condition") is null) ?? neighbour;
        if (before is not null)
            Insert(Behind(before), IndentOf(before) is { } indent ? NewLine + indent + markup : markup);
        else
            AddGroup(markup);
        Elements = Outline();
    }

    /// <summary>Writes the file where something was added.</summary>
    /// <exception cref="NncException">NNC2003: it cannot be written.</exception>
    public void Save()
    {
        if (Changed)
            AtomicFile.Write(Path, [.. mark, .. encoding.GetBytes(Text)]);
    }

    private string NewLine => original.IndexOf('\n') is > 0 and int at && original[at - 1] == '\r' ? "\r\n" : "\n";

    private void AddGroup(string markup)
    {
        string outer = Elements.Where(e => e.Depth == 1).Select(IndentOf).FirstOrDefault(i => i is not null) ?? "  ";
        string inner = Elements.Where(e => e.Depth == 2).Select(IndentOf).FirstOrDefault(i => i is not null) ?? (outer.Length == 0 ? "  " : outer + outer);
        string group = $"{outer}<{Group}>{NewLine}{inner}{markup}{NewLine}{outer}</{Group}>";
        XmlElementPlace root = Elements[0];
        if (root.Empty)
        {
            int content = Text[..root.EndTag].TrimEnd().Length;
            Text = $"{Text[..content]}>{NewLine}{group}{NewLine}</{root.Name}>{Text[root.End..]}";
            return;
        }
        int end = Text[..root.EndTag].TrimEnd().Length;
        // Templates part groups by empty lines.
        XmlElementPlace? first = Elements.FirstOrDefault(e => e.Depth == 1);
        bool parted = first is not null && Text[..first.Start].TrimEnd(' ', '\t').ReplaceLineEndings("\n").EndsWith("\n\n", StringComparison.Ordinal);
        string after = Text[end..root.EndTag].Contains('\n') ? "" : NewLine;
        Insert(end, $"{NewLine}{(parted ? NewLine : "")}{group}{after}");
    }

    /// <summary>Behind an element and the comments that follow it on its line.</summary>
    private int Behind(XmlElementPlace element)
    {
        int at = element.End;
        while (true)
        {
            int next = at;
            while (next < Text.Length && Text[next] is ' ' or '\t')
                next++;
            if (string.CompareOrdinal(Text, next, "<!--", 0, 4) != 0)
                return at;
            int end = Text.IndexOf("-->", next, StringComparison.Ordinal) + "-->".Length;
            if (Text[next..end].Contains('\n'))
                return at;
            at = end;
        }
    }

    /// <summary>The blanks before an element on its line; null where something else stands there.</summary>
    private string? IndentOf(XmlElementPlace element)
    {
        int line = element.Start;
        while (line > 0 && Text[line - 1] is ' ' or '\t')
            line--;
        return line > 0 && Text[line - 1] is '\n' or '\r' ? Text[line..element.Start] : null;
    }

    private void Insert(int at, string text) => Text = Text[..at] + text + Text[at..];

    private IReadOnlyList<XmlElementPlace> Outline()
    {
        IReadOnlyList<XmlElementPlace> elements;
        try
        {
            elements = XmlOutline.Read(Text);
        }
        catch (XmlException e)
        {
            throw ProjectError.Malformed(Path, e.Message);
        }
        return elements[0].Name == "Project" ? elements : throw ProjectError.Malformed(Path, $"its root is '{elements[0].Name}' and not 'Project'.");
    }
}
