using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace NNCompress.MSBuild.Tests;

/// <summary>The property page of a <c>PruneModel</c> item, as Visual Studio's project system reads it.</summary>
internal static partial class RuleFile
{
    private static readonly XNamespace Schema = "http://schemas.microsoft.com/build/2009/properties";

    public static string Path => Repository.Path("src", "NNCompress.MSBuild", "build", "PruneModel.xaml");

    /// <summary>The file as it must be.</summary>
    public static string Text()
    {
        IEnumerable<string> groups = MetadataDescription.All.Select(m => m.Group).Distinct();
        XElement rule = new(Schema + "Rule",
            new XAttribute("Name", "PruneModel"), new XAttribute("DisplayName", "Compressed model"), new XAttribute("PageTemplate", "generic"),
            new XAttribute("Description", "How the build compresses an ONNX model."), new XAttribute("OverrideMode", "Extend"),
            new XElement(Schema + "Rule.DataSource", new XElement(Schema + "DataSource",
                new XAttribute("Persistence", "ProjectFile"), new XAttribute("ItemType", "PruneModel"), new XAttribute("Label", "Configuration"),
                new XAttribute("HasConfigurationCondition", "false"), new XAttribute("SourceOfDefaultValue", "AfterContext"))),
            new XElement(Schema + "Rule.Categories", groups.Select(g => new XElement(Schema + "Category", new XAttribute("Name", g), new XAttribute("DisplayName", g)))),
            MetadataDescription.All.Select(Property));
        XElement root = new(Schema + "ProjectSchemaDefinitions",
            new XElement(Schema + "ItemType", new XAttribute("Name", "PruneModel"), new XAttribute("DisplayName", "Compressed model")), rule);
        return "<!-- Kept by the tests: UPDATE_README=1 dotnet test tests/NNCompress.MSBuild.Tests -->\n" + root.ToString().ReplaceLineEndings("\n") + "\n";
    }

    private static XElement Property(MetadataDescription metadatum)
    {
        string kind = metadatum.Kind == OptionKind.Flag ? "BoolProperty" : metadatum.Values.Count > 0 ? "EnumProperty" : "StringProperty";
        XElement property = new(Schema + kind,
            new XAttribute("Name", metadatum.Name), new XAttribute("DisplayName", WordStart().Replace(metadatum.Name, " ")),
            new XAttribute("Category", metadatum.Group), new XAttribute("Description", metadatum.Text));
        if (metadatum.Kind == OptionKind.Path)
            property.Add(new XAttribute("Subtype", "file"));
        if (metadatum.Values.Count > 0)
            property.Add(metadatum.Values.Prepend("").Select(v => new XElement(Schema + "EnumValue", new XAttribute("Name", v), new XAttribute("DisplayName", v.Length == 0 ? "(default)" : v))));
        return property;
    }

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex WordStart();
}
