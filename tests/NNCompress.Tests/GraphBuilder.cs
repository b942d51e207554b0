using Google.Protobuf;
using NNCompress.Models;
using NNCompress.Models.Proto;

namespace NNCompress.Tests;

/// <summary>Builds small graphs in tests; -1 is an open dimension.</summary>
internal sealed class GraphBuilder
{
    private readonly ModelProto model = new() { IrVersion = 8, ProducerName = "tests", Graph = new GraphProto { Name = "graph" } };

    public GraphBuilder(int opset = 13) => model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = opset });

    public GraphBuilder Input(string name, params int[] shape)
    {
        model.Graph.Input.Add(Describe(name, shape));
        return this;
    }

    public GraphBuilder Output(string name)
    {
        model.Graph.Output.Add(new ValueInfoProto { Name = name });
        return this;
    }

    public GraphBuilder Constant(string name, int[] shape, float[] data) => Add(new Tensor(name, shape, data));

    public GraphBuilder Constant(string name, int[] shape, long[] data, ElementType type = ElementType.Int64) => Add(new Tensor(name, shape, data, type));

    /// <summary>A constant of normally distributed values, from a seed that follows from the name.</summary>
    public GraphBuilder Constant(string name, int[] shape, float scale = 0.3f) =>
        Constant(name, shape, Noise(shape.Aggregate(1, (p, d) => p * d), name.Aggregate(17, (h, c) => (h * 31) + c), scale));

    public GraphBuilder Node(string opType, string[] inputs, string[] outputs, params (string Name, AttributeValue Value)[] attributes) =>
        Node(opType, "", inputs, outputs, attributes);

    public GraphBuilder Node(string opType, string domain, string[] inputs, string[] outputs, params (string Name, AttributeValue Value)[] attributes)
    {
        NodeProto node = new() { OpType = opType, Name = outputs[0] + "_node" };
        if (domain.Length > 0)
            node.Domain = domain;
        node.Input.AddRange(inputs);
        node.Output.AddRange(outputs);
        node.Attribute.AddRange(attributes.Select(a => a.Value.ToProto(a.Name)));
        model.Graph.Node.Add(node);
        return this;
    }

    public byte[] ToBytes() => model.ToByteArray();

    /// <summary>The network, checked as one read from a file.</summary>
    public Network Build() => OnnxFile.Parse(ToBytes(), "test.onnx");

    /// <summary>Normally distributed values (Box–Muller).</summary>
    public static float[] Noise(int count, int seed, float scale = 1)
    {
        Random random = new(seed);
        float[] data = new float[count];
        for (int i = 0; i < count; i++)
            data[i] = scale * (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        return data;
    }

    private static ValueInfoProto Describe(string name, int[] shape)
    {
        TypeProto.Types.TensorTypeProto type = new() { ElemType = (int)ElementType.Float, Shape = new TensorShapeProto() };
        foreach (int d in shape)
            type.Shape.Dim.Add(d < 0 ? new TensorShapeProto.Types.Dimension { DimParam = "N" } : new TensorShapeProto.Types.Dimension { DimValue = d });
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = type } };
    }

    private GraphBuilder Add(Tensor tensor)
    {
        TensorProto proto = new() { Name = tensor.Name, DataType = (int)tensor.Type };
        TensorCodec.Encode(tensor, proto);
        model.Graph.Initializer.Add(proto);
        return this;
    }
}
