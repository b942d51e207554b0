using NNCompress.Models;
using NNCompress.Models.Proto;

namespace NNCompress.Pruning.Gates;

/// <summary>
/// A copy of a network in which each channel is multiplied by a gate: a Mul by a trainable constant of shape [C, 1, 1] behind a convolution, [C]
/// behind a dense layer. With all gates at 1 it computes the same, bit for bit. The gate's gradient is the Taylor importance, an L1 penalty on it
/// the group lasso, a hard-concrete distribution of it L0, and a gate at 0 a channel that can be taken out.
/// </summary>
public sealed class GatedNetwork
{
    private readonly HashSet<string> names;

    private GatedNetwork(Dependencies dependencies, GatePosition position)
    {
        Dependencies = dependencies;
        GateSites found = GateSites.Of(dependencies);
        Ungated = found.Ungated;
        names = [.. dependencies.Network.ConstantNames, .. dependencies.Network.Inputs.Select(i => i.Name), .. dependencies.Network.Nodes.SelectMany(n => n.Outputs.Append(n.Name))];
        ModelProto model = dependencies.Network.Model.Clone();
        ActivationPassage passage = new(dependencies, found);
        List<ChannelGate> gates = [];
        List<(int Before, NodeProto Node)> inserted = [];
        foreach (IGrouping<ChannelGroup, GateSite> group in found.Sites.GroupBy(s => s.Group).OrderBy(g => g.Key.Units[0]))
        {
            (IReadOnlyList<GateSite> Sites, IReadOnlyList<WeightAxis> Scaled)? before = position == GatePosition.Before ? passage.Of([.. group]) : null;
            GateSite[] sites = [.. before?.Sites ?? [.. group]];
            int rank = dependencies.UnitsOf(sites[0].Value)!.Length;
            int[] shape = [group.Key.Units.Length, .. Enumerable.Repeat(1, rank - sites[0].Axis - 1)];
            string gate = Name($"{group.Key.Name}.gate");
            Tensor ones = new(gate, shape, [.. Enumerable.Repeat(1f, shape[0])]);
            TensorProto proto = new() { Name = gate, DataType = (int)ones.Type };
            TensorCodec.Encode(ones, proto);
            model.Graph.Initializer.Add(proto);
            foreach (GateSite site in sites)
                inserted.AddRange(Insert(model, site, gate, shape).Select(node => (site.Readers.Min(r => r.Node.Index), node)));
            gates.Add(new ChannelGate(group.Key, gate, before?.Scaled ?? Inputs(group.Key), before is not null));
        }
        foreach ((int at, NodeProto node) in inserted.AsEnumerable().Reverse().OrderByDescending(i => i.Before))
            model.Graph.Node.Insert(at, node);
        Network = new Network(model, dependencies.Network.Path);
        Gates = gates;
    }

    /// <summary>Of the network without gates.</summary>
    public Dependencies Dependencies { get; }

    /// <summary>The network with gates; training changes it in place.</summary>
    public Network Network { get; }

    /// <summary>One for each group whose channels are free, in the order of <see cref="Dependencies.Groups"/>.</summary>
    public IReadOnlyList<ChannelGate> Gates { get; }

    /// <summary>Groups that no gate can be given to, since their values are read in ways that a factor a channel does not fit.</summary>
    public IReadOnlyList<ChannelGroup> Ungated { get; }

    /// <param name="dependencies">Of the network to gate, which stays as it is.</param>
    /// <param name="position">Behind the activation, or before it where that is possible.</param>
    public static GatedNetwork Of(Dependencies dependencies, GatePosition position = GatePosition.After) => new(dependencies, position);

    /// <summary>The gate's values, one a channel.</summary>
    public float[] Values(ChannelGate gate) => [.. Network.Constant(gate.Constant)!.Floats];

    /// <summary>Sets the gate's values, one a channel.</summary>
    public void Set(ChannelGate gate, float[] values) => Network.Replace(new Tensor(gate.Constant, Network.Constant(gate.Constant)!.Shape, values));

    /// <summary>
    /// The network without gates that computes what the gated one does: its weights, multiplied by the gates. A gate before an activation
    /// becomes part of the layer that computes the channel; one behind it, of the layers that read the channel.
    /// </summary>
    public Network Fold()
    {
        Network folded = Dependencies.Network.Clone();
        Dictionary<string, float[]> weights = [];
        foreach (Tensor tensor in Dependencies.Network.Weights)
            weights[tensor.Name] = [.. Network.Constant(tensor.Name)!.Floats];
        foreach (ChannelGate gate in Gates)
        {
            Dictionary<int, float> factors = gate.Group.Units.Zip(Values(gate)).ToDictionary(p => p.First, p => p.Second);
            foreach (WeightAxis axis in gate.Scaled)
                Multiply(weights[axis.Tensor], folded.Constant(axis.Tensor)!.Shape, axis.Axis, Dependencies.WeightUnits[axis], factors);
        }
        foreach ((string name, float[] values) in weights)
        {
            Tensor before = folded.Constant(name)!;
            folded.Replace(new Tensor(name, before.Shape, values, before.Type));
        }
        return folded;
    }

    private static WeightAxis[] Inputs(ChannelGroup group) => [.. group.Consumers.Select(l => new WeightAxis(l.Weight, l.InAxis)).Distinct()];

    private static void Multiply(float[] values, int[] shape, int axis, int[] units, Dictionary<int, float> factors)
    {
        int inner = 1;
        for (int i = axis + 1; i < shape.Length; i++)
            inner *= shape[i];
        for (int i = 0; i < values.Length; i++)
        {
            if (factors.TryGetValue(units[i / inner % shape[axis]], out float factor))
                values[i] *= factor;
        }
    }

    /// <summary>The nodes that multiply a site's value; its readers are led to the product.</summary>
    private List<NodeProto> Insert(ModelProto model, GateSite site, string gate, int[] shape)
    {
        List<NodeProto> nodes = [];
        int rank = Dependencies.UnitsOf(site.Value)!.Length;
        int[] wanted = [site.Run * shape[0], .. Enumerable.Repeat(1, rank - site.Axis - 1)];
        string factor = gate;
        if (!wanted.AsSpan().SequenceEqual(shape))
        {
            // [C, 1] repeated along the second axis holds each channel's factor Run times, one behind the other.
            factor = Shaped(model, nodes, gate, factor, [shape[0], 1]);
            if (site.Run > 1)
            {
                NodeProto repeat = Make("Concat", [.. Enumerable.Repeat(factor, site.Run)], factor = Name($"{gate}.repeated"));
                repeat.Attribute.Add(new AttributeProto { Name = "axis", Type = 2, I = 1 });
                nodes.Add(repeat);
            }
            factor = Shaped(model, nodes, gate, factor, wanted);
        }
        string product = Name($"{site.Value}.gated");
        nodes.Add(Make("Mul", [site.Value, factor], product));
        foreach ((Node reader, int input) in site.Readers)
            model.Graph.Node[reader.Index].Input[input] = product;
        return nodes;
    }

    private string Shaped(ModelProto model, List<NodeProto> nodes, string gate, string value, int[] shape)
    {
        Tensor dimensions = new(Name($"{gate}.shape"), [shape.Length], Array.ConvertAll(shape, d => (long)d));
        TensorProto proto = new() { Name = dimensions.Name, DataType = (int)dimensions.Type };
        TensorCodec.Encode(dimensions, proto);
        model.Graph.Initializer.Add(proto);
        string output = Name($"{gate}.shaped");
        nodes.Add(Make("Reshape", [value, dimensions.Name], output));
        return output;
    }

    private static NodeProto Make(string operation, string[] inputs, string output)
    {
        NodeProto node = new() { OpType = operation, Name = $"{output}_node" };
        node.Input.AddRange(inputs);
        node.Output.Add(output);
        return node;
    }

    private string Name(string wanted)
    {
        string name = wanted;
        for (int i = 1; !names.Add(name); i++)
            name = $"{wanted}_{i}";
        return name;
    }
}
