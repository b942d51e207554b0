using Google.Protobuf;
using NNCompress.Models;
using NNCompress.Models.Proto;

namespace NNCompress.Bench;

/// <summary>Four 3×3 convolutions that keep the picture's size, two poolings, two dense layers: 16-16-pool-32-32-pool-128-10 on 28×28 pictures.</summary>
internal static class PaddedConvolutions
{
    /// <param name="norms">Batch normalisation after each convolution.</param>
    public static Network Build(bool norms)
    {
        GraphProto graph = new() { Name = "graph" };
        Random random = new(1);
        graph.Input.Add(Describe("x", [0, 1, 28, 28]));
        graph.Output.Add(Describe("y", [0, 10]));
        string value = "x";
        int channels = 1;
        foreach (int next in new[] { 16, 16, -2, 32, 32, -2 })
        {
            if (next < 0)
            {
                value = Node("MaxPool", [value], ("kernel_shape", [2, 2]), ("strides", [2, 2]));
                continue;
            }
            value = Node("Conv", [value, Noise([next, channels, 3, 3], channels * 9), Fill(next, 0)], ("pads", [1, 1, 1, 1]));
            if (norms)
                value = Node("BatchNormalization", [value, Fill(next, 1), Fill(next, 0), Fill(next, 0), Fill(next, 1)]);
            value = Node("Relu", [value]);
            channels = next;
        }
        value = Node("Flatten", [value]);
        value = Node("Relu", [Node("Gemm", [value, Noise([1568, 128], 1568), Fill(128, 0)])]);
        graph.Node.Add(new NodeProto { OpType = "Gemm", Input = { value, Noise([128, 10], 128), Fill(10, 0) }, Output = { "y" } });
        ModelProto model = new() { IrVersion = 8, Graph = graph, OpsetImport = { new OperatorSetIdProto { Domain = "", Version = 13 } } };
        return OnnxFile.Parse(model.ToByteArray(), "conv.onnx");

        string Node(string type, string[] inputs, params (string Name, long[] Values)[] attributes)
        {
            NodeProto node = new() { OpType = type, Input = { inputs }, Output = { $"v{graph.Node.Count}" } };
            foreach ((string name, long[] values) in attributes)
                node.Attribute.Add(new AttributeProto { Name = name, Type = 7, Ints = { values } });
            graph.Node.Add(node);
            return node.Output[0];
        }

        // After He et al. (2015), drawn uniformly.
        string Noise(int[] shape, int inputs)
        {
            float bound = MathF.Sqrt(6f / inputs);
            return Constant(shape, [.. Enumerable.Range(0, shape.Aggregate(1, (p, d) => p * d)).Select(_ => bound * ((2 * random.NextSingle()) - 1))]);
        }

        string Fill(int length, float with) => Constant([length], [.. Enumerable.Repeat(with, length)]);

        string Constant(int[] shape, float[] values)
        {
            Tensor tensor = new($"c{graph.Initializer.Count}", shape, values);
            TensorProto proto = new() { Name = tensor.Name, DataType = (int)tensor.Type };
            TensorCodec.Encode(tensor, proto);
            graph.Initializer.Add(proto);
            return tensor.Name;
        }
    }

    private static ValueInfoProto Describe(string name, int[] shape)
    {
        TypeProto.Types.TensorTypeProto type = new() { ElemType = (int)ElementType.Float, Shape = new TensorShapeProto() };
        foreach (int d in shape)
            type.Shape.Dim.Add(d == 0 ? new TensorShapeProto.Types.Dimension { DimParam = "N" } : new TensorShapeProto.Types.Dimension { DimValue = d });
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = type } };
    }
}
