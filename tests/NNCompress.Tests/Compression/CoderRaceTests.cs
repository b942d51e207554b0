using NNCompress.Compression;
using NNCompress.Models;
using NNCompress.Reports;
using NNCompress.Tests.Data;

namespace NNCompress.Tests.Compression;

/// <summary>A network that looks at pictures of 8×8, whose first layer all coders compete for.</summary>
public sealed class CoderRaceTests : IDisposable
{
    private readonly DataFiles files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public void The_first_layers_row_tells_of_all_coders_and_the_file_is_the_smallest_that_passes()
    {
        CompressionRequest request = Request();
        CompressionReport raced = Encode(request, "raced.nnz");
        TensorRow first = raced.Tensors.Single(t => t.Name == "w1");
        Assert.Equal(["jpegPerNeuron", "quantised"], first.Rivals!.Select(r => r.Coder).Append(first.Coder!).Order());
        Assert.Contains(first.Rivals!, r => r.Bytes is > 0);
        Assert.All(raced.Tensors.Where(t => t.Name != "w1"), t => Assert.Null(t.Rivals));
        Assert.InRange(raced.Drop!.Value, -100, 2);

        // With a quality given there is no race.
        CompressionReport fixedQuality = Encode(request with { JpegQuality = 60, AccuracyBudget = null }, "fixed.nnz");
        Assert.StartsWith("jpeg", fixedQuality.Tensors.Single(t => t.Name == "w1").Coder, StringComparison.Ordinal);
        Assert.All(fixedQuality.Tensors, t => Assert.Null(t.Rivals));

        Encode(request, "again.nnz");
        Assert.Equal(File.ReadAllBytes(Path.Combine(files.Folder, "raced.nnz")), File.ReadAllBytes(Path.Combine(files.Folder, "again.nnz")));
    }

    private CompressionReport Encode(CompressionRequest request, string output) =>
        new Operations(new QuietReporter()).Encode(request with { OutputPath = Path.Combine(files.Folder, output) }, default).Report;

    private CompressionRequest Request()
    {
        Network trained = QuartersProblem.Trained();
        Network network = new GraphBuilder().Input("x", -1, 1, 8, 8)
            .Constant("w1", [48, 64], trained.Constant("w1")!.Floats).Constant("b1", [48], trained.Constant("b1")!.Floats)
            .Constant("w2", [4, 48], trained.Constant("w2")!.Floats).Constant("b2", [4], trained.Constant("b2")!.Floats)
            .Node("Flatten", ["x"], ["f"]).Node("Gemm", ["f", "w1", "b1"], ["h"], ("transB", 1)).Node("Relu", ["h"], ["a"]).Node("Gemm", ["a", "w2", "b2"], ["y"], ("transB", 1)).Output("y").Build();
        return new CompressionRequest
        {
            ModelPath = files.Write("net.onnx", network.ToBytes()),
            DataPath = files.Write("judge.npz", SyntheticProblem.ToNpz(QuartersProblem.Data(1000, 21))),
            CalibrationDataPath = files.Write("search.npz", SyntheticProblem.ToNpz(QuartersProblem.Data(1000, 22))),
            AccuracyBudget = 2,
        };
    }
}
