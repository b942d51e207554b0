using System.Text.RegularExpressions;
using NNCompress.Tool.CommandLine;

namespace NNCompress.MSBuild.Tests;

/// <summary>What a metadatum means, in the words of the option's help with the metadata's names.</summary>
internal sealed partial record MetadataDescription(string Name, string Text, string Group, OptionKind Kind, IReadOnlyList<string> Values)
{
    /// <summary>All metadata of a <c>PruneModel</c> item, in the order of the options.</summary>
    public static IReadOnlyList<MetadataDescription> All { get; } =
    [
        .. Options.Of(Verbs.Compress).Where(o => ModelOptions.All.Any(m => m.Name == o.Name)).SelectMany(Of),
        new("Namespace", "The namespace of the generated class. Default: the project's root namespace.", "Class", OptionKind.Value, []),
        new("ClassName", "The name of the generated class. Default: made from the file's name: fashion-mlp-300-150.onnx gives FashionMlp300_150.", "Class", OptionKind.Value, []),
        new("Embed", "false copies the artifact beside the program instead of embedding it. Default: true.", "Class", OptionKind.Flag, []),
    ];

    private static IEnumerable<MetadataDescription> Of(Option option)
    {
        ModelOption metadatum = ModelOptions.All.Single(m => m.Name == option.Name);
        if (metadatum.Metadata == ModelOptions.JpegQuality)
            yield return new MetadataDescription(ModelOptions.Jpeg, "true stores weight matrices as JPEG, of JpegQuality. Default: the best coder for each tensor.", option.Group, OptionKind.Flag, []);
        yield return new MetadataDescription(metadatum.Metadata, Reworded(option.Description), option.Group, metadatum.Kind, option.Optional ? [] : option.Values);
    }

    private static string Reworded(string text) => OptionName().Replace(text, m =>
        Options.Of(Verbs.Compress).FirstOrDefault(o => o.Name == m.Groups[1].Value) is { } option && BuildMetadata.NameOf(option) is { } name ? name : m.Value);

    [GeneratedRegex("--([a-z0-9-]*[a-z0-9])")]
    private static partial Regex OptionName();
}
