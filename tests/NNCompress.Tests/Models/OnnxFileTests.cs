using Google.Protobuf;
using NNCompress.Models;
using NNCompress.Models.Proto;

namespace NNCompress.Tests.Models;

public sealed class OnnxFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nncompress-tests-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_sample_network_survives_reading_and_writing_byte_for_byte()
    {
        foreach (string sample in SampleModels.All)
        {
            byte[] bytes = File.ReadAllBytes(SampleModels.Path(sample));
            Assert.Equal(bytes, OnnxFile.Parse(bytes, sample).ToBytes());
        }
    }

    [Fact]
    public void Copies_share_weights_until_one_replaces_them()
    {
        byte[] bytes = File.ReadAllBytes(SampleModels.Path(SampleModels.All[0]));
        Network network = OnnxFile.Parse(bytes, "m.onnx");
        Tensor weight = network.Weights.MaxBy(w => w.Length)!;
        Network copy = network.Clone(), written = OnnxFile.Parse(network.ToBytes(), "again.onnx");
        Assert.Same(weight.Floats, copy.Constant(weight.Name)!.Floats);
        Assert.NotSame(weight.Floats, written.Constant(weight.Name)!.Floats);
        copy.Replace(new Tensor(weight.Name, weight.Shape, new float[weight.Length]));
        Assert.Equal(bytes, network.ToBytes());
        Assert.All(OnnxFile.Parse(copy.ToBytes(), "copy.onnx").Constant(weight.Name)!.Floats, w => Assert.Equal(0, w));
    }

    [Fact]
    public void Fields_that_the_schema_lacks_survive()
    {
        ModelProto model = Linear();
        // Field 25 (functions) and an unassigned number: length-delimited, two bytes each.
        byte[] bytes = [.. model.ToByteArray(), 0xCA, 0x01, 2, 8, 1, 0xC2, 0x3E, 1, 7];
        byte[] written = OnnxFile.Parse(bytes, "m.onnx").ToBytes();
        Assert.Equal(bytes, written);
    }

    [Fact]
    public void A_missing_file_is_NNC2001() => Expect("NNC2001", () => OnnxFile.Load(At("no-such.onnx")));

    [Fact]
    public void A_folder_in_place_of_the_file_is_NNC2002() => Expect("NNC2002", () => OnnxFile.Load(folder));

    [Fact]
    public void A_place_that_cannot_be_written_is_NNC2003_and_leaves_nothing()
    {
        File.WriteAllText(At("file"), "");
        Expect("NNC2003", () => OnnxFile.Save(OnnxFile.Parse(Linear().ToByteArray(), "m.onnx"), Path.Combine(At("file"), "m.onnx")));
        Directory.CreateDirectory(At("taken.onnx"));
        Expect("NNC2003", () => OnnxFile.Save(OnnxFile.Parse(Linear().ToByteArray(), "m.onnx"), At("taken.onnx")));
        Assert.Equal([At("file")], Directory.GetFiles(folder));
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0x3A, 0x7F, 1 })]
    [InlineData(new byte[] { 0x08, 0x08 })]
    [InlineData(new byte[] { 0x89, (byte)'P', (byte)'N', (byte)'G' })]
    public void Bytes_that_are_no_model_are_NNC2010(byte[] bytes) => Expect("NNC2010", () => OnnxFile.Parse(bytes, "m.onnx"));

    [Fact]
    public void A_sub_graph_is_NNC2011()
    {
        ModelProto model = Linear();
        model.Graph.Node[0].Attribute.Add(new AttributeProto { Name = "then_branch", G = new GraphProto { Name = "inner" } });
        Assert.Contains("then_branch", Expect("NNC2011", model).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_nothing_computes_is_NNC2012()
    {
        ModelProto model = Linear();
        model.Graph.Node[0].Input[1] = "lost";
        Assert.Contains("'lost'", Expect("NNC2012", model).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_computed_twice_is_NNC2012()
    {
        ModelProto model = Linear();
        model.Graph.Node.Add(model.Graph.Node[0].Clone());
        Expect("NNC2012", model);
    }

    [Fact]
    public void Two_constants_of_one_name_are_NNC2012()
    {
        ModelProto model = Linear();
        model.Graph.Initializer.Add(model.Graph.Initializer[0].Clone());
        Expect("NNC2012", model);
    }

    [Fact]
    public void An_output_that_no_node_computes_is_NNC2012()
    {
        ModelProto model = Linear();
        model.Graph.Output[0].Name = "lost";
        Expect("NNC2012", model);
    }

    [Theory]
    [InlineData(3, 2, 1)]
    [InlineData(3, 3, 1)]
    [InlineData(-1, 2, 1)]
    [InlineData(1 << 20, 1 << 20, 1)]
    [InlineData(2, 2, 8)]
    [InlineData(2, 2, 14)]
    public void Data_that_does_not_fit_its_shape_or_type_is_NNC2013(long rows, long columns, int type)
    {
        ModelProto model = Linear();
        TensorProto weight = model.Graph.Initializer[0];
        (weight.Dims[0], weight.Dims[1], weight.DataType) = (rows, columns, type);
        NncException e = Assert.Throws<NncException>(() => OnnxFile.Parse(model.ToByteArray(), "m.onnx").Constant("w"));
        Assert.Equal("NNC2013", e.Code);
    }

    [Fact]
    public void External_data_is_read_from_the_folder_of_the_model()
    {
        File.WriteAllBytes(At("w.bin"), [9, 9, .. new byte[16]]);
        External(("location", "w.bin"), ("offset", "2"), ("length", "16"));
        Assert.Equal(new float[4], OnnxFile.Load(At("m.onnx")).Constant("w")!.Floats);
    }

    [Theory]
    [InlineData("w.bin", "3", "16")]
    [InlineData("w.bin", "-1", "16")]
    [InlineData("w.bin", "0", "99999999999999999999")]
    [InlineData("w.bin", "9223372036854775807", "16")]
    [InlineData("missing.bin", "0", "16")]
    [InlineData("../w.bin", "0", "16")]
    [InlineData("sub/../../w.bin", "0", "16")]
    [InlineData("/etc/hostname", "0", "1")]
    [InlineData("", "0", "16")]
    public void External_data_outside_its_file_or_folder_is_NNC2014(string location, string offset, string length)
    {
        File.WriteAllBytes(At("w.bin"), new byte[18]);
        External(("location", location), ("offset", offset), ("length", length));
        Expect("NNC2014", () => OnnxFile.Load(At("m.onnx")));
    }

    [Fact]
    public void A_link_out_of_the_folder_is_NNC2014()
    {
        string outside = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(outside, new byte[16]);
            File.CreateSymbolicLink(At("w.bin"), outside);
            External(("location", "w.bin"));
            Expect("NNC2014", () => OnnxFile.Load(At("m.onnx")));
        }
        finally
        {
            File.Delete(outside);
        }
    }

    [Fact]
    public void A_folder_that_is_a_link_out_of_the_folder_is_NNC2014()
    {
        DirectoryInfo outside = Directory.CreateTempSubdirectory("nncompress-tests-");
        try
        {
            File.WriteAllBytes(Path.Combine(outside.FullName, "w.bin"), new byte[16]);
            Directory.CreateSymbolicLink(At("sub"), outside.FullName);
            External(("location", "sub/w.bin"));
            Expect("NNC2014", () => OnnxFile.Load(At("m.onnx")));
        }
        finally
        {
            outside.Delete(recursive: true);
        }
    }

    private static ModelProto Linear()
    {
        byte[] bytes = new GraphBuilder().Input("x", -1, 2).Constant("w", [2, 2], new float[] { 1, 2, 3, 4 }).Node("MatMul", ["x", "w"], ["y"]).Output("y").ToBytes();
        return ModelProto.Parser.ParseFrom(bytes);
    }

    private static NncException Expect(string code, ModelProto model) => Expect(code, () => OnnxFile.Parse(model.ToByteArray(), "m.onnx"));

    private static NncException Expect(string code, Action act)
    {
        NncException e = Assert.Throws<NncException>(act);
        Assert.Equal(code, e.Code);
        Assert.NotNull(e.Path);
        return e;
    }

    private string At(string name) => Path.Combine(folder, name);

    private void External(params (string Key, string Value)[] entries)
    {
        ModelProto model = Linear();
        TensorProto weight = model.Graph.Initializer[0];
        weight.ClearRawData();
        weight.DataLocation = 1;
        weight.ExternalData.AddRange(entries.Select(e => new StringStringEntryProto { Key = e.Key, Value = e.Value }));
        File.WriteAllBytes(At("m.onnx"), model.ToByteArray());
    }
}
