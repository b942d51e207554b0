using NNCompress.Models;
using NNCompress.Models.Proto;

namespace NNCompress.Pruning;

/// <summary>
/// A Gather before the first dense layer that picks the input features which still matter: the network's input keeps its shape, and the
/// layer's weights of all other features are gone.
/// </summary>
public static class InputSelection
{
    private const string Prefix = "nncompress_inputs";

    /// <summary>Puts a Gather that picks everything in front of each dense layer that reads features of the network's input.</summary>
    /// <returns>
    /// A copy that computes the same and whose features <see cref="Dependencies.Of"/> lists as channels, or the network itself where no such layer
    /// lacks its Gather: convolutions read pictures whose channels are not picked.
    /// </returns>
    /// <exception cref="NncException">NNC2021: the graph's shapes do not fit together.</exception>
    public static Network AddTo(Network network)
    {
        Dependencies dependencies = Dependencies.Of(network);
        Dictionary<string, int> widths = [];
        foreach (Layer layer in dependencies.Layers.Where(l => !l.IsConvolution))
        {
            if (dependencies.UnitsOf(layer.Input) is { Length: 2 } axes && axes[1] is null && IsInput(network, layer.Input))
                widths.TryAdd(layer.Input, layer.InUnits.Length);
        }
        if (widths.Count == 0)
            return network;
        Network result = network.Clone();
        foreach ((string value, int width) in widths)
            Insert(result.Model, dependencies, value, width);
        return new Network(result.Model, network.Path);
    }

    /// <summary>Takes each Gather of <see cref="AddTo"/> out that still picks everything.</summary>
    public static Network Tidy(Network network)
    {
        IReadOnlyDictionary<string, int[]> shapes = ShapeInference.Infer(network, 1, lenient: true);
        Network result = network.Clone();
        GraphProto graph = result.Model.Graph;
        bool changed = false;
        foreach (Node node in network.Nodes.Where(n => n is { OpType: "Gather", Domain: "" } && n.Inputs[1].StartsWith(Prefix, StringComparison.Ordinal)))
        {
            if (!shapes.TryGetValue(node.Inputs[0], out int[]? shape) || network.Constant(node.Inputs[1])!.Length != shape[1])
                continue;
            NodeProto gone = graph.Node.Single(n => n.Output.Contains(node.Outputs[0]));
            graph.Node.Remove(gone);
            graph.Initializer.Remove(graph.Initializer.Single(t => t.Name == node.Inputs[1]));
            foreach (NodeProto reader in graph.Node)
                Rename(reader, node.Outputs[0], node.Inputs[0]);
            changed = true;
        }
        return changed ? new Network(result.Model, network.Path) : network;
    }

    /// <summary>Whether a plan removes features of the input, so that the network needs its Gather before the plan fits.</summary>
    public static bool IsIn(PruningPlan plan) => plan.Groups.Any(g => g.Group.StartsWith(Prefix, StringComparison.Ordinal));

    /// <summary>Whether nothing with weights stands between the network's input and the value.</summary>
    private static bool IsInput(Network network, string value)
    {
        while (network.Inputs.All(i => i.Name != value))
        {
            Node? maker = network.Nodes.FirstOrDefault(n => n.Outputs.Contains(value));
            if (maker is null)
                return false;
            string[] computed = [.. maker.Inputs.Where(i => i.Length > 0 && network.Constant(i) is null)];
            if (computed.Length != 1)
                return false;
            value = computed[0];
        }
        return true;
    }

    private static void Insert(ModelProto model, Dependencies dependencies, string value, int width)
    {
        GraphProto graph = model.Graph;
        HashSet<string> taken = [.. graph.Node.SelectMany(n => n.Input.Concat(n.Output).Append(n.Name)), .. graph.Initializer.Select(t => t.Name)];
        string suffix = "";
        for (int i = 1; taken.Contains(Prefix + suffix) || taken.Contains($"{Prefix}{suffix}_picked"); i++)
            suffix = $"_{i}";
        string indices = Prefix + suffix, picked = $"{indices}_picked";
        TensorProto list = new() { Name = indices, DataType = (int)ElementType.Int64 };
        TensorCodec.Encode(new Tensor(indices, [width], [.. Enumerable.Range(0, width).Select(i => (long)i)]), list);
        graph.Initializer.Add(list);
        NodeProto gather = new() { OpType = "Gather", Name = $"{indices}_gather" };
        gather.Input.AddRange([value, indices]);
        gather.Output.Add(picked);
        gather.Attribute.Add(new AttributeProto { Name = "axis", Type = 2, I = 1 });
        int[] readers = [.. dependencies.Layers.Where(l => !l.IsConvolution && l.Input == value).Select(l => l.Node.Index).Distinct().Order()];
        // Nodes of this graph stand where they did, but for those inserted before: the readers are found by their outputs.
        string[] outputs = [.. readers.Select(i => dependencies.Network.Nodes[i].Outputs[0])];
        foreach (NodeProto reader in graph.Node.Where(n => n.Output.Count > 0 && outputs.Contains(n.Output[0])))
            Rename(reader, value, picked);
        graph.Node.Insert(graph.Node.IndexOf(graph.Node.First(n => n.Output.Count > 0 && outputs.Contains(n.Output[0]))), gather);
    }

    private static void Rename(NodeProto node, string from, string to)
    {
        for (int i = 0; i < node.Input.Count; i++)
        {
            if (node.Input[i] == from)
                node.Input[i] = to;
        }
    }
}
