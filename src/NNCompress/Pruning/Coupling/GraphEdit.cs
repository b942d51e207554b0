using NNCompress.Models;

namespace NNCompress.Pruning.Coupling;

/// <summary>What a node's attributes or constant inputs must follow when channels leave.</summary>
internal abstract class GraphEdit(Node node)
{
    /// <summary>Of the network before.</summary>
    public Node Node => node;

    public abstract void Apply(GraphCut cut);
}
