using NNCompress.Compression;
using NNCompress.Tool.CommandLine;

namespace NNCompress.Tool.Projects;

/// <summary>The verb init: a project that compresses a model when it is built.</summary>
/// <param name="folder">Where to look for a project when none is named.</param>
/// <param name="version">Of the package to reference.</param>
internal sealed class ProjectSetup(string folder, string version)
{
    private const string Package = "NNCompress.MSBuild";

    /// <summary>Adds to the project what it lacks: the package, its version where versions are kept centrally, and the item. Nothing is written where one of them fails.</summary>
    /// <returns>What was done, for people, a line each.</returns>
    /// <exception cref="NncException">NNC1130 to NNC1134, NNC1043: the project. NNC1025, NNC2001, NNC2040: the model or data. NNC2003: a file cannot be written.</exception>
    public IReadOnlyList<string> Run(Invocation invocation)
    {
        string path = invocation.ProjectPath is { } given ? Named(given) : Only(folder);
        ProjectText project = ProjectText.Load(path);
        if (!IsSdkStyle(project))
            throw ProjectError.NotSdkStyle(path);
        ModelItem item = ModelItem.Of(invocation, path);
        AccessorName name = new(invocation.Request.ShimNamespace ?? RootNamespace(project), invocation.Request.ShimClassName, invocation.Request.ModelPath);
        if (!name.IsValid)
        {
            name = name with { Namespace = AccessorName.Identifiers(name.Namespace) };
            item = item with { Metadata = [.. item.Metadata, new("Namespace", name.Namespace)] };
        }

        List<string> lines = [];
        ProjectText? versions = PackageVersions.Of(project);
        bool referenced = project.Items("PackageReference").Any(e => PackageVersions.Names(e, Package));
        if (!referenced && versions is not null && !PackageVersions.Has(versions, Package))
            Add(versions, "PackageVersion", $"<PackageVersion Include=\"{Package}\" Version=\"{version}\" />");
        if (!referenced)
            Add(project, "PackageReference", $"<PackageReference Include=\"{Package}\"{(versions is null ? $" Version=\"{version}\"" : "")} PrivateAssets=\"all\" />");
        if (project.Items(ModelItem.Kind).FirstOrDefault(item.IsIn) is not { } present)
            Add(project, ModelItem.Kind, item.Markup(), Alone(project));
        else if (item.Lacking(present, project.Elements).ToArray() is { Length: > 0 } lacking)
            lines.Add($"{project.Path} has a {ModelItem.Kind} of {item.Include} already, which is left as it is. It lacks, or has otherwise: {string.Join(" ", lacking)}");
        versions?.Save();
        project.Save();
        if (lines.Count == 0)
            return [$"{project.Path} references {Package} and compresses {item.Include} already: nothing has changed."];
        if (!project.Changed)
            return lines;
        if (item.Metadata.All(m => m.Key is not ("Data" or "Evaluator")))
            lines.Add($"The build needs data that judges: add Data=\"FILE OR FOLDER\" to the {ModelItem.Kind}, or a property NNCompressData.");
        return [.. lines, "", .. Usage(name)];

        void Add(ProjectText file, string kind, string markup, XmlElementPlace? neighbour = null)
        {
            lines.Add($"{file.Path}: added {markup}");
            file.Add(markup, kind, neighbour);
        }
    }

    /// <summary>Where our package has a group of its own, the models go there.</summary>
    private static XmlElementPlace? Alone(ProjectText project)
    {
        XmlElementPlace? reference = project.Items("PackageReference").LastOrDefault(e => PackageVersions.Names(e, Package));
        return reference?.Parent!.Attribute("Condition") is null && project.Elements.Count(e => e.Parent == reference?.Parent) == 1 ? reference : null;
    }

    private static IEnumerable<string> Usage(AccessorName name) =>
    [
        "dotnet build compresses the model and compiles a class for it. In C#:",
        "",
        $"    byte[] onnx = {name.FullName}.ReadOnnx();         // for new InferenceSession(onnx)",
        $"    foreach (var tensor in {name.FullName}.ReadTensors())",
        "        Console.WriteLine(tensor.Key + \" \" + string.Join(\"x\", tensor.Value.Shape));",
    ];

    private static bool IsSdkStyle(ProjectText project) =>
        project.Elements[0].Attribute("Sdk") is not null || project.Elements.Any(e => e.Depth == 1 && (e.Name == "Sdk" || (e.Name == "Import" && e.Attribute("Sdk") is not null)));

    /// <summary>As the SDK makes it where the project does not say.</summary>
    private static string RootNamespace(ProjectText project) =>
        project.Property("RootNamespace") is { Length: > 0 } name && !name.Contains('$') ? name : Path.GetFileNameWithoutExtension(project.Path).Replace(' ', '_');

    private static string Named(string path) => Directory.Exists(path) ? Only(path) : !path.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase) && File.Exists(path)
        ? throw ProjectError.NotCSharp(path)
        : File.Exists(path) ? path : throw ProjectError.Missing(path);

    private static string Only(string folder)
    {
        string[] projects = [.. Directory.EnumerateFiles(folder, "*.csproj").Order(StringComparer.Ordinal)];
        return projects switch
        {
            [] => throw ProjectError.None(folder),
            [string one] => Path.GetRelativePath(Environment.CurrentDirectory, one),
            _ => throw ProjectError.Several(folder, projects.Select(p => Path.GetFileName(p))),
        };
    }
}
