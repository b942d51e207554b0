namespace NNCompress.Pruning;

/// <param name="Group">The group's name.</param>
/// <param name="Channels">Channels before.</param>
/// <param name="Removed">Numbers of the channels that leave.</param>
public sealed record GroupCut(string Group, int Channels, IReadOnlyList<int> Removed);
