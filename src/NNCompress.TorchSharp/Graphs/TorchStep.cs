using NNCompress.Models;

namespace NNCompress.TorchSharp.Graphs;

/// <summary>One computed value of a graph.</summary>
/// <param name="Node">For messages.</param>
/// <param name="Output">The value's name.</param>
/// <param name="Shape">What inference says that it has.</param>
/// <param name="Operands">Its inputs.</param>
/// <param name="Function">Computes it.</param>
/// <param name="Last">Names of values that no later step reads.</param>
internal sealed record TorchStep(Node Node, string Output, long[] Shape, Operands Operands, Function Function, IReadOnlyList<string> Last);
