using System.Text.Json;
using NNCompress.Compression;
using NNCompress.Data;
using NNCompress.Reports;

namespace NNCompress.Tool.Tests;

public sealed class JsonReportTests
{
    [Fact]
    public void The_json_has_the_documented_fields()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName(), "report.json");
        CompressionReport report = new()
        {
            Verb = "compress",
            Model = "m.onnx",
            Outputs = ["m.nnz"],
            Baseline = new AccuracyFigure(88.84, 10_000),
            Compressed = new AccuracyFigure(88.4, 10_000),
            Drop = 0.44,
            DropInterval = [0.1, 0.8],
            Budget = 0.5,
            OriginalBytes = 100,
            ArtifactBytes = 5,
            Ratio = 20,
            Parameters = new BeforeAfter(25, 10),
            Macs = new BeforeAfter(24, 9),
            Method = "reconstruct",
            Seconds = 1.5,
            Data = [new DataUse("judge", "d", 3, new Scaling(255, [], []))],
            Tensors = [new TensorRow("w", [2, 5], [5, 5], "quantised", 5, 4, 0.5)],
        };
        try
        {
            ToolRun run = ToolRun.Of((_, _, _) => new CompressionResult(report), default, "compress", "m.onnx", "--data", "d", "--json", path, "--seed", "3");
            Assert.Equal((0, ""), (run.Exit, run.Error));
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
            JsonElement root = document.RootElement;
            Assert.Equal(88.84, root.GetProperty("baseline").GetProperty("accuracy").GetDouble());
            Assert.Equal(88.4, root.GetProperty("compressed").GetProperty("accuracy").GetDouble());
            Assert.Equal(0.44, root.GetProperty("drop").GetDouble());
            Assert.Equal(0.5, root.GetProperty("budget").GetDouble());
            Assert.Equal(100, root.GetProperty("originalBytes").GetInt64());
            Assert.Equal(5, root.GetProperty("artifactBytes").GetInt64());
            Assert.Equal(20, root.GetProperty("ratio").GetDouble());
            Assert.Equal(10, root.GetProperty("parameters").GetProperty("after").GetInt64());
            Assert.Equal(24, root.GetProperty("macs").GetProperty("before").GetInt64());
            Assert.Equal("reconstruct", root.GetProperty("method").GetString());
            Assert.Equal(1.5, root.GetProperty("seconds").GetDouble());
            Assert.Equal("quantised", root.GetProperty("tensors")[0].GetProperty("coder").GetString());
            Assert.Equal("3", root.GetProperty("options").GetProperty("seed").GetString());
            Assert.Equal(report.Ratio, JsonReport.FromJson(File.ReadAllText(path)).Ratio);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    [Fact]
    public void A_report_that_cannot_be_written_is_NNC2003()
    {
        ToolRun run = ToolRun.Of(
            (_, _, _) => new CompressionResult(new CompressionReport { Verb = "inspect", Model = "m.onnx" }), default,
            "inspect", "m.onnx", "--json", Path.Combine(typeof(Head).Assembly.Location, "report.json"));
        Assert.Equal(2, run.Exit);
        Assert.StartsWith("error NNC2003: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_that_json_lacks_do_not_break_it()
    {
        string json = JsonReport.ToJson(new CompressionReport { Verb = "evaluate", Model = "m", Ratio = double.PositiveInfinity });
        Assert.Contains("\"Infinity\"", json, StringComparison.Ordinal);
    }
}
