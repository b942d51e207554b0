using System.Text.Json;

namespace NNCompress.Tool.Tests;

/// <summary>Engines and codecs of other assemblies, from the command line on.</summary>
public sealed class PluginRunTests : IDisposable
{
    private static readonly string Model = Repository.Path("samples", "models", "fashion-mlp-300-150.onnx");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_missing_plug_in_is_one_line_that_names_the_package()
    {
        ToolRun run = ToolRun.Of("evaluate", Model, "--data", Repository.Path("samples", "data", "fashion"), "--engine", "torchsharp");
        Assert.Equal(1, run.Exit);
        Assert.Contains("NNC1150", run.Error, StringComparison.Ordinal);
        Assert.Contains("dotnet add package NNCompress.TorchSharp", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_codec_of_a_plug_in_makes_the_pictures_and_any_decoder_reads_them()
    {
        long built = Encode("managed"), other = Encode(Plugin("CountingPlugin"));
        // That codec takes half the quality.
        Assert.True(other < built * 0.8, $"{other} and {built} bytes");
        ToolRun decoded = ToolRun.Of("decode", folder.File("m.nnz"), "-o", folder.File("d.onnx"));
        Assert.Equal(0, decoded.Exit);
        Assert.True(File.Exists(folder.File("d.onnx")));
    }

    [Fact]
    public void An_engine_of_a_plug_in_evaluates_as_the_built_in_one_does()
    {
        Assert.Equal(Accuracy("managed"), Accuracy(Plugin("CountingPlugin")));
        ToolRun failed = Evaluate(Plugin("FailingPlugin"));
        Assert.Equal(1, failed.Exit);
        Assert.Contains("NNC1155", failed.Error, StringComparison.Ordinal);
    }

    private static string Plugin(string name)
    {
        string[] parts = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar);
        return Repository.Path("tests", "Plugins", name, "bin", parts[^2], parts[^1], $"{name}.dll");
    }

    private long Encode(string codec)
    {
        ToolRun run = ToolRun.Of("encode", Model, "--jpeg", "75", "--jpeg-codec", codec, "-o", folder.File("m.nnz"));
        Assert.True(run.Exit == 0, run.Error);
        return new FileInfo(folder.File("m.nnz")).Length;
    }

    private ToolRun Evaluate(string engine) => ToolRun.Of("evaluate", Model, "--data", Repository.Path("samples", "data", "fashion"), "--engine", engine, "--json", folder.File("r.json"));

    private double Accuracy(string engine)
    {
        ToolRun run = Evaluate(engine);
        Assert.True(run.Exit == 0, run.Error);
        using JsonDocument report = JsonDocument.Parse(File.ReadAllText(folder.File("r.json")));
        return report.RootElement.GetProperty("baseline").GetProperty("accuracy").GetDouble();
    }
}
