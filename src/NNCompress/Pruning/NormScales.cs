using NNCompress.Models;

namespace NNCompress.Pruning;

/// <summary>
/// What batch norms multiply channels with on their way from one layer to the next: γ / √(variance + ε). Where values meet or part (a sum, a concatenation, several
/// readers), the norms before that place belong to the layer that makes the channel, and those behind it to the one that reads it: a channel that many layers
/// read, each behind a norm of its own, is scaled by one of these at a time.
/// </summary>
internal sealed class NormScales
{
    private readonly Dependencies dependencies;
    private readonly Dictionary<string, Node> makers = [];
    private readonly ILookup<string, Node> readers;
    private readonly HashSet<string> outputs;
    private readonly HashSet<Node> layers;

    public NormScales(Dependencies dependencies)
    {
        this.dependencies = dependencies;
        Network network = dependencies.Network;
        foreach (Node node in network.Nodes)
        {
            foreach (string output in node.Outputs)
                makers[output] = node;
        }
        readers = network.Nodes.SelectMany(n => n.Inputs.Where(i => i.Length > 0).Distinct().Select(i => (Value: i, Node: n))).ToLookup(r => r.Value, r => r.Node);
        outputs = [.. network.Outputs.Select(o => o.Name)];
        layers = [.. dependencies.Layers.Where(l => l.InAxis >= 0).Select(l => l.Node)];
    }

    /// <summary>Between the last place where values meet or part, or else the layer before, and what this layer reads: by unit; 1 for those that are left out.</summary>
    public Dictionary<int, double> Before(Layer layer)
    {
        Dictionary<int, double> scale = [];
        string value = layer.Input;
        while (readers[value].Take(2).Count() == 1 && !outputs.Contains(value) && makers.TryGetValue(value, out Node? node) && !layers.Contains(node) && Source(node) is { } source)
        {
            Multiply(scale, node);
            value = source;
        }
        return scale;
    }

    /// <summary>Between the layer and the first place where its outputs meet others or part: by unit; none where another layer comes first, which counts them itself.</summary>
    public Dictionary<int, double> After(Layer layer)
    {
        Dictionary<int, double> scale = [];
        string value = layer.Node.Outputs[0];
        while (!outputs.Contains(value) && readers[value].ToArray() is [Node node] && Source(node) == value)
        {
            if (layers.Contains(node))
                return [];
            Multiply(scale, node);
            value = node.Outputs[0];
        }
        return scale;
    }

    /// <summary>The only computed value that the node reads, or null.</summary>
    private string? Source(Node node)
    {
        string[] computed = [.. node.Inputs.Where(i => i.Length > 0 && dependencies.Network.Constant(i) is null).Distinct()];
        return computed is [string one] ? one : null;
    }

    private void Multiply(Dictionary<int, double> scale, Node node)
    {
        if (node is not { OpType: "BatchNormalization", Domain: "" } || !dependencies.WeightUnits.TryGetValue(new WeightAxis(node.Inputs[1], 0), out int[]? units))
            return;
        float[] gamma = dependencies.Network.Constant(node.Inputs[1])!.Floats, variance = dependencies.Network.Constant(node.Inputs[4])!.Floats;
        float epsilon = node.Float("epsilon", 1e-5f);
        // Units may own several channels: of these the last counts.
        Dictionary<int, double> own = [];
        for (int i = 0; i < units.Length; i++)
            own[units[i]] = gamma[i] / Math.Sqrt(variance[i] + epsilon);
        foreach ((int unit, double factor) in own)
            scale[unit] = scale.GetValueOrDefault(unit, 1) * factor;
    }
}
