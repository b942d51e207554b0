using NNCompress.Models.Proto;
using NNCompress.Models.Shapes;

namespace NNCompress.Models;

/// <summary>
/// Puts the branch in the place of each If whose condition follows from shapes: PyTorch writes one where it squeezes a dimension whose size it does not know.
/// </summary>
internal static class KnownBranches
{
    // A condition that tells these apart is no matter of the network alone.
    private static readonly int[] Batches = [1, 2, 3];

    /// <summary>The network with such branches in place; the same network where there are none. Others stay as they are.</summary>
    public static Network Resolve(Network network)
    {
        while (network.Nodes.Any(IsBranch))
        {
            bool?[][] all = [.. Batches.Select(batch => Conditions(network, batch))];
            int index = Enumerable.Range(0, all[0].Length).FirstOrDefault(
                i => all[0][i] is { } known && all.All(conditions => conditions[i] == known) && Branch(network.Nodes[i], known) is not null, -1);
            if (index < 0)
                return network;
            ModelProto model = network.Model.Clone();
            Replace(model.Graph, index, Branch(network.Nodes[index], all[0][index]!.Value)!);
            network = new Network(model, network.Path);
        }
        return network;
    }

    private static bool IsBranch(Node node) => node is { OpType: "If", Domain: "" };

    /// <summary>The conditions of the nodes that are branches, as far as they are known.</summary>
    private static bool?[] Conditions(Network network, int batch)
    {
        ConstantResolver constants = new(network);
        try
        {
            ShapeInference.Infer(network, constants, batch, lenient: true);
        }
        catch (NncException e) when (e.Code is "NNC2021")
        {
            // What does not fit is told to whoever runs the network; what was known before is known.
        }
        return [.. network.Nodes.Select(node => IsBranch(node) && constants.Find(node.Input(0)) is { IsFloat: false, Length: 1 } condition ? condition.Integers[0] != 0 : (bool?)null)];
    }

    /// <summary>The sub-graph, or null where it cannot be moved: tensors that lie outside the file stay with it.</summary>
    private static GraphProto? Branch(Node node, bool condition)
    {
        GraphProto? branch = node.Find(condition ? "then_branch" : "else_branch")?.G;
        return branch is { Input.Count: 0 } && branch.Output.Count == node.Outputs.Count
            && branch.Initializer.Concat(branch.Node.SelectMany(n => n.Attribute).Select(a => a.T).OfType<TensorProto>()).All(t => t.DataLocation == 0) ? branch : null;
    }

    private static void Replace(GraphProto graph, int index, GraphProto branch)
    {
        NodeProto node = graph.Node[index];
        graph.Node.RemoveAt(index);
        // Both branches may use the same names, and so may other nodes' branches.
        Dictionary<string, string> names = [];
        foreach (string name in branch.Initializer.Select(t => t.Name).Concat(branch.Node.SelectMany(n => n.Output)).Where(n => n.Length > 0))
            names[name] = $"{node.Output[0]}/{name}";
        foreach (TensorProto constant in branch.Initializer)
        {
            TensorProto moved = constant.Clone();
            moved.Name = names[constant.Name];
            graph.Initializer.Add(moved);
        }
        int at = index;
        foreach (NodeProto inner in branch.Node)
        {
            NodeProto moved = inner.Clone();
            Rename(moved, names);
            graph.Node.Insert(at++, moved);
        }
        for (int i = 0; i < branch.Output.Count; i++)
        {
            string name = branch.Output[i].Name;
            NodeProto identity = new() { OpType = "Identity", Name = $"{node.Output[i]}/branch" };
            identity.Input.Add(names.GetValueOrDefault(name, name));
            identity.Output.Add(node.Output[i]);
            graph.Node.Insert(at++, identity);
        }
        RemoveUnread(graph, node.Input[0]);
    }

    private static void Rename(NodeProto node, Dictionary<string, string> names)
    {
        Rename(node.Input, names);
        Rename(node.Output, names);
        foreach (GraphProto inner in node.Attribute.Select(a => a.G).OfType<GraphProto>())
        {
            foreach (NodeProto nested in inner.Node)
                Rename(nested, names);
            foreach (ValueInfoProto output in inner.Output)
                output.Name = names.GetValueOrDefault(output.Name, output.Name);
        }
    }

    private static void Rename(Google.Protobuf.Collections.RepeatedField<string> values, Dictionary<string, string> names)
    {
        for (int i = 0; i < values.Count; i++)
            values[i] = names.GetValueOrDefault(values[i], values[i]);
    }

    /// <summary>Takes the node away that makes a value which nobody reads any more, and what only that node read.</summary>
    private static void RemoveUnread(GraphProto graph, string value)
    {
        if (graph.Node.FirstOrDefault(n => n.Output.Contains(value)) is not { } maker || maker.Output.Any(IsRead))
            return;
        graph.Node.Remove(maker);
        foreach (string input in maker.Input)
            RemoveUnread(graph, input);

        bool IsRead(string output) => output.Length > 0 && (graph.Output.Any(o => o.Name == output) || graph.Node.Any(n => Reads(n, output)));
    }

    private static bool Reads(NodeProto node, string value) =>
        node.Input.Contains(value) || node.Attribute.Any(a => a.G is not null && (a.G.Node.Any(n => Reads(n, value)) || a.G.Output.Any(o => o.Name == value)));
}
