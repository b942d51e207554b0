using Google.Protobuf;
using NNCompress.Coding;
using NNCompress.Compression;
using NNCompress.Compression.Outside;
using NNCompress.Models;
using NNCompress.Models.Proto;
using NNCompress.Precision;
using NNCompress.Pruning;
using NNCompress.Runtime;
using NNCompress.Tests.Compression.Outside;

namespace NNCompress.Tests.Compression;

/// <summary>What happens past 2 GB, at a limit that small models pass.</summary>
public sealed class LargeModelTests : IDisposable
{
    private const int Limit = 20_000;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nncompress-tests-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_model_past_the_limit_comes_back_with_its_weights_beside_it()
    {
        string model = Model();
        CompressionResult encoded = Run().Encode(new CompressionRequest { ModelPath = model, OutputPath = At("large.nnz"), Threads = 2 }, CancellationToken.None);
        CompressionResult decoded = Run().Decode(new CompressionRequest { ModelPath = At("large.nnz"), OutputPath = At("back/again.onnx") }, CancellationToken.None);
        Assert.Equal([At("back/again.onnx"), At("back/again.onnx.data")], decoded.Report.Outputs);
        Assert.Equal(["again.onnx", "again.onnx.data"], Directory.GetFiles(At("back")).Select(Path.GetFileName).Order());
        Assert.Equal(["large.nnz", "large.onnx", "large.onnx.bin"], Directory.GetFiles(folder.FullName).Select(Path.GetFileName).Order());

        ModelProto file = ModelProto.Parser.ParseFrom(File.ReadAllBytes(At("back/again.onnx")));
        TensorProto[] apart = [.. file.Graph.Initializer.Where(t => t.DataLocation == 1)];
        Assert.Equal(["w1", "table", "half"], apart.Select(t => t.Name));
        Assert.All(apart, t => Assert.Equal("again.onnx.data", t.ExternalData.Single(e => e.Key == "location").Value));
        Assert.All(apart, t => Assert.Equal(0, long.Parse(t.ExternalData.Single(e => e.Key == "offset").Value) % 4096));
        Network before = OnnxFile.Load(model), after = OnnxFile.Load(At("back/again.onnx"));
        Assert.Equal(before.Constant("small")!.Floats, after.Constant("small")!.Floats);
        Dictionary<string, double?> steps = encoded.Report.Tensors.ToDictionary(t => t.Name, t => t.Step);
        foreach (string name in apart.Select(t => t.Name))
            Assert.All(before.Constant(name)!.Floats.Zip(after.Constant(name)!.Floats), p => Assert.InRange(Math.Abs(p.First - p.Second), 0, 0.51 * steps[name]!.Value));
    }

    [Fact]
    public void Its_artifact_is_the_same_with_any_number_of_threads_and_read_lazily()
    {
        string model = Model();
        foreach (int threads in new[] { 1, 3 })
            Run().Encode(new CompressionRequest { ModelPath = model, OutputPath = At($"{threads}/large.nnz"), Threads = threads }, CancellationToken.None);
        Assert.Equal(File.ReadAllBytes(At("1/large.nnz")), File.ReadAllBytes(At("3/large.nnz")));
        Run().Decode(new CompressionRequest { ModelPath = At("1/large.nnz"), OutputPath = At("large.decoded.onnx") }, CancellationToken.None);
        Network network = NnzReader.ReadNetwork(At("1/large.nnz")), decoded = OnnxFile.Load(At("large.decoded.onnx"));
        Assert.All(decoded.WeightNames, name => Assert.Equal(decoded.Constant(name)!.Floats, network.Constant(name)!.Floats));
        CompressionResult inspected = Run().Inspect(new CompressionRequest { ModelPath = At("1/large.nnz") }, CancellationToken.None);
        Assert.Equal(new FileInfo(At("large.decoded.onnx.data")).Length, NnzReader.Open(At("1/large.nnz")).DataLength);
        Assert.True(inspected.Report.OriginalBytes > NnzReader.Open(At("1/large.nnz")).DataLength);
    }

    [Fact]
    public void The_runtime_writes_both_files_and_says_so_where_one_is_asked_for()
    {
        Run().Encode(new CompressionRequest { ModelPath = Model(), OutputPath = At("large.nnz") }, CancellationToken.None);
        NnzFile archive = NnzFile.Open(File.ReadAllBytes(At("large.nnz")));
        Assert.Equal("large.onnx.data", archive.DataName);
        Directory.CreateDirectory(At("shim"));
        archive.WriteOnnx(At("shim/model.onnx"));
        Assert.Equal(["large.onnx.data", "model.onnx"], Directory.GetFiles(At("shim")).Select(Path.GetFileName).Order());
        Network written = OnnxFile.Load(At("shim/model.onnx"));
        foreach ((string name, NnzTensor tensor) in archive.ReadTensors())
            Assert.Equal(name == "half" ? tensor.Data.Select(v => (float)(Half)v) : tensor.Data, written.Constant(name)!.Floats);
        Assert.Contains("WriteOnnx with a path", Assert.Throws<InvalidOperationException>(archive.ReadOnnx).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => archive.WriteOnnx(new MemoryStream()));
        Assert.Throws<ArgumentException>(() => archive.WriteOnnx(At("shim/large.onnx.data")));
    }

    [Fact]
    public void Pruned_it_has_its_weights_beside_it_in_any_precision()
    {
        File.WriteAllBytes(At("dense.onnx"), Dense().ToBytes());
        CompressionRequest request = new() { ModelPath = At("dense.onnx"), Method = PruningMethod.Magnitude, Ratio = 0.3, OnnxPrecision = OnnxPrecision.Fp16 };
        CompressionResult apart = Run().Prune(request with { OutputPath = At("apart/pruned.onnx") }, CancellationToken.None);
        CompressionResult inside = new Operations(new QuietReporter()).Prune(request with { OutputPath = At("inside/pruned.onnx") }, CancellationToken.None);
        Assert.Equal([At("inside/pruned.onnx"), At("inside/pruned.fp16.onnx")], inside.Report.Outputs);
        Assert.Equal([At("apart/pruned.onnx"), At("apart/pruned.onnx.data"), At("apart/pruned.fp16.onnx"), At("apart/pruned.fp16.onnx.data")], apart.Report.Outputs);
        Assert.Equal(apart.Report.Outputs.Order(), Directory.GetFiles(At("apart")).Order());
        foreach (string name in new[] { "pruned.onnx", "pruned.fp16.onnx" })
        {
            Assert.InRange(new FileInfo(At("apart/" + name)).Length, 100, Limit);
            Network expected = OnnxFile.Load(At("inside/" + name)), actual = OnnxFile.Load(At("apart/" + name));
            Assert.Equal(expected.WeightNames, actual.WeightNames);
            Assert.All(expected.Weights, w => Assert.Equal(w.Floats, actual.Constant(w.Name)!.Floats));
            Assert.Equal(expected.ToBytes(), actual.ToBytes());
        }
        // Copies of what was read write it once more.
        Network again = OnnxFile.Load(At("apart/pruned.onnx")).Clone();
        OnnxFile.Save(again, At("third/other.onnx"), Limit);
        Assert.Equal(File.ReadAllBytes(At("apart/pruned.onnx.data")), File.ReadAllBytes(At("third/other.onnx.data")));
    }

    [UnixFact]
    public void A_program_is_given_both_files_and_asked_of_each_network()
    {
        File.WriteAllBytes(At("dense.onnx"), Dense().ToBytes());
        File.WriteAllText(At("score.sh"), "cat \"$1\" \"$1.data\" | gzip | wc -c\n");
        CompressionResult result = Run().Encode(
            new CompressionRequest { ModelPath = At("dense.onnx"), OutputPath = At("dense.nnz"), AccuracyBudget = 60000, Evaluator = new EvaluatorSettings { Command = $"sh {At("score.sh")} {{model}}" } }, CancellationToken.None);
        Assert.Null(result.Failure);
        Assert.InRange(result.Report.Drop!.Value, 1000, 60000);
        Assert.InRange(result.Report.Evaluator!.Calls, 4, 20);
    }

    [Fact]
    public void A_tensor_too_long_for_memory_is_NNC2142()
    {
        Network network = new GraphBuilder().Input("x", -1, 2).Constant("w", [2, 2], new float[4]).Node("MatMul", ["x", "w"], ["y"]).Output("y").Build();
        byte[] section = new byte[20_000];
        CodedSection great = new("w", [600_000, 1000], ElementType.Float, new TensorCoding(CoderKind.Quantised, 1), section.Length, Crc32.Of(section, 0, section.Length), 0, s => s.Write(section));
        using (FileStream file = File.Create(At("great.nnz")))
            NnzWriter.Write(network, [great], file, "great.data");
        Assert.Equal(2_400_000_000, NnzReader.Open(At("great.nnz")).DataLength);
        NncException e = Assert.Throws<NncException>(() => NnzReader.ReadNetwork(At("great.nnz")));
        Assert.Equal("NNC2142", e.Code);
    }

    private static Network Dense() => new GraphBuilder().Input("x", -1, 64)
        .Constant("w1", [400, 64]).Constant("b1", [400]).Constant("w2", [40, 400]).Node("Gemm", ["x", "w1", "b1"], ["h"], ("transB", 1))
        .Node("Relu", ["h"], ["a"]).Node("Gemm", ["a", "w2"], ["y"], ("transB", 1)).Output("y").Build();

    private Operations Run() => new(new QuietReporter()) { LongestOnnx = Limit };

    private string At(string name) => Path.Combine(folder.FullName, name);

    // Three weights in a data file, one that is small, and one of half floats in the file itself.
    private string Model()
    {
        GraphBuilder builder = new GraphBuilder().Input("x", -1, 64).Constant("w1", [64, 90]).Constant("small", [90]).Constant("table", [700, 3], 2f)
            .Node("MatMul", ["x", "w1"], ["h"]).Node("Add", ["h", "small"], ["y"]).Output("y");
        ModelProto model = ModelProto.Parser.ParseFrom(builder.ToBytes());
        float[] half = GraphBuilder.Noise(900, 3);
        model.Graph.Initializer.Add(new TensorProto { Name = "half", DataType = 10, Dims = { 30, 30 }, RawData = ByteString.CopyFrom([.. half.SelectMany(v => BitConverter.GetBytes((Half)v))]) });
        using FileStream data = File.Create(At("large.onnx.bin"));
        foreach (TensorProto tensor in model.Graph.Initializer.Where(t => t.Name is "w1" or "table"))
        {
            tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "large.onnx.bin" });
            tensor.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = data.Position.ToString() });
            tensor.ExternalData.Add(new StringStringEntryProto { Key = "length", Value = tensor.RawData.Length.ToString() });
            tensor.DataLocation = 1;
            tensor.RawData.WriteTo(data);
            tensor.ClearRawData();
        }
        File.WriteAllBytes(At("large.onnx"), model.ToByteArray());
        return At("large.onnx");
    }
}
