using NNCompress.Compression;

namespace NNCompress.Tool.CommandLine;

/// <summary>A command line that has been understood.</summary>
internal sealed record Invocation
{
    public required Verb Verb { get; init; }

    public required CompressionRequest Request { get; init; }

    public string? JsonPath { get; init; }

    public string? MarkdownPath { get; init; }

    /// <summary>The project that init changes; null to look for it.</summary>
    public string? ProjectPath { get; init; }

    public LogFormat LogFormat { get; init; }

    public bool Quiet { get; init; }

    public bool Verbose { get; init; }

    /// <summary>Whether inspect tells which channels hang together, and nothing else.</summary>
    public bool Groups { get; init; }

    /// <summary>What the user gave, by option name without the dashes; a switch has the value <c>true</c>.</summary>
    public IReadOnlyDictionary<string, string> Given { get; init; } = new Dictionary<string, string>();
}
