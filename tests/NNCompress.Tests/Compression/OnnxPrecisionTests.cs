using NNCompress.Compression;
using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;
using NNCompress.Precision;
using NNCompress.Pruning;
using NNCompress.Reports;
using NNCompress.Tests.Data;

namespace NNCompress.Tests.Compression;

/// <summary>ONNX files in other precisions beside the outputs of the verbs.</summary>
public sealed class OnnxPrecisionTests : IDisposable
{
    private readonly DataFiles files = new();
    private readonly CompressionRequest request;

    public OnnxPrecisionTests() => request = new CompressionRequest
    {
        ModelPath = files.Write("net.onnx", SyntheticProblem.Network().ToBytes()),
        DataPath = files.Write("judge.npz", SyntheticProblem.ToNpz(SyntheticProblem.Data(2000, seed: 11, noise: 0.9f))),
        CalibrationDataPath = files.Write("search.npz", SyntheticProblem.ToNpz(SyntheticProblem.Data(2000, seed: 12, noise: 0.9f))),
        Threads = 1,
    };

    private static Operations Operations => new(new QuietReporter());

    public void Dispose() => files.Dispose();

    [Theory]
    [InlineData(OnnxPrecision.Fp32, "net.compressed.onnx")]
    [InlineData(OnnxPrecision.Fp16, "net.fp16.onnx")]
    [InlineData(OnnxPrecision.Int8, "net.int8.onnx")]
    public void What_is_reported_was_measured_on_the_very_file(OnnxPrecision precision, string name)
    {
        CompressionReport compressed = Ran(Operations.Compress(request with { OnnxPrecision = precision, TargetSize = 900 }, default)), encoded = Ran(Operations.Encode(request with { OnnxPrecision = precision }, default));
        foreach (CompressionReport report in new[] { compressed, encoded })
        {
            Assert.Contains(At(name), report.Outputs);
            OnnxRow row = Assert.Single(report.Onnx);
            Assert.Equal((At(name), precision.ToString().ToLowerInvariant()), (row.Path, row.Precision));
            Assert.Equal(report.Baseline!.Accuracy - row.Accuracy!.Value, row.Drop!.Value, 9);
            Assert.InRange(row.Drop.Value, -3, 3);
        }
        // The last one is what lies there.
        OnnxRow last = encoded.Onnx[0];
        Assert.Equal(new FileInfo(At(name)).Length, last.Bytes);
        Assert.Equal(Operations.Evaluate(request with { ModelPath = At(name) }, default).Report.Baseline!.Accuracy, last.Accuracy);
        Assert.Equal(precision == OnnxPrecision.Int8, ModelSource.Read(At(name)).Network.IsQuantised);
    }

    [Fact]
    public void Prune_and_decode_write_them_beside_their_onnx_file()
    {
        CompressionReport pruned = Ran(Operations.Prune(request with { OnnxPrecision = OnnxPrecision.Int8, Ratio = 0.5, OutputPath = At("small.onnx") }, default));
        Assert.Equal([At("small.onnx"), At("small.int8.onnx")], pruned.Outputs);
        Ran(Operations.Encode(request, default));
        CompressionReport decoded = Ran(Operations.Decode(new CompressionRequest { ModelPath = At("net.nnz"), OutputPath = At("back.onnx"), OnnxPrecision = OnnxPrecision.Fp16 }, default));
        Assert.Equal([At("back.onnx"), At("back.fp16.onnx")], decoded.Outputs);
        Assert.Null(decoded.Onnx[0].Accuracy);
        Assert.True(new FileInfo(At("back.fp16.onnx")).Length < 0.75 * new FileInfo(At("back.onnx")).Length);
    }

    [Fact]
    public void A_file_that_drops_past_the_budget_closes_the_gate_for_all()
    {
        // A hidden neuron that never fires, with weights that leave one step of a byte for all others.
        Network network = SyntheticProblem.Network();
        Network wide = new GraphBuilder().Input("x", -1, 16)
            .Constant("w1", [49, 16], [.. network.Constant("w1")!.Floats, .. new float[16]]).Constant("b1", [49], [.. network.Constant("b1")!.Floats, -1f])
            .Constant("w2", [49, 3], [.. Enumerable.Range(0, 147).Select(i => i / 3 == 48 ? 1e5f : network.Constant("w2")!.Floats[i % 3 * 48 + i / 3])])
            .Node("Gemm", ["x", "w1", "b1"], ["h"], ("transB", 1)).Node("Relu", ["h"], ["a"]).Node("MatMul", ["a", "w2"], ["y"]).Output("y").Build();
        CompressionRequest whole = request with
        {
            ModelPath = files.Write("wide.onnx", wide.ToBytes()),
            OutputPath = At("same.onnx"),
            Method = PruningMethod.FirstK,
            Ratio = 0,
            AccuracyBudget = 1,
        };
        Assert.Null(Operations.Prune(whole, default).Failure);
        File.Delete(At("same.onnx"));
        CompressionResult result = Operations.Prune(whole with { OnnxPrecision = OnnxPrecision.Int8 }, default);
        Assert.Equal("NNC3001", result.Failure?.Code);
        Assert.Contains("accuracy of same.int8.onnx falls", result.Failure!.Message, StringComparison.Ordinal);
        Assert.Equal(0, result.Report.Drop);
        Assert.True(result.Report.Onnx[0].Drop > 10);
        Assert.False(File.Exists(At("same.onnx")) || File.Exists(At("same.int8.onnx")));
    }

    [Fact]
    public void Scales_need_data_and_labels_are_not_looked_at()
    {
        CompressionRequest bare = request with { DataPath = null, CalibrationDataPath = null, OnnxPrecision = OnnxPrecision.Int8 };
        Assert.Equal("NNC1080", Assert.Throws<NncException>(() => Operations.Encode(bare, default)).Code);
        Assert.Equal("NNC1080", Assert.Throws<NncException>(() => Operations.Prune(bare with { Method = PruningMethod.FirstK, Ratio = 0.5 }, default)).Code);
        Ran(Operations.Encode(request with { OutputPath = At("a.nnz") }, default));
        Assert.Equal("NNC1080", Assert.Throws<NncException>(() => Operations.Decode(bare with { ModelPath = At("a.nnz") }, default)).Code);

        Dataset data = SyntheticProblem.Data(500, seed: 12, noise: 0.9f);
        byte[] inputs = new byte[data.Inputs.Length * sizeof(float)];
        Buffer.BlockCopy(data.Inputs, 0, inputs, 0, inputs.Length);
        string unlabelled = files.Write("inputs.npy", DataFiles.Npy("<f4", $"({data.Count}, {data.SampleLength})", inputs));
        Assert.Contains(At("net.int8.onnx"), Ran(Operations.Encode(bare with { CalibrationDataPath = unlabelled }, default)).Outputs);
    }

    [Fact]
    public void The_verbs_that_change_weights_want_the_float_model_and_the_others_take_the_quantised_one()
    {
        Ran(Operations.Encode(request with { OnnxPrecision = OnnxPrecision.Int8 }, default));
        CompressionRequest quantised = request with { ModelPath = At("net.int8.onnx") };
        foreach (Func<CompressionRequest, CancellationToken, CompressionResult> verb in new[] { Operations.Compress, Operations.Prune, Operations.Encode })
        {
            NncException e = Assert.Throws<NncException>(() => verb(quantised, default));
            Assert.Equal("NNC2112", e.Code);
            Assert.Contains("give the float model", e.Message, StringComparison.Ordinal);
        }
        Assert.InRange(Operations.Evaluate(quantised, default).Report.Baseline!.Accuracy, 80, 100);
        CompressionReport seen = Operations.Inspect(quantised, default).Report;
        Assert.Equal(SyntheticProblem.Network().ParameterCount, seen.Parameters!.Before);
        TensorRow weight = seen.Tensors.Single(t => t.Name == "w1.bytes");
        Assert.Equal(("int8", 8.0, 768), (weight.Type, weight.BitsPerWeight, weight.Bytes));
        Assert.Equal(768.0 / new FileInfo(At("net.int8.onnx")).Length, weight.Share!.Value, 9);
    }

    [Fact]
    public void Shares_of_an_artifact_are_of_the_whole_file()
    {
        Ran(Operations.Encode(request, default));
        CompressionReport seen = Operations.Inspect(request with { ModelPath = At("net.nnz") }, default).Report;
        long file = new FileInfo(At("net.nnz")).Length;
        Assert.All(seen.Tensors, t => Assert.Equal(t.Bytes / (double)file, t.Share!.Value, 9));
        Assert.All(seen.Tensors, t => Assert.Equal(8.0 * t.Bytes / t.Shape.Aggregate(1, (p, d) => p * d), t.BitsPerWeight, 9));
        Assert.InRange(seen.Tensors.Sum(t => t.Share!.Value), 0.5, 1);
    }

    private static CompressionReport Ran(CompressionResult result)
    {
        Assert.Null(result.Failure);
        return result.Report;
    }

    private string At(string name) => Path.Combine(files.Folder, name);
}
