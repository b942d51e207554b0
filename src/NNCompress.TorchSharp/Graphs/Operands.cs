namespace NNCompress.TorchSharp.Graphs;

/// <summary>A node's inputs while it runs.</summary>
/// <param name="graph">Where values are.</param>
/// <param name="names">By position; empty where an input is left out.</param>
internal sealed class Operands(TorchGraph graph, IReadOnlyList<string> names)
{
    public int Count => names.Count;

    /// <summary>The input at that position, which is there.</summary>
    public TorchTensor this[int index] => graph.Value(names[index]);

    /// <summary>The input at that position, or null where it is left out.</summary>
    public TorchTensor? Optional(int index) => index < names.Count && names[index].Length > 0 ? graph.Value(names[index]) : null;
}
