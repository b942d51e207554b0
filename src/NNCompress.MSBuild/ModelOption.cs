namespace NNCompress.MSBuild;

/// <summary>A metadatum of <c>PruneModel</c> and the tool's option that it becomes.</summary>
internal sealed class ModelOption
{
    public ModelOption(string metadata, string name, string requestProperty, OptionKind kind = OptionKind.Value)
    {
        (Metadata, Name, RequestProperty, Kind) = (metadata, name, requestProperty, kind);
    }

    /// <summary>Metadata name; with <c>NNCompress</c> before it, the global property that gives the default.</summary>
    public string Metadata { get; }

    /// <summary>The tool's option, without the dashes.</summary>
    public string Name { get; }

    /// <summary>The property of the library's request that the option sets.</summary>
    public string RequestProperty { get; }

    public OptionKind Kind { get; }
}
