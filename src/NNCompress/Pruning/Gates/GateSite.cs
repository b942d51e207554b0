using NNCompress.Models;

namespace NNCompress.Pruning.Gates;

/// <summary>A value that a gate multiplies.</summary>
/// <param name="Value">Its name.</param>
/// <param name="Group">Whose channels lie along <paramref name="Axis"/>.</param>
/// <param name="Axis">The value's axis of channels.</param>
/// <param name="Run">Indices of the axis that each channel owns, one behind the other.</param>
/// <param name="Readers">The inputs that read the gated value; any others read it as it was.</param>
internal sealed record GateSite(string Value, ChannelGroup Group, int Axis, int Run, IReadOnlyList<(Node Node, int Input)> Readers);
