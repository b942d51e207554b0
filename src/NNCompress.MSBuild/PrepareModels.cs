using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using NNCompress.Coding;

namespace NNCompress.MSBuild;

/// <summary>Completes <c>PruneModel</c> items: names, output paths, inputs, and a file that changes when their options do.</summary>
public sealed class PrepareModels : Task
{
    private const string DefaultNamespace = "NNCompress.Models";

    [Required]
    public ITaskItem[] Models { get; set; } = [];

    /// <summary>What relative paths in metadata are relative to.</summary>
    [Required]
    public string ProjectFolder { get; set; } = "";

    /// <summary>Where outputs go: a folder under the project's intermediate folder.</summary>
    [Required]
    public string OutputFolder { get; set; } = "";

    /// <summary>The tool's assembly: a newer one makes everything anew.</summary>
    [Required]
    public string ToolAssembly { get; set; } = "";

    /// <summary>Folders with plug-ins by name, which packages beside this one add.</summary>
    public string[]? PluginFolders { get; set; }

    /// <summary>Where items give none.</summary>
    public string? RootNamespace { get; set; }

    /// <summary>
    /// The items again, by full path, with the metadata <c>Namespace</c>, <c>ClassName</c>, <c>Embed</c>, <c>Artifact</c>,
    /// <c>ReportFile</c>, <c>PageFile</c>, <c>LogFile</c>, <c>Accessor</c>, <c>ResourceName</c> and <c>InputFiles</c>.
    /// </summary>
    [Output]
    public ITaskItem[] Prepared { get; private set; } = [];

    public override bool Execute()
    {
        Named[] models = [.. Models.Select(Name)];
        foreach (Named model in models.Where(m => !$"{m.Namespace}.{m.ClassName}".Split('.').All(AccessorSource.IsIdentifier)))
            Error("NNC1040", model, $"'{model.FullName}' is no valid class name: set the metadata Namespace and ClassName of PruneModel to C# identifiers.");
        foreach (Named model in models.GroupBy(m => m.FullName, StringComparer.OrdinalIgnoreCase).SelectMany(g => g.Skip(1)))
            Error("NNC1041", model, $"another PruneModel item has the class '{model.FullName}' too: set ClassName or Namespace of one of them.");
        if (Log.HasLoggedErrors)
            return false;
        HashSet<string> shared = new(models.GroupBy(m => m.FileName, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).SelectMany(g => g).Select(m => m.FullName));
        try
        {
            Prepared = [.. models.Select(m => Prepare(m, shared.Contains(m.FullName) ? m.FullName : m.FileName))];
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.LogError(null, "NNC2003", null, null, 0, 0, 0, 0, "cannot prepare the models of this project: {0} Make the files readable and '{1}' writable.", e.Message, OutputFolder);
            return false;
        }
    }

    private Named Name(ITaskItem item)
    {
        string path = Path.GetFullPath(Path.Combine(ProjectFolder, item.ItemSpec));
        return new Named(
            item, path, Path.GetFileNameWithoutExtension(path),
            First(item.GetMetadata("Namespace"), RootNamespace, DefaultNamespace),
            First(item.GetMetadata("ClassName"), AccessorSource.ClassName(path)));
    }

    /// <param name="model">The model.</param>
    /// <param name="stem">Names its outputs; unique among the project's models.</param>
    private TaskItem Prepare(Named model, string stem)
    {
        string[] inputs = [.. InputsOf(model).Distinct()];
        string arguments = Path.Combine(OutputFolder, stem + ".args.cache");
        WriteIfDifferent(arguments, ArgumentsText(model, inputs));

        TaskItem prepared = new(model.Item) { ItemSpec = Escaping.Escape(model.Path) };
        Set("Namespace", model.Namespace);
        Set("ClassName", model.ClassName);
        Set("Embed", ModelOptions.IsFalse(model.Item.GetMetadata("Embed").Trim()) ? "false" : "true");
        Set("Stem", stem);
        Set("Artifact", Path.Combine(OutputFolder, stem + ".nnz"));
        Set("Onnx", OnnxOf(model, stem));
        Set("OnnxName", Path.GetFileName(OnnxOf(model, stem)));
        Set("ReportFile", Path.Combine(OutputFolder, stem + ".json"));
        Set("PageFile", ModelOptions.PageOf(model.Item, ProjectFolder));
        Set("LogFile", Path.Combine(OutputFolder, stem + ".log"));
        Set("Accessor", Path.Combine(OutputFolder, stem + ".g.cs"));
        Set("ArgumentsFile", arguments);
        Set("ResourceName", model.FullName + ".nnz");
        prepared.SetMetadata("InputFiles", string.Join(";", inputs.Concat([arguments, ToolAssembly]).Select(Escaping.Escape)));
        return prepared;

        void Set(string name, string value) => prepared.SetMetadata(name, Escaping.Escape(value));
    }

    /// <summary>Where the tool puts the ONNX file that the item asks for; empty for none.</summary>
    private string OnnxOf(Named model, string stem)
    {
        string precision = model.Item.GetMetadata("OnnxPrecision").Trim().ToLowerInvariant();
        return precision.Length == 0 ? "" : Path.Combine(OutputFolder, $"{stem}.{(precision == "fp32" ? "compressed" : precision)}.onnx");
    }

    private IEnumerable<string> InputsOf(Named model) => InputFiles.OfModel(model.Path).Concat(
        ModelOptions.Given(model.Item, ProjectFolder).SelectMany(given => given.Key.Kind switch
        {
            OptionKind.Path => InputFiles.OfData(given.Value),
            OptionKind.Command => InputFiles.OfCommand(given.Value, ProjectFolder),
            OptionKind.Plugin => PluginFiles.Of(given.Value, PluginFolders ?? []),
            _ => [],
        }));

    /// <summary>Options and names of inputs: timestamps alone would not tell that an option changed or that a data file left.</summary>
    private string ArgumentsText(Named model, string[] inputs)
    {
        StringBuilder text = new();
        foreach (KeyValuePair<ModelOption, string> given in ModelOptions.Given(model.Item, ProjectFolder).Where(given => given.Key.Kind != OptionKind.Resource))
            text.Append(ModelOptions.Argument(given.Key, given.Value)).Append('\n');
        foreach (string input in inputs)
            text.Append(input).Append('\n');
        return text.ToString();
    }

    private void Error(string code, Named model, string message) => Log.LogError(null, code, null, model.Path, 0, 0, 0, 0, "{0}", message);

    internal static void WriteIfDifferent(string path, string text)
    {
        if (File.Exists(path) && File.ReadAllText(path) == text)
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private static string First(params string?[] candidates) => candidates.First(c => !string.IsNullOrWhiteSpace(c))!.Trim();

    private sealed class Named(ITaskItem item, string path, string fileName, string @namespace, string className)
    {
        public ITaskItem Item => item;

        public string Path => path;

        public string FileName => fileName;

        public string Namespace => @namespace;

        public string ClassName => className;

        public string FullName => $"{@namespace}.{className}";
    }
}
