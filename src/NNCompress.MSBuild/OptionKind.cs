namespace NNCompress.MSBuild;

/// <summary>What the value of a metadatum is.</summary>
internal enum OptionKind
{
    /// <summary>Handed to the tool as it stands.</summary>
    Value,

    /// <summary>A file or folder, relative to the project; its content counts as input.</summary>
    Path,

    /// <summary>A file, relative to the project, that the tool writes beside the artifact; where it is changes nothing else.</summary>
    Output,

    /// <summary>True or false: given without a value, or not at all.</summary>
    Flag,

    /// <summary>The name of a plug-in, or the path of its assembly, relative to the project; its assemblies count as input.</summary>
    Plugin,

    /// <summary>A program with its arguments; the files among them count as input.</summary>
    Command,

    /// <summary>Does not change the result: not in the cache's key.</summary>
    Resource,
}
