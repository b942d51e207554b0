using Google.Protobuf;
using NNCompress.Models;
using NNCompress.Models.Proto;

namespace NNCompress.Tests.Models;

/// <summary>Tensors that stay in files until they are needed, made small here by small limits.</summary>
public sealed class GreatTensorTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nncompress-tests-");

    private string Model => Path.Combine(folder.FullName, "m.onnx");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void An_outline_is_the_same_network_as_the_whole_file()
    {
        byte[] bytes = Mixed().ToByteArray();
        File.WriteAllBytes(Model, bytes);
        Network whole = OnnxFile.Parse(bytes, Model), outline = OnnxFile.Load(Model, 0, 16);
        Assert.Equal(["w", "half", "short", "node"], outline.WeightNames);
        Assert.Equal([true, true, false, true], outline.WeightNames.Select(n => outline.Stored(n).IsElsewhere));
        Assert.All(whole.WeightNames, name => Assert.Equal(whole.Constant(name)!.Floats, outline.Constant(name)!.Floats));
        Assert.Equal(bytes, outline.ToBytes());
        Assert.Equal(bytes, outline.Clone().ToBytes());
        Assert.Equal(bytes.Length, outline.StoredBytes);
        MemoryStream written = new();
        outline.WriteTo(written);
        Assert.Equal(bytes, written.ToArray());
    }

    [Fact]
    public void Parts_of_a_great_tensor_are_those_of_the_whole()
    {
        File.WriteAllBytes(Model, Mixed().ToByteArray());
        Network outline = OnnxFile.Load(Model, 0, 16);
        foreach (string name in outline.WeightNames)
        {
            float[] whole = outline.Constant(name)!.Floats, part = new float[2];
            outline.Stored(name).Read(1, part);
            Assert.Equal(whole[1..3], part);
        }
    }

    [Fact]
    public void A_great_tensor_that_is_replaced_leaves_the_file_as_it_is()
    {
        byte[] bytes = Mixed().ToByteArray();
        File.WriteAllBytes(Model, bytes);
        Network outline = OnnxFile.Load(Model, 0, 16), copy = outline.Clone();
        copy.Replace(new Tensor("w", [1, 3], [7f, 8, 9]));
        Assert.Equal([7, 8, 9], copy.Constant("w")!.Floats);
        Assert.Equal(bytes, outline.ToBytes());
    }

    /// <summary>In a network of more than 32 MB; a smaller one keeps it.</summary>
    [Theory]
    [InlineData(9_000_000, true)]
    [InlineData(1_000_000, false)]
    public void What_replaces_a_great_tensor_of_a_great_network_waits_in_a_file(int length, bool elsewhere)
    {
        Network network = new GraphBuilder().Input("x", -1, length).Constant("w", [length], new float[length]).Constant("b", [1])
            .Node("Add", ["x", "w"], ["h"]).Node("Add", ["h", "b"], ["y"]).Output("y").Build();
        float[] values = [.. Enumerable.Range(0, length).Select(i => i * 0.5f)];
        network.Replace(new Tensor("w", [length], values));
        network.Replace(new Tensor("b", [1], [3f]));
        Network copy = network.Clone();
        copy.Replace(new Tensor("w", [length], new float[length]));
        Assert.Equal((elsewhere, false), (network.Stored("w").IsElsewhere, network.Stored("b").IsElsewhere));
        Assert.Equal(values, network.Constant("w")!.Floats);
        Assert.Equal(values, OnnxFile.Parse(network.ToBytes(), "m.onnx").Constant("w")!.Floats);
        float[] part = new float[2];
        network.Stored("w").Read(length - 2, part);
        Assert.Equal(values[^2..], part);
        Assert.Equal(0, copy.Constant("w")!.Floats.Max());
        Assert.Equal(3, copy.Constant("b")!.Floats[0]);
    }

    [Fact]
    public void Truncated_anywhere_an_outline_fails_as_the_whole_file_does()
    {
        byte[] bytes = Mixed().ToByteArray();
        int failures = 0;
        for (int length = 0; length < bytes.Length; length++)
        {
            File.WriteAllBytes(Model, bytes[..length]);
            Exception? expected = Record.Exception(() => OnnxFile.Parse(bytes[..length], Model)), found = Record.Exception(() => OnnxFile.Load(Model, 0, 16));
            Assert.Equal(expected?.Message, found?.Message);
            failures += expected is NncException ? 1 : 0;
        }
        Assert.InRange(failures, bytes.Length * 3 / 4, bytes.Length);
    }

    [Fact]
    public void A_file_that_shrinks_while_it_is_read_is_NNC2002()
    {
        File.WriteAllBytes(Model, Mixed().ToByteArray());
        Network outline = OnnxFile.Load(Model, 0, 16);
        File.WriteAllBytes(Model, [1]);
        Assert.Equal("NNC2002", Assert.Throws<NncException>(() => outline.Constant("w")).Code);
    }

    [Fact]
    public void Weights_past_two_gigabytes_are_described_and_written_beside_the_graph_and_not_in_one_piece_NNC2140()
    {
        // Sparse: takes no room on the disk, and nothing of it is read.
        const long bytes = 600_000_000L * 4;
        using (FileStream data = File.Create(Path.Combine(folder.FullName, "w.bin")))
            data.SetLength(bytes + 8);
        ModelProto model = Mixed();
        TensorProto weight = model.Graph.Initializer[0];
        weight.ClearRawData();
        (weight.Dims[0], weight.Dims[1], weight.DataLocation) = (600_000, 1000, 1);
        weight.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "w.bin" });
        weight.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = "8" });
        File.WriteAllBytes(Model, model.ToByteArray());

        Network network = OnnxFile.Load(Model);
        Assert.Equal(600_000_000, network.Stored("w").Length);
        float[] end = [1f];
        network.Stored("w").Read(599_999_999, end);
        Assert.Equal(0f, end[0]);
        Assert.InRange(network.Clone().StoredBytes, bytes, bytes + 1000);
        NncException e = Assert.Throws<NncException>(network.ToBytes);
        Assert.Equal("NNC2140", e.Code);
        TensorProto apart = ModelProto.Parser.ParseFrom(network.WriteApart(Stream.Null, "w.data")).Graph.Initializer[0];
        Assert.Equal(["location w.data", "offset 0", $"length {bytes}"], apart.ExternalData.Select(d => $"{d.Key} {d.Value}"));
        Assert.Equal(32, network.Digest().Length);
    }

    [Fact]
    public void What_nodes_hold_cannot_be_written_beside_the_graph_NNC2140()
    {
        ModelProto model = Mixed();
        foreach (string name in new[] { "one", "two" })
        {
            NodeProto node = new() { OpType = "Constant", Output = { name } };
            node.Attribute.Add(new AttributeProto { Name = "value", Type = 4, T = new TensorProto { DataType = 1, Dims = { 300_000_000 }, RawData = new Zeros(1_200_000_000).AsField() } });
            model.Graph.Node.Add(node);
        }
        Assert.Equal("NNC2140", Assert.Throws<NncException>(() => OnnxFile.Save(new Network(model, Model), Path.Combine(folder.FullName, "new", "copy.onnx"))).Code);
        Assert.Empty(Directory.GetFiles(Path.Combine(folder.FullName, "new")));
    }

    private static ModelProto Mixed()
    {
        ModelProto model = ModelProto.Parser.ParseFrom(new GraphBuilder().Input("x", -1, 3).Constant("w", [2, 3], [1, 2, 3, 4, 5, -6f])
            .Node("MatMul", ["x", "wt"], ["y"]).Output("y").ToBytes());
        model.Graph.Initializer.Add(new TensorProto { Name = "half", DataType = 10, Dims = { 9 }, RawData = ByteString.CopyFrom([.. Enumerable.Range(0, 9).SelectMany(i => BitConverter.GetBytes((Half)i))]) });
        model.Graph.Initializer.Add(new TensorProto { Name = "short", DataType = 1, Dims = { 3 }, RawData = ByteString.CopyFrom(new byte[12]), DocString = "kept" });
        NodeProto node = new() { OpType = "Constant", Output = { "node" } };
        node.Attribute.Add(new AttributeProto
        {
            Name = "value",
            Type = 4,
            T = new TensorProto { DataType = 11, Dims = { 3 }, RawData = ByteString.CopyFrom([.. new[] { 0.5, 0.25, -8 }.SelectMany(BitConverter.GetBytes)]), DocString = "too" },
        });
        model.Graph.Node.Insert(0, node);
        NodeProto transpose = new() { OpType = "Transpose", Input = { "w" }, Output = { "wt" } };
        model.Graph.Node.Insert(1, transpose);
        return model;
    }
}
