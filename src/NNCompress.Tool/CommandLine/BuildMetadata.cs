using System.Globalization;

namespace NNCompress.Tool.CommandLine;

/// <summary>How an option of compress is called where a project gives it: the metadata of a <c>PruneModel</c> item.</summary>
internal static class BuildMetadata
{
    /// <summary>What a build decides itself, or has no use for.</summary>
    private static readonly string[] NotForBuilds = ["output", "plan", "shim", "json", "markdown", "log-format", "quiet", "verbose"];

    /// <summary>The option's name in Pascal case, apart from two; null where it is no metadatum.</summary>
    public static string? NameOf(Option option) => option switch
    {
        _ when !option.Verbs.HasFlag(Verbs.Compress) || NotForBuilds.Contains(option.Name) => null,
        { Name: "train-data" } => "TrainingData",
        { Name: "jpeg" } => "JpegQuality",
        _ => string.Concat(option.Name.Split('-').Select(word => char.ToUpper(word[0], CultureInfo.InvariantCulture) + word[1..])),
    };
}
