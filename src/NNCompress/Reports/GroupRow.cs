namespace NNCompress.Reports;

/// <summary>Channels that leave together.</summary>
/// <param name="Name">The group's name: its first producer.</param>
/// <param name="Before">Channels before.</param>
/// <param name="After">Channels after.</param>
/// <param name="Locked">Why it may not be pruned, or null.</param>
/// <param name="Members">The tensor axes that the channels occupy.</param>
public sealed record GroupRow(string Name, int Before, int After, string? Locked, IReadOnlyList<string> Members)
{
    /// <summary>Names of the weights of the layers whose outputs the channels are; with the node's behind it where the exporter only numbered the weight.</summary>
    public IReadOnlyList<string> Producers { get; init; } = [];

    /// <summary>Names of the weights of the layers that read them.</summary>
    public IReadOnlyList<string> Consumers { get; init; } = [];

    /// <summary>Parameters that leave with one channel while all others are there, on average over the group.</summary>
    public double ParametersPerChannel { get; init; }
}
