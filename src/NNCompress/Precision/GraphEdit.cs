using NNCompress.Models;
using NNCompress.Models.Proto;

namespace NNCompress.Precision;

/// <summary>Changes a copy of a network's graph: constants and nodes come in, nodes read other values, and what nothing reads any longer leaves.</summary>
internal sealed class GraphEdit
{
    private const int IntegerAttribute = 2;

    // Of opset 13, and the first that need not list initialisers among the inputs is 4.
    private const int LeastIrVersion = 7;

    private readonly string path;
    private readonly HashSet<string> names;
    // Messages are equal where their content is: nodes are told apart by reference.
    private readonly Dictionary<NodeProto, List<NodeProto>> before = new(ReferenceEqualityComparer.Instance);

    public GraphEdit(Network network)
    {
        (path, Model) = (network.Path, network.Model.Clone());
        names =
        [
            .. network.ConstantNames, .. Model.Graph.Input.Select(i => i.Name), .. Model.Graph.Node.SelectMany(n => n.Output), .. Model.Graph.Node.Select(n => n.Name),
        ];
    }

    public ModelProto Model { get; }

    public IReadOnlyList<NodeProto> Nodes => Model.Graph.Node;

    /// <summary>A name that nothing has yet.</summary>
    public string Name(string wanted)
    {
        string name = wanted;
        for (int number = 2; !names.Add(name); number++)
            name = $"{wanted}.{number}";
        return name;
    }

    /// <summary>Adds a constant and returns its name.</summary>
    public string Constant(string wanted, int[] shape, float[] data) => Add(new Tensor(Name(wanted), shape, data));

    /// <inheritdoc cref="Constant(string, int[], float[])"/>
    public string Constant(string wanted, int[] shape, long[] data, ElementType type) => Add(new Tensor(Name(wanted), shape, data, type));

    /// <summary>Adds a node of one output before <paramref name="reader"/> and returns the output's name.</summary>
    public string Node(NodeProto reader, string opType, string output, string[] inputs, params (string Name, long Value)[] attributes)
    {
        NodeProto node = new() { OpType = opType, Name = Name($"{output}.node") };
        node.Input.AddRange(inputs);
        node.Output.Add(Name(output));
        node.Attribute.AddRange(attributes.Select(a => new AttributeProto { Name = a.Name, I = a.Value, Type = IntegerAttribute }));
        if (!before.TryGetValue(reader, out List<NodeProto>? nodes))
            before[reader] = nodes = [];
        nodes.Add(node);
        return node.Output[0];
    }

    /// <summary>Takes out the attribute; null where the node lacks it.</summary>
    public static AttributeProto? Take(NodeProto node, string attribute)
    {
        AttributeProto? found = node.Attribute.FirstOrDefault(a => a.Name == attribute);
        if (found is not null)
            node.Attribute.Remove(found);
        return found;
    }

    /// <summary>The changed network; constants that nothing reads are gone.</summary>
    public Network Finish()
    {
        List<NodeProto> nodes = [.. Model.Graph.Node.SelectMany(n => before.GetValueOrDefault(n, []).Append(n))];
        HashSet<string> read = [.. nodes.SelectMany(n => n.Input), .. Model.Graph.Output.Select(o => o.Name)];
        Model.Graph.Node.Clear();
        Model.Graph.Node.AddRange(nodes.Where(n => n is not { OpType: "Constant" } || n.Output.Any(read.Contains)));
        HashSet<string> dead = [.. Model.Graph.Initializer.Select(t => t.Name).Where(n => !read.Contains(n))];
        Keep(Model.Graph.Initializer, t => !dead.Contains(t.Name));
        Keep(Model.Graph.Input, i => !dead.Contains(i.Name));
        Model.IrVersion = Math.Max(Model.IrVersion, LeastIrVersion);
        Network network = new(Model, path);
        GraphCheck.Run(network);
        return network;
    }

    private static void Keep<T>(Google.Protobuf.Collections.RepeatedField<T> list, Predicate<T> kept)
    {
        List<T> rest = [.. list.Where(t => kept(t))];
        list.Clear();
        list.AddRange(rest);
    }

    private string Add(Tensor tensor)
    {
        TensorProto proto = new() { Name = tensor.Name, DataType = (int)tensor.Type };
        TensorCodec.Encode(tensor, proto);
        Model.Graph.Initializer.Add(proto);
        return tensor.Name;
    }
}
