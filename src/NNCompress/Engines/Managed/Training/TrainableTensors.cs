using NNCompress.Engines.Training;
using NNCompress.Models;

namespace NNCompress.Engines.Managed.Training;

/// <summary>
/// Finds what is to be trained: constants of more than one element that are operands of products and convolutions, scales and biases of
/// norms, and operands of Add, Sub, Mul and Div whose other side depends on something trained (a normalisation of the input stays as it
/// is). A constant may pass through other nodes on its way there, as in transposed weights.
/// </summary>
internal sealed class TrainableTensors
{
    private readonly Network network;
    private readonly HashSet<string>? chosen;
    private readonly Dictionary<string, ParameterRole> roles = [];

    // Constants behind a value that depends on nothing else.
    private readonly Dictionary<string, string[]> sources = [];
    private readonly HashSet<string> learnt = [];
    private readonly List<string> statistics = [];

    private TrainableTensors(Network network, IReadOnlyCollection<string>? chosen)
    {
        this.network = network;
        this.chosen = chosen is null ? null : [.. chosen];
    }

    /// <summary>What is trained, and the running statistics of norms.</summary>
    /// <param name="network">The network.</param>
    /// <param name="nodes">The nodes that the loss depends on, in the order of the file.</param>
    /// <param name="chosen">Names to train, or null for all that is found.</param>
    /// <exception cref="ArgumentException">A chosen name is no floating-point constant.</exception>
    public static (Dictionary<string, ParameterRole> Roles, List<string> Statistics) Find(Network network, IEnumerable<Node> nodes, IReadOnlyCollection<string>? chosen)
    {
        TrainableTensors found = new(network, chosen);
        foreach (string name in network.ConstantNames)
        {
            if (network.Constant(name) is { IsFloat: true, Length: > 0 })
                found.sources[name] = [name];
        }
        if (chosen?.FirstOrDefault(name => !found.sources.ContainsKey(name)) is { } missing)
            throw new ArgumentException($"The network has no floating-point constant '{missing}'.", nameof(chosen));
        foreach (Node node in nodes)
            found.Visit(node);
        return (found.roles, found.statistics);
    }

    private void Visit(Node node)
    {
        switch (node.OpType)
        {
            case "Gemm" or "MatMul":
                Train(node.Input(0), ParameterRole.Weight);
                Train(node.Input(1), ParameterRole.Weight);
                Train(node.Input(2), ParameterRole.Offset);
                break;
            case "Conv":
                Train(node.Input(1), ParameterRole.Weight);
                Train(node.Input(2), ParameterRole.Offset);
                break;
            case "Gather" when node.Input(1) is { } indices && !sources.ContainsKey(indices) && !network.ConstantNames.Contains(indices):
                Train(node.Input(0), ParameterRole.Weight);
                break;
            case "LayerNormalization":
                Train(node.Input(1), ParameterRole.Offset);
                Train(node.Input(2), ParameterRole.Offset);
                break;
            case "BatchNormalization":
                Train(node.Input(1), ParameterRole.Offset);
                Train(node.Input(2), ParameterRole.Offset);
                statistics.AddRange(node.Inputs.Skip(3).Where(network.ConstantNames.Contains));
                break;
            case "Add" or "Sub" or "Mul" or "Div" when node.Inputs.Any(learnt.Contains) || chosen is not null:
                Train(node.Input(0), ParameterRole.Offset);
                Train(node.Input(1), ParameterRole.Offset);
                break;
        }
        string[] inputs = [.. node.Inputs.Where(i => i.Length > 0)];
        if (inputs.Any(learnt.Contains))
            learnt.UnionWith(node.Outputs);
        else if (inputs.Length > 0 && inputs.All(i => sources.ContainsKey(i) || network.ConstantNames.Contains(i)))
            sources[node.Outputs[0]] = [.. inputs.SelectMany(i => sources.GetValueOrDefault(i, [])).Distinct()];
    }

    private void Train(string? value, ParameterRole role)
    {
        if (value is null || !sources.TryGetValue(value, out string[]? behind))
            return;
        foreach (string name in behind)
        {
            if (chosen is null ? network.Constant(name)!.Length < 2 && role == ParameterRole.Offset : !chosen.Contains(name))
                continue;
            roles.TryAdd(name, role);
            learnt.Add(name);
            learnt.Add(value);
        }
    }
}
