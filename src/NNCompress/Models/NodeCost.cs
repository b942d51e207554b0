namespace NNCompress.Models;

/// <summary>What one node costs.</summary>
/// <param name="Node">The node.</param>
/// <param name="Macs">Multiply-accumulates for one sample.</param>
/// <param name="Parameters">Elements of the floating-point constants that this node is the first to read.</param>
public sealed record NodeCost(Node Node, long Macs, long Parameters);
