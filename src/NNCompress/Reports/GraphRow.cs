namespace NNCompress.Reports;

/// <summary>The network's input, a layer, or a place where branches meet.</summary>
/// <param name="Name">Of the input, the layer's weight, or the node.</param>
/// <param name="Operators">The operator and those behind it that belong to no other row.</param>
/// <param name="Before">Channels before; null where that is not known.</param>
/// <param name="After">Channels after; null where that is not known.</param>
/// <param name="From">Numbers of the rows whose values it reads, each smaller than its own.</param>
public sealed record GraphRow(string Name, IReadOnlyList<string> Operators, int? Before, int? After, IReadOnlyList<int> From);
