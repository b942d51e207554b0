using System.Text;
using NNCompress.Tool.CommandLine;

namespace NNCompress.Tool.Projects;

/// <summary>A <c>PruneModel</c> item as a project file has it.</summary>
/// <param name="Include">The model's path, from the project's folder, with slashes.</param>
/// <param name="Metadata">Names and values in the order of the options.</param>
internal sealed record ModelItem(string Include, IReadOnlyList<KeyValuePair<string, string>> Metadata)
{
    public const string Kind = "PruneModel";

    // Escaped where MSBuild would take them for something else: lists, wildcards, properties, items.
    private const string SpecialInLists = "%;*?$@", SpecialInValues = "%$@";

    /// <param name="invocation">Of init.</param>
    /// <param name="project">Full path of the project file.</param>
    /// <exception cref="NncException">NNC1025, NNC2001, NNC2040: the model or the data is not there. NNC1134: they have no folder in common with the project.</exception>
    public static ModelItem Of(Invocation invocation, string project)
    {
        string model = invocation.Request.ModelPath;
        if (!File.Exists(model))
            throw new NncException("NNC2001", model, "the model file does not exist: check the path.");
        if (model.EndsWith(".nnz", StringComparison.OrdinalIgnoreCase))
            throw new NncException("NNC1025", model, "the model has been encoded already, and the build starts from ONNX: give the original, or decode it first.");
        List<KeyValuePair<string, string>> metadata = [];
        foreach (Option option in Options.All)
        {
            if (BuildMetadata.NameOf(option) is not { } name || !invocation.Given.TryGetValue(option.Name, out string? value))
                continue;
            if (option.ValueName == "PATH")
                value = From(project, Existing(option, value));
            // Without a quality.
            metadata.Add(new(option.Name == "jpeg" && value == "true" ? "Jpeg" : name, value));
        }
        return new ModelItem(From(project, model), metadata);
    }

    /// <summary>A path as seen from a project's folder, with slashes; one that ends in a slash still does.</summary>
    /// <exception cref="NncException">NNC1134: another drive, or nothing but the root in common.</exception>
    public static string From(string project, string path)
    {
        string full = Path.GetFullPath(path), folder = Path.GetDirectoryName(Path.GetFullPath(project))!;
        string root = Path.GetPathRoot(folder)!, relative = Path.GetRelativePath(folder, full);
        string common = full;
        while (common != root && !(folder + Path.DirectorySeparatorChar).StartsWith(common + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            common = Path.GetDirectoryName(common) ?? root;
        return Path.IsPathRooted(relative) || (common == root && folder != root) ? throw ProjectError.Outside(full, project) : relative.Replace('\\', '/');
    }

    /// <summary>The element, on one line.</summary>
    public string Markup()
    {
        StringBuilder text = new($"<{Kind} Include=\"{Quoted(Include, SpecialInLists)}\"");
        foreach ((string name, string value) in Metadata)
            text.Append($" {name}=\"{Quoted(value, SpecialInValues)}\"");
        return text.Append(" />").ToString();
    }

    /// <summary>Whether an item of a project is this model's.</summary>
    public bool IsIn(XmlElementPlace item) =>
        (item.Attribute("Include") ?? "").Split(';').Any(part => Unescaped(part.Trim()).Replace('\\', '/') is { } path && (path == Include || path == $"./{Include}"));

    /// <summary>The metadata that an item of the project does not have, or has with another value.</summary>
    /// <param name="item">The item.</param>
    /// <param name="elements">All of the project's.</param>
    public IEnumerable<string> Lacking(XmlElementPlace item, IEnumerable<XmlElementPlace> elements)
    {
        Dictionary<string, string> has = elements.Where(e => e.Parent == item).GroupBy(e => e.Name).ToDictionary(g => g.Key, g => g.Last().Text.Trim(), StringComparer.OrdinalIgnoreCase);
        foreach ((string name, string value) in Metadata)
        {
            string? there = item.Attribute(name) ?? has.GetValueOrDefault(name);
            if (there is null || Unescaped(there).Replace('\\', '/') != value.Replace('\\', '/'))
                yield return $"{name}=\"{Quoted(value, SpecialInValues)}\"";
        }
    }

    private static string Existing(Option option, string path) =>
        option.Group != OptionGroup.Data || File.Exists(path) || Directory.Exists(path) ? path : throw new NncException("NNC2040", path, "the data does not exist: check the path.");

    private static string Quoted(string text, string special)
    {
        StringBuilder quoted = new(text.Length);
        foreach (char c in text)
        {
            quoted.Append(c switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                _ when special.Contains(c) => $"%{(int)c:X2}",
                _ => c.ToString(),
            });
        }
        return quoted.ToString();
    }

    private static string Unescaped(string text) => Uri.UnescapeDataString(text);
}
