using Google.Protobuf;
using NNCompress.Models.Proto;

namespace NNCompress.Models.Building;

/// <summary>Puts a new ONNX graph together, node by node.</summary>
internal sealed class GraphWriter
{
    private const int Opset = 13, IrVersion = 7;

    private readonly ModelProto model = new() { IrVersion = IrVersion, ProducerName = "nncompress", Graph = new GraphProto { Name = "network" } };
    private readonly List<Tensor> constants = [];

    public GraphWriter() => model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = Opset });

    /// <param name="name">Of the value.</param>
    /// <param name="sampleShape">Without the batch, which stays open.</param>
    public void Input(string name, IEnumerable<int> sampleShape) => model.Graph.Input.Add(Describe(name, sampleShape));

    /// <inheritdoc cref="Input"/>
    public void Output(string name, IEnumerable<int> sampleShape) => model.Graph.Output.Add(Describe(name, sampleShape));

    /// <summary>A constant, all of whose elements have one value.</summary>
    public string Constant(string name, int[] shape, float value = 0)
    {
        float[] data = new float[shape.Aggregate(1, (p, d) => checked(p * d))];
        data.AsSpan().Fill(value);
        constants.Add(new Tensor(name, shape, data));
        return name;
    }

    /// <summary>An operator of one output; a list attribute has several integers, others one number.</summary>
    public string Node(string opType, string name, string output, string[] inputs, params (string Name, object Value)[] attributes)
    {
        NodeProto node = new() { OpType = opType, Name = name };
        node.Input.AddRange(inputs);
        node.Output.Add(output);
        node.Attribute.AddRange(attributes.Select(a => Attribute(a.Name, a.Value)));
        model.Graph.Node.Add(node);
        return output;
    }

    /// <param name="path">What messages about the network name.</param>
    public Network Finish(string path)
    {
        Network network = new(model, path);
        foreach (Tensor tensor in constants)
            network.AddConstant(tensor);
        GraphCheck.Run(network);
        return network;
    }

    private static AttributeProto Attribute(string name, object value)
    {
        // The numbers of the types are those of AttributeProto.AttributeType.
        AttributeProto attribute = new() { Name = name };
        switch (value)
        {
            case int[] list:
                attribute.Type = 7;
                attribute.Ints.AddRange(list.Select(i => (long)i));
                break;
            case float number:
                (attribute.Type, attribute.F) = (1, number);
                break;
            case int integer:
                (attribute.Type, attribute.I) = (2, integer);
                break;
            default:
                throw new ArgumentException($"An attribute of type {value.GetType().Name}.", nameof(value));
        }
        return attribute;
    }

    private static ValueInfoProto Describe(string name, IEnumerable<int> sampleShape)
    {
        TensorShapeProto shape = new();
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = "batch" });
        shape.Dim.AddRange(sampleShape.Select(d => new TensorShapeProto.Types.Dimension { DimValue = d }));
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.TensorTypeProto { ElemType = (int)ElementType.Float, Shape = shape } } };
    }
}
