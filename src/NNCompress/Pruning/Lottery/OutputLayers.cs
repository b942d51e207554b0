using NNCompress.Models;

namespace NNCompress.Pruning.Lottery;

/// <summary>The layers behind which no other layer comes.</summary>
internal static class OutputLayers
{
    /// <returns>Names of their weights.</returns>
    public static IReadOnlySet<string> Weights(Dependencies dependencies)
    {
        Dictionary<Node, Layer> layers = dependencies.Layers.ToDictionary(l => l.Node);
        Dictionary<string, Node> makers = [];
        foreach (Node node in dependencies.Network.Nodes)
        {
            foreach (string output in node.Outputs)
                makers[output] = node;
        }
        HashSet<string> found = [], seen = [];
        Stack<string> open = new(dependencies.Network.Outputs.Select(o => o.Name));
        while (open.TryPop(out string? value))
        {
            if (!seen.Add(value) || !makers.TryGetValue(value, out Node? node))
                continue;
            if (layers.TryGetValue(node, out Layer? layer))
            {
                found.Add(layer.Weight);
                continue;
            }
            foreach (string input in node.Inputs)
                open.Push(input);
        }
        return found;
    }
}
