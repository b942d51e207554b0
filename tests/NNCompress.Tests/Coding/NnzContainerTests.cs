using Google.Protobuf;
using NNCompress.Coding;
using NNCompress.Models;
using NNCompress.Models.Proto;
using NNCompress.Runtime;

namespace NNCompress.Tests.Coding;

public class NnzContainerTests
{
    [Theory]
    [InlineData("fashion-mlp-300-150.onnx", 168)]
    [InlineData("fashion-mlp-512.onnx", 116)]
    [InlineData("fashion-lenet.onnx", 261)]
    public void What_is_not_payload_is_small(string model, int skeleton)
    {
        Network network = OnnxFile.Load(SampleModels.Path(model));
        List<EncodedTensor> tensors = [.. network.Weights.Select(w => TensorCoder.Encode(w, TensorCoder.Default(w)))];
        byte[] content = NnzWriter.Write(network, tensors);
        NnzFile file = NnzFile.Open(content);
        int directory = content.Length - file.SkeletonBytes - tensors.Sum(t => t.Payload.Length);
        Assert.InRange(directory, 1, 30 + 16 * tensors.Count);
        Assert.InRange(file.SkeletonBytes, 1, skeleton);
        Assert.Equal(tensors.Select(t => (t.Decoded.Name, (int)t.Coder, t.Payload.Length)), file.Sections.Select(s => (s.Name, s.Coder, s.Bytes)));
        Assert.All(tensors.Zip(file.Sections), p => Assert.Equal(p.First.Payload, p.Second.GetPayload()));
    }

    [Fact]
    public void The_same_network_gives_the_same_bytes_and_stays_as_it_is()
    {
        Network network = OnnxFile.Load(SampleModels.Path("fashion-lenet.onnx"));
        byte[] before = network.ToBytes();
        List<EncodedTensor> tensors = [.. network.Weights.Select(w => TensorCoder.Encode(w, new TensorCoding(CoderKind.Quantised, 0.1)))];
        byte[] first = NnzWriter.Write(network, tensors);
        tensors.Reverse();
        Assert.Equal(first, NnzWriter.Write(network, tensors));
        Assert.Equal(before, network.ToBytes());
    }

    [Fact]
    public void Element_types_constant_nodes_unlisted_tensors_and_unknown_fields_survive()
    {
        ModelProto model = Everything();
        Network network = OnnxFile.Parse(model.ToByteArray(), "everything");
        Tensor[] listed = [.. network.Weights.Where(w => w.Name is not "unlisted" and not "empty")];
        Assert.Equal(["single", "half", "double", "node"], listed.Select(w => w.Name));
        byte[] content = NnzWriter.Write(network, [.. listed.Select(w => TensorCoder.Encode(w, new TensorCoding(CoderKind.Raw)))]);
        NnzFile file = NnzFile.Open(content);
        Assert.Equal([("single", 1), ("half", 10), ("double", 11), ("node", 1)], file.Sections.Select(s => (s.Name, s.ElementType)).OrderBy(s => Array.FindIndex(listed, w => w.Name == s.Name)));
        Assert.Equal(network.ToBytes(), file.ReadOnnx());
        Assert.Equal(["double", "half", "node", "single"], file.ReadTensors().Keys.Order());
        using MemoryStream stream = new();
        file.WriteOnnx(stream);
        Assert.Equal(network.ToBytes(), stream.ToArray());
        Network decoded = OnnxFile.Parse(file.ReadOnnx(), "decoded");
        Assert.Equal([1f, 2f, 3f], decoded.Constant("unlisted")!.Floats);
        Assert.Equal("kept", decoded.Model.MetadataProps.Single().Value);
    }

    [Fact]
    public void Coded_halves_decode_to_what_the_writer_verified()
    {
        Network network = OnnxFile.Parse(Everything().ToByteArray(), "everything");
        Tensor half = network.Constant("half")!;
        NnzFile file = NnzFile.Open(NnzWriter.Write(network, [TensorCoder.Encode(half, new TensorCoding(CoderKind.Quantised, 0.3))]));
        Network decoded = OnnxFile.Parse(file.ReadOnnx(), "decoded");
        Assert.All(half.Floats.Zip(decoded.Constant("half")!.Floats), p => Assert.InRange(Math.Abs(p.First - p.Second), 0, 0.151));
    }

    [Fact]
    public void A_tensor_that_the_network_lacks_is_refused()
    {
        Network network = OnnxFile.Parse(Everything().ToByteArray(), "everything");
        Assert.Throws<ArgumentException>(() => NnzWriter.Write(network, [TensorCoder.Encode(new Tensor("nobody", [1], [1f]), new TensorCoding(CoderKind.Raw))]));
    }

    [Fact]
    public void Any_bytes_come_back_from_the_skeleton_coder()
    {
        foreach (int length in new[] { 0, 1, 2, 255, 70_000 })
        {
            byte[] bytes = new byte[length];
            new Random(length).NextBytes(bytes);
            byte[] coded = SkeletonEncoder.Encode(bytes);
            Assert.InRange(coded.Length, 0, length * 1.05 + 8);
            Assert.Equal(bytes, SkeletonDecoder.Decode(coded, 0, coded.Length, length));
        }
        byte[] zeros = SkeletonEncoder.Encode(new byte[200_000]);
        Assert.InRange(200_000, 0, (zeros.Length + 8L) * NnzDirectory.MaxSkeletonBytesPerByte);
        Assert.Equal(new byte[200_000], SkeletonDecoder.Decode(zeros, 0, zeros.Length, 200_000));
    }

    private static ModelProto Everything()
    {
        ModelProto model = new() { IrVersion = 8, ProducerName = "tests", Graph = new GraphProto { Name = "graph" } };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 13 });
        model.MetadataProps.Add(new StringStringEntryProto { Key = "note", Value = "kept" });
        // A field that no version of the format has.
        model.MergeFrom(new byte[] { 0xFA, 0x3F, 3, 7, 8, 9 });
        model.Graph.Initializer.Add(Proto("single", ElementType.Float, [2, 2], [.. new[] { 1f, -2f, 3f, float.Epsilon }.SelectMany(BitConverter.GetBytes)]));
        model.Graph.Initializer.Add(Proto("half", ElementType.Half, [5], [.. new[] { 1f, -2f, 0.3f, 1e-6f, 65504f }.SelectMany(f => BitConverter.GetBytes((Half)f))]));
        model.Graph.Initializer.Add(Proto("double", ElementType.Double, [2], [.. new[] { 0.5, -0.25 }.SelectMany(BitConverter.GetBytes)]));
        model.Graph.Initializer.Add(Proto("unlisted", ElementType.Float, [3], [.. new[] { 1f, 2f, 3f }.SelectMany(BitConverter.GetBytes)]));
        model.Graph.Initializer.Add(Proto("empty", ElementType.Float, [0], []));
        TensorProto shape = new() { Name = "shape", DataType = (int)ElementType.Int64 };
        shape.Dims.Add(1);
        shape.Int64Data.Add(-1);
        model.Graph.Initializer.Add(shape);
        NodeProto node = new() { OpType = "Constant", Name = "c" };
        node.Output.Add("node");
        node.Attribute.Add(new AttributeProto { Name = "value", T = Proto("", ElementType.Float, [1, 3], [.. new[] { 4f, 5f, 6f }.SelectMany(BitConverter.GetBytes)]), Type = 4 });
        model.Graph.Node.Add(node);
        NodeProto identity = new() { OpType = "Identity" };
        identity.Input.Add("node");
        identity.Output.Add("y");
        model.Graph.Node.Add(identity);
        model.Graph.Output.Add(new ValueInfoProto { Name = "y" });
        return model;
    }

    private static TensorProto Proto(string name, ElementType type, long[] dims, byte[] raw)
    {
        TensorProto proto = new() { DataType = (int)type, RawData = ByteString.CopyFrom(raw) };
        if (name.Length > 0)
            proto.Name = name;
        proto.Dims.AddRange(dims);
        return proto;
    }
}
