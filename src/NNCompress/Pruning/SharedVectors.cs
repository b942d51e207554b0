using NNCompress.Models;
using NNCompress.Models.Proto;

namespace NNCompress.Pruning;

/// <summary>
/// Exporters store equal biases and scales once, often as an Identity of the first, though nothing ties the layers that read them: a network with
/// such vectors would have to keep or lose the same channels in all of them. Weights that mix channels stay shared, and are pruned once.
/// </summary>
public static class SharedVectors
{
    /// <returns>A copy that computes the same, in which each reader of a vector of weights has its own; the network itself where no vector is shared.</returns>
    public static Network Separate(Network network)
    {
        Dictionary<string, string> aliases = [];
        HashSet<string> outputs = [.. network.Outputs.Select(o => o.Name)];
        foreach (Node node in network.Nodes.Where(n => n is { OpType: "Identity", Domain: "" } && !outputs.Contains(n.Outputs[0])))
        {
            string origin = aliases.GetValueOrDefault(node.Inputs[0], node.Inputs[0]);
            if (network.Constant(origin) is { IsFloat: true })
                aliases[node.Outputs[0]] = origin;
        }
        ILookup<string, (Node Node, int Input)> readers = network.Nodes.Where(n => !aliases.ContainsKey(n.Outputs.FirstOrDefault() ?? ""))
            .SelectMany(n => n.Inputs.Select((name, input) => (Name: aliases.GetValueOrDefault(name, name), Reader: (n, input))))
            .Where(r => network.ConstantNames.Contains(r.Name))
            .ToLookup(r => r.Name, r => r.Reader);
        string[] shared = [.. readers.Where(r => r.Count() > 1 && !outputs.Contains(r.Key)).Select(r => r.Key).Where(name => IsVector(network.Constant(name)!))];
        if (aliases.Count == 0 && shared.Length == 0)
            return network;
        Network result = network.Clone();
        HashSet<string> taken = [.. network.ConstantNames, .. network.Nodes.SelectMany(n => n.Outputs), .. network.Inputs.Select(i => i.Name)];
        foreach ((string alias, string origin) in aliases)
        {
            taken.Remove(alias);
            foreach ((Node node, int input) in readers[origin].Where(r => r.Node.Inputs[r.Input] == alias))
                result.Nodes[node.Index].Proto.Input[input] = origin;
        }
        foreach (string name in shared)
        {
            foreach ((Node node, int input) in readers[name].Skip(1))
            {
                string own = node.Inputs[input];
                for (int i = 1; !taken.Add(own); i++)
                    own = $"{node.Inputs[input]}_{i}";
                Tensor vector = network.Constant(name)!;
                result.AddConstant(new Tensor(own, vector.Shape, vector.Floats, vector.Type));
                result.Nodes[node.Index].Proto.Input[input] = own;
            }
        }
        foreach (Node node in network.Nodes.Where(n => aliases.ContainsKey(n.Outputs.FirstOrDefault() ?? "")))
            result.Model.Graph.Node.Remove(result.Nodes[node.Index].Proto);
        foreach (ValueInfoProto stale in result.Model.Graph.ValueInfo.Where(v => aliases.ContainsKey(v.Name)).ToArray())
            result.Model.Graph.ValueInfo.Remove(stale);
        return new Network(result.Model, network.Path);
    }

    private static bool IsVector(Tensor tensor) => tensor.IsFloat && tensor.Length > 1 && tensor.Shape.Count(d => d > 1) == 1;
}
