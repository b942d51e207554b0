using NNCompress.Models;

namespace NNCompress.Pruning;

/// <summary>A Reshape whose literal target dimension counts channels, so that it shrinks with them.</summary>
/// <param name="Node">The Reshape.</param>
/// <param name="Axis">Which entry of its shape.</param>
/// <param name="Units">Unit of each index along that output axis.</param>
internal sealed record ReshapeUse(Node Node, int Axis, int[] Units);
