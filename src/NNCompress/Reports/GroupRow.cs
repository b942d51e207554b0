namespace NNCompress.Reports;

/// <summary>Channels that leave together.</summary>
/// <param name="Name">The group's name: its first producer.</param>
/// <param name="Before">Channels before.</param>
/// <param name="After">Channels after.</param>
/// <param name="Locked">Why it may not be pruned, or null.</param>
/// <param name="Members">The tensor axes that the channels occupy.</param>
public sealed record GroupRow(string Name, int Before, int After, string? Locked, IReadOnlyList<string> Members);
