using NNCompress.Coding;
using NNCompress.Compression;
using NNCompress.Models;
using NNCompress.Models.Weights;
using NNCompress.Pruning;
using NNCompress.Runtime;
using NNCompress.Tests.Data;

namespace NNCompress.Tests.Compression;

/// <summary>The verbs on files of weights.</summary>
public sealed class WeightVerbTests : IDisposable
{
    private const string Layers = "mlp:16-48-3";

    private readonly DataFiles files = new();
    private readonly QuietReporter reporter = new();
    private readonly Operations operations;
    private readonly string judge;

    public WeightVerbTests()
    {
        operations = new Operations(reporter);
        judge = files.Write("judge.npz", SyntheticProblem.ToNpz(SyntheticProblem.Data(600, seed: 11, noise: 1.2f)));
        foreach (WeightFormat format in Enum.GetValues<WeightFormat>())
            WeightBinding.SaveAll(SyntheticProblem.Network(), At("net" + WeightFile.ExtensionOf(format)), format);
        OnnxFile.Save(SyntheticProblem.Network(), At("net.onnx"));
    }

    public void Dispose() => files.Dispose();

    public static TheoryData<WeightFormat> Formats => [.. Enum.GetValues<WeightFormat>()];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Encoded_and_decoded_to_the_same_kind(WeightFormat format)
    {
        CompressionRequest request = Of(format);
        CompressionResult encoded = operations.Encode(request with { Step = 0.01, OutputPath = At("w.nnz") }, default);
        Assert.Equal(new FileInfo(request.ModelPath).Length, encoded.Report.OriginalBytes);
        operations.Decode(new CompressionRequest { ModelPath = At("w.nnz") }, default);
        Network before = WeightFile.Load(request.ModelPath, format), after = WeightFile.Load(At("w" + WeightFile.ExtensionOf(format)), format);
        Assert.Equal(before.ConstantNames, after.ConstantNames);
        foreach (Tensor tensor in before.Weights)
        {
            Tensor other = after.Constant(tensor.Name)!;
            Assert.Equal(tensor.Shape, other.Shape);
            double deviation = WeightStatistics.Of(new StoredWeights(tensor)).Deviation;
            Assert.All(tensor.Floats.Zip(other.Floats), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, (0.017 * deviation) + 1e-6));
        }
    }

    [Fact]
    public void An_artifact_of_weights_has_tensors_and_no_model()
    {
        operations.Encode(Of(WeightFormat.Safetensors) with { OutputPath = At("w.nnz") }, default);
        using NnzFile file = NnzFile.OpenFile(At("w.nnz"));
        Assert.Equal(["b1", "b2", "w1", "w2"], file.ReadTensors().Keys.Order());
        Assert.Throws<InvalidOperationException>(() => file.ReadOnnx());
        Assert.Equal(2, File.ReadAllBytes(At("w.nnz"))[4]);
        Assert.Equal("NNC1142", Assert.Throws<NncException>(() => operations.Decode(new CompressionRequest { ModelPath = At("w.nnz"), OutputPath = At("w.onnx") }, default)).Code);
        Assert.Equal("NNC1140", Assert.Throws<NncException>(() => operations.Evaluate(new CompressionRequest { ModelPath = At("w.nnz"), DataPath = judge }, default)).Code);
        CompressionResult weights = operations.Evaluate(new CompressionRequest { ModelPath = At("w.nnz"), DataPath = judge, GraphPath = At("net.onnx") }, default);
        CompressionResult model = operations.Evaluate(new CompressionRequest { ModelPath = At("net.onnx"), DataPath = judge }, default);
        Assert.InRange(weights.Report.Baseline!.Accuracy, model.Report.Baseline!.Accuracy - 3, 100);
    }

    [Fact]
    public void An_artifact_that_says_it_has_no_graph_and_has_one_is_damaged()
    {
        operations.Encode(new CompressionRequest { ModelPath = At("net.onnx"), OutputPath = At("m.nnz") }, default);
        byte[] content = File.ReadAllBytes(At("m.nnz"));
        content[4] = 2;
        Assert.Equal("NNC2061", Assert.Throws<NncException>(() => operations.Inspect(new CompressionRequest { ModelPath = files.Write("lie.nnz", content) }, default)).Code);
        operations.Encode(Of(WeightFormat.PyTorch) with { OutputPath = At("w.nnz") }, default);
        content = File.ReadAllBytes(At("w.nnz"));
        content[4] = 1;
        Assert.Equal("NNC2010", Assert.Throws<NncException>(() => operations.Inspect(new CompressionRequest { ModelPath = files.Write("lie.nnz", content) }, default)).Code);
    }

    [Fact]
    public void Matrices_are_stored_as_pictures_where_that_is_asked()
    {
        CompressionResult result = operations.Encode(new CompressionRequest { ModelPath = Lenet(), JpegQuality = 60, OutputPath = At("p.nnz") }, default);
        Assert.Contains(result.Report.Tensors, t => t.Coder is "jpegPerNeuron" or "jpegTiled");
        operations.Decode(new CompressionRequest { ModelPath = At("p.nnz"), OutputPath = At("p.pt") }, default);
        Assert.Equal(result.Report.Tensors.Count, WeightFile.Load(At("p.pt"), WeightFormat.PyTorch).ConstantNames.Count);
        operations.Encode(Of(WeightFormat.PyTorch) with { JpegQuality = 60, OutputPath = At("none.nnz") }, default);
        Assert.Contains("NNC2094", reporter.Warnings);
    }

    [Theory]
    [InlineData(WeightFormat.Safetensors, true)]
    [InlineData(WeightFormat.TorchSharp, false)]
    [InlineData(WeightFormat.PyTorch, true)]
    public void Pruned_to_the_same_kind_of_file(WeightFormat format, bool byGraph)
    {
        CompressionRequest request = Of(format) with { DataPath = judge, Method = PruningMethod.Magnitude, Ratio = 0.5, OnnxPrecision = NNCompress.Precision.OnnxPrecision.Fp32 };
        request = byGraph ? request with { GraphPath = At("net.onnx") } : request with { Architecture = Layers };
        if (!byGraph)
            WeightFile.Save(Renamed(WeightFile.Load(request.ModelPath, format)), request.ModelPath, format);
        CompressionResult result = operations.Prune(request, default);
        Assert.Equal(At("net.pruned" + WeightFile.ExtensionOf(format)), result.Report.Outputs[0]);
        Network weights = WeightFile.Load(result.Report.Outputs[0], format), pruned = OnnxFile.Load(result.Report.Outputs[1]);
        Assert.Equal(result.Report.Parameters!.After, weights.ParameterCount);
        (Network bound, _) = WeightBinding.Bind(pruned, weights);
        Assert.Equal(pruned.Weights.SelectMany(w => w.Floats), bound.Weights.SelectMany(w => w.Floats));
    }

    [Fact]
    public void Weights_alone_do_not_tell_which_inputs_are_left()
    {
        operations.Prune(Of(WeightFormat.PyTorch) with { DataPath = judge, GraphPath = At("net.onnx"), Ratio = 0.4, PruneInputs = true, Method = PruningMethod.Random }, default);
        Assert.Contains("NNC2181", reporter.Warnings);
    }

    [Fact]
    public void Compressed_under_a_budget()
    {
        CompressionResult result = operations.Compress(Of(WeightFormat.Safetensors) with { DataPath = judge, GraphPath = At("net.onnx"), AccuracyBudget = 5, OutputPath = At("c.nnz") }, default);
        Assert.True(result.Report.Ratio > 4);
        operations.Decode(new CompressionRequest { ModelPath = At("c.nnz"), OutputPath = At("c.safetensors") }, default);
        Assert.Equal(OnnxFile.Load(At("c.compressed.onnx")).ParameterCount, WeightFile.Load(At("c.safetensors"), WeightFormat.Safetensors).ParameterCount);
    }

    [Fact]
    public void A_graph_is_asked_for_where_one_is_needed_and_refused_where_there_is_one()
    {
        CompressionRequest weights = Of(WeightFormat.Safetensors);
        Func<CompressionResult>[] needy =
        [
            () => operations.Prune(weights with { Ratio = 0.5, Method = PruningMethod.Random }, default), () => operations.Compress(weights with { DataPath = judge }, default),
            () => operations.Encode(weights with { DataPath = judge, AccuracyBudget = 1 }, default), () => operations.Show(weights, default),
        ];
        Assert.All(needy, verb => Assert.Equal("NNC1140", Assert.Throws<NncException>(verb).Code));
        CompressionRequest model = weights with { ModelPath = At("net.onnx") };
        Assert.Equal("NNC1141", Assert.Throws<NncException>(() => operations.Inspect(model with { Architecture = Layers }, default)).Code);
        Assert.Equal("NNC1141", Assert.Throws<NncException>(() => operations.Inspect(weights with { GraphPath = At("net.dat") }, default)).Code);
        Assert.Equal("NNC1026", Assert.Throws<NncException>(() => operations.Decode(weights, default)).Code);
    }

    [Fact]
    public void A_missing_file_and_one_of_another_kind()
    {
        Assert.Equal("NNC2001", Assert.Throws<NncException>(() => operations.Inspect(new CompressionRequest { ModelPath = At("no.safetensors") }, default)).Code);
        Assert.Equal("NNC2170", Assert.Throws<NncException>(() => operations.Inspect(new CompressionRequest { ModelPath = files.Write("text.safetensors", "no weights") }, default)).Code);
        File.Copy(At("net.pt"), At("renamed.bin"));
        File.Copy(At("net.safetensors"), At("renamed"));
        Assert.All(new[] { "renamed.bin", "renamed" }, name => Assert.Equal(4, operations.Inspect(new CompressionRequest { ModelPath = At(name) }, default).Report.Tensors.Count));
    }

    private CompressionRequest Of(WeightFormat format) => new() { ModelPath = At("net" + WeightFile.ExtensionOf(format)), Threads = 1 };

    private string Lenet()
    {
        WeightBinding.SaveAll(OnnxFile.Load(SampleModels.Path("fashion-lenet.onnx")), At("lenet.safetensors"), WeightFormat.Safetensors);
        return At("lenet.safetensors");
    }

    private static Network Renamed(Network weights)
    {
        Dictionary<string, string> names = new() { ["w1"] = "0.weight", ["b1"] = "0.bias", ["w2"] = "2.weight", ["b2"] = "2.bias" };
        return WeightModel.Of(WeightModel.Tensors(weights).Select(t => t with { Name = names[t.Name] }).ToArray(), WeightFile.FormatOf(weights)!.Value, [], weights.Path);
    }

    private string At(string name) => Path.Combine(files.Folder, name);
}
