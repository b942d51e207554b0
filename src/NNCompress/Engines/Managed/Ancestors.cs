using NNCompress.Models;

namespace NNCompress.Engines.Managed;

/// <summary>What must run to get some values.</summary>
internal static class Ancestors
{
    /// <summary>The nodes that the values depend on, in the order of the file.</summary>
    public static List<Node> Of(Network network, IEnumerable<string> values)
    {
        HashSet<string> needed = [.. values];
        List<Node> nodes = [];
        for (int i = network.Nodes.Count - 1; i >= 0; i--)
        {
            Node node = network.Nodes[i];
            if (!node.Outputs.Any(needed.Contains))
                continue;
            nodes.Add(node);
            needed.UnionWith(node.Inputs);
        }
        nodes.Reverse();
        return nodes;
    }
}
