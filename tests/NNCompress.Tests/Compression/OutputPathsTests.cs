using NNCompress.Compression;

namespace NNCompress.Tests.Compression;

public sealed class OutputPathsTests
{
    [Theory]
    [InlineData("dir/net.onnx", null, "dir/net.nnz")]
    [InlineData("net.onnx", null, "net.nnz")]
    [InlineData("dir/net.onnx", "out/", "out/net.nnz")]
    [InlineData("dir/net.onnx", "out/other.bin", "out/other.bin")]
    [InlineData("dir/net.compressed.onnx", null, "dir/net.nnz")]
    public void Main_output_is_where_it_is_asked_for(string model, string? output, string expected) =>
        Assert.Equal(expected, OutputPaths.Main(new CompressionRequest { ModelPath = model, OutputPath = output }, ".nnz").Replace('\\', '/'));

    [Fact]
    public void An_existing_folder_is_a_folder_without_a_slash_too()
    {
        string folder = Directory.CreateTempSubdirectory("nnc-paths-").FullName;
        try
        {
            Assert.Equal(Path.Combine(folder, "net.nnz"), OutputPaths.Main(new CompressionRequest { ModelPath = "dir/net.onnx", OutputPath = folder }, ".nnz"));
        }
        finally
        {
            Directory.Delete(folder);
        }
    }

    [Fact]
    public void The_onnx_goes_beside_the_artifact()
    {
        Assert.Equal(Path.Combine("out", "net.compressed.onnx"), OutputPaths.OnnxBeside(Path.Combine("out", "net.nnz")));
        Assert.Equal("net.compressed.onnx", OutputPaths.OnnxBeside("net.nnz"));
    }

    [Fact]
    public void No_output_takes_the_place_of_the_model_or_of_another()
    {
        CompressionRequest request = new() { ModelPath = "dir/net.onnx", PlanPath = "dir/plan.json" };
        OutputPaths.KeepApart(request, "dir/net.nnz", "dir/net.compressed.onnx");
        Refused(request, "dir/../dir/net.onnx");
        Refused(request, "dir/plan.json");
        Refused(request, "dir/a.nnz", "./dir/a.nnz");
        Refused(request with { PlanPath = "dir/net.onnx" });
        Refused(request with { PredictionsPath = "dir/net.onnx" });

        static void Refused(CompressionRequest request, params string[] outputs) =>
            Assert.Equal("NNC1024", Assert.Throws<NncException>(() => OutputPaths.KeepApart(request, outputs)).Code);
    }
}
