using NNCompress.Models;

namespace NNCompress.Pruning;

/// <summary>Who computes and who reads each value of a graph.</summary>
internal sealed class ValueReaders
{
    private readonly Dictionary<string, Node> makers = [];
    private readonly Dictionary<string, List<(Node, int)>> readers = [];
    private readonly HashSet<string> outputs;

    public ValueReaders(Network network)
    {
        outputs = [.. network.Outputs.Select(o => o.Name)];
        foreach (Node node in network.Nodes)
        {
            foreach (string output in node.Outputs)
                makers[output] = node;
            for (int i = 0; i < node.Inputs.Count; i++)
            {
                if (!readers.TryGetValue(node.Inputs[i], out List<(Node, int)>? list))
                    readers[node.Inputs[i]] = list = [];
                list.Add((node, i));
            }
        }
    }

    public bool IsOutput(string value) => outputs.Contains(value);

    /// <summary>The node that computes the value, or null where it is an input or a constant.</summary>
    public Node? Maker(string value) => makers.GetValueOrDefault(value);

    /// <summary>The inputs that read the value, in the order of the file.</summary>
    public IReadOnlyList<(Node Node, int Input)> Of(string value) => readers.GetValueOrDefault(value) ?? [];
}
