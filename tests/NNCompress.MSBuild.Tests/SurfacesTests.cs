using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.Build.Framework;
using NNCompress.Tool.CommandLine;

namespace NNCompress.MSBuild.Tests;

/// <summary>
/// An option can be met in many places: the command line, the item's metadata, the default of that, the project's property, the property page, the documentation. These tests
/// hold the places together; those of <see cref="ModelOptionsTests"/> hold the options to the library's request.
/// </summary>
public sealed partial class SurfacesTests
{
    private const string Begin = "<!-- metadata: kept by the tests -->\n", End = "<!-- end of metadata -->";

    private static readonly string PackageReadme = Repository.Path("src", "NNCompress.MSBuild", "README.md");

    private static readonly XDocument Targets = XDocument.Load(Repository.Path("src", "NNCompress.MSBuild", "build", "NNCompress.MSBuild.targets"));

    [Fact]
    public void Every_option_is_in_every_place()
    {
        XElement[] definition = [.. Targets.Descendants("PruneModel").First().Elements()];
        Dictionary<string, IEnumerable<string>> places = new()
        {
            ["the command line"] = Options.Of(Verbs.Compress).Select(BuildMetadata.NameOf).OfType<string>(),
            ["the options of init"] = Options.Of(Verbs.Init).Select(BuildMetadata.NameOf).OfType<string>(),
            ["the options' table of README.md"] = RowsOf(Repository.Path("README.md"), "option").Select(r => OptionName().Match(r).Groups[1].Value)
                .Select(n => BuildMetadata.NameOf(Options.All.Single(o => o.Name == n))).OfType<string>(),
            ["ModelOptions"] = ModelOptions.All.Select(o => o.Metadata),
            ["the item's defaults"] = definition.Select(e => e.Name.LocalName),
            ["the projects' properties"] = definition.Select(e => PropertyName().Match(e.Value).Groups[1].Value),
            ["the property page"] = XDocument.Load(RuleFile.Path).Descendants().Where(e => e.Name.LocalName.EndsWith("Property", StringComparison.Ordinal)).Select(e => e.Attribute("Name")!.Value),
            ["the metadata's table of the package's README.md"] = RowsOf(PackageReadme, "metadata").Select(r => Quoted().Match(r).Groups[1].Value),
        };
        // The class is the build's: the command line has it for --shim; JPEG has a switch beside its quality.
        string[] ofBuilds = ["Namespace", "ClassName", "Embed", ModelOptions.Jpeg];

        string[] all = [.. places.Values.SelectMany(p => p).Where(n => n.Length > 0).Distinct().Except(ofBuilds)];
        IEnumerable<string> lacking = places.SelectMany(p => all.Except(p.Value).Select(name => $"{name} is not in {p.Key}"));

        Assert.Equal([], lacking);
        Assert.True(all.Length > 50);
    }

    [Fact]
    public void The_property_page_is_that_of_the_options() => Repository.Holds(RuleFile.Path, RuleFile.Text());

    [Fact]
    public void The_metadatas_table_is_that_of_the_options()
    {
        IEnumerable<string> rows = MetadataDescription.All.Select(m => $"| `{m.Name}` | {m.Text.Replace("|", "\\|", StringComparison.Ordinal)} |");
        Repository.Holds(PackageReadme, string.Join('\n', ["", "| metadata | meaning |", "| --- | --- |", .. rows, "", ""]), Begin, End);
    }

    [Fact]
    public void Visual_Studio_is_shown_the_property_page_and_the_build_action()
    {
        XDocument props = XDocument.Load(Repository.Path("src", "NNCompress.MSBuild", "build", "NNCompress.MSBuild.props"));
        Assert.Equal("PruneModel", props.Descendants("AvailableItemName").Single().Attribute("Include")!.Value);
        XElement schema = props.Descendants("PropertyPageSchema").Single();
        Assert.Equal("$(MSBuildThisFileDirectory)PruneModel.xaml", schema.Attribute("Include")!.Value);
        Assert.Equal("File;BrowseObject", schema.Element("Context")!.Value);
    }

    [Fact]
    public void Targets_give_tasks_what_they_have_and_require()
    {
        Type[] tasks = [.. typeof(PrepareModels).Assembly.GetTypes().Where(t => t.IsPublic && typeof(ITask).IsAssignableFrom(t))];
        Assert.Equal(tasks.Select(t => t.FullName).Order(), Targets.Descendants("UsingTask").Select(u => u.Attribute("TaskName")!.Value).Order());
        foreach (Type task in tasks)
        {
            XElement use = Targets.Descendants(task.Name).Single();
            PropertyInfo[] properties = task.GetProperties();
            string[] given = [.. use.Attributes().Select(a => a.Name.LocalName)];
            Assert.Equal([], given.Except(properties.Where(p => p.CanWrite).Select(p => p.Name)));
            Assert.Equal([], properties.Where(p => p.IsDefined(typeof(RequiredAttribute))).Select(p => p.Name).Except(given));
            Assert.Equal(
                properties.Where(p => p.IsDefined(typeof(OutputAttribute)) && p.DeclaringType == task).Select(p => p.Name),
                use.Elements("Output").Select(o => o.Attribute("TaskParameter")!.Value));
        }
    }

    /// <summary>The rows of the table whose first heading is this.</summary>
    private static IEnumerable<string> RowsOf(string path, string heading) =>
        File.ReadAllLines(path).SkipWhile(l => !l.StartsWith($"| {heading} |", StringComparison.Ordinal)).Skip(2).TakeWhile(l => l.StartsWith('|'));

    [GeneratedRegex("--([a-z0-9-]+)")]
    private static partial Regex OptionName();

    [GeneratedRegex(@"^\$\(NNCompress(\w+)\)$")]
    private static partial Regex PropertyName();

    [GeneratedRegex(@"^\| `(\w+)` \|")]
    private static partial Regex Quoted();
}
