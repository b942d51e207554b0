namespace NNCompress.Tool.Projects;

/// <summary>An element of an XML text and where it stands in it; offsets count characters.</summary>
/// <param name="Name">Local name; project files of old have a namespace, those of today none.</param>
/// <param name="Parent">Null for the root.</param>
/// <param name="Attributes">Values by local name.</param>
/// <param name="Start">Of <c>&lt;</c>.</param>
internal sealed record XmlElementPlace(string Name, XmlElementPlace? Parent, IReadOnlyDictionary<string, string> Attributes, int Start)
{
    /// <summary>Behind the last <c>&gt;</c>.</summary>
    public int End { get; set; }

    /// <summary>Of the end tag's <c>&lt;</c>; that of <c>/&gt;</c> where the element is empty.</summary>
    public int EndTag { get; set; }

    /// <summary>True for <c>&lt;Name /&gt;</c>.</summary>
    public bool Empty { get; init; }

    /// <summary>The text directly inside.</summary>
    public string Text { get; set; } = "";

    /// <summary>0 for the root.</summary>
    public int Depth => Parent is null ? 0 : Parent.Depth + 1;

    public string? Attribute(string name) => Attributes.GetValueOrDefault(name);
}
