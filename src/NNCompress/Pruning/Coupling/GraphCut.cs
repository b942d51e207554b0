using NNCompress.Models;
using NNCompress.Models.Proto;

namespace NNCompress.Pruning.Coupling;

/// <summary>One surgery under way: the copy that is cut, and what leaves.</summary>
internal sealed class GraphCut(Dependencies dependencies, Network network, IReadOnlySet<int> removed)
{
    private readonly List<(int At, NodeProto[] Nodes)> inserted = [];
    private readonly HashSet<int> gone = [];
    private HashSet<string>? names;

    public Network Network => network;

    /// <summary>The node of the copy.</summary>
    public Node Own(Node node) => network.Nodes[node.Index];

    /// <summary>Positions of the units that stay.</summary>
    public int[] Kept(int[] units) => [.. Enumerable.Range(0, units.Length).Where(i => !removed.Contains(dependencies.Units.Root(units[i])))];

    /// <summary>Positions that stay along an axis of a value; null where all do.</summary>
    public int[]? Kept(string value, int axis)
    {
        if (dependencies.UnitsOf(value)?[axis] is not { } units)
            return null;
        int[] kept = Surgery.Kept(units, removed);
        return kept.Length == units.Length ? null : kept;
    }

    /// <summary>Units along an axis of a value before.</summary>
    public int[]? Units(string value, int axis) => dependencies.UnitsOf(value)?[axis];

    /// <summary>Gives the node integers of its own at an input; a constant that others read too stays as it is.</summary>
    public void SetInput(Node node, int input, int[] shape, long[] values)
    {
        Node own = Own(node);
        if (own.Input(input) is { } name && network.Constant(name) is { IsFloat: false } old && network.Nodes.Sum(n => n.Inputs.Count(i => i == name)) == 1)
        {
            network.Replace(new Tensor(name, shape, values, old.Type));
            return;
        }
        name = AddConstant(own.Input(input) ?? $"{own.Outputs[0]}.{own.OpType}", shape, values);
        while (own.Proto.Input.Count <= input)
            own.Proto.Input.Add("");
        own.Proto.Input[input] = name;
    }

    public string AddConstant(string like, int[] shape, long[] values)
    {
        string name = Fresh(like);
        network.AddConstant(new Tensor(name, shape, values));
        return name;
    }

    /// <summary>A name that nothing in the graph has.</summary>
    public string Fresh(string like)
    {
        names ??= [.. network.ConstantNames, .. network.Inputs.Select(i => i.Name), .. network.Nodes.SelectMany(n => n.Outputs.Append(n.Name))];
        string name = like;
        for (int i = 1; !names.Add(name); i++)
            name = $"{like}_{i}";
        return name;
    }

    /// <summary>Puts nodes in front of a node.</summary>
    public void InsertBefore(Node node, params NodeProto[] nodes) => inserted.Add((node.Index, nodes));

    public void Remove(Node node) => gone.Add(node.Index);

    /// <summary>The network when every edit has been made.</summary>
    public Network Finish()
    {
        RemoveOrphans();
        if (inserted.Count == 0 && gone.Count == 0)
            return CommonConstants.Merge(network.Model.Graph) ? new Network(network.Model, network.Path) : network;
        GraphProto graph = network.Model.Graph;
        ILookup<int, NodeProto> before = inserted.SelectMany(i => i.Nodes, (i, node) => (i.At, node)).ToLookup(i => i.At, i => i.node);
        NodeProto[] nodes = [.. Enumerable.Range(0, graph.Node.Count).SelectMany(i => gone.Contains(i) ? before[i] : before[i].Append(graph.Node[i]))];
        graph.Node.Clear();
        graph.Node.AddRange(nodes);
        HashSet<string> computed = [.. nodes.SelectMany(n => n.Output)];
        foreach (ValueInfoProto stale in graph.ValueInfo.Where(v => !computed.Contains(v.Name) && !network.ConstantNames.Contains(v.Name)).ToArray())
            graph.ValueInfo.Remove(stale);
        CommonConstants.Merge(graph);
        return new Network(network.Model, network.Path);
    }

    /// <summary>What computed a shape that is a constant now is read by nobody any more.</summary>
    private void RemoveOrphans()
    {
        HashSet<string> read = [.. dependencies.Network.Nodes.SelectMany(n => n.Inputs)];
        HashSet<string> outputs = [.. network.Outputs.Select(o => o.Name)];
        Dictionary<string, int> readers = [];
        foreach (NodeProto node in network.Nodes.Where(n => !gone.Contains(n.Index)).Select(n => n.Proto).Concat(inserted.SelectMany(i => i.Nodes)))
        {
            foreach (string input in node.Input)
                readers[input] = readers.GetValueOrDefault(input) + 1;
        }
        foreach (Node node in network.Nodes.Reverse().Where(n => !gone.Contains(n.Index)))
        {
            if (!node.Outputs.Any(read.Contains) || node.Outputs.Any(o => outputs.Contains(o) || readers.GetValueOrDefault(o) > 0))
                continue;
            gone.Add(node.Index);
            foreach (string input in node.Inputs)
                readers[input]--;
        }
    }
}
