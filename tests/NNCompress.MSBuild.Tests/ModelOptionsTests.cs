using System.Reflection;
using System.Xml.Linq;
using NNCompress.Compression;
using NNCompress.Tool.CommandLine;

namespace NNCompress.MSBuild.Tests;

/// <summary>Request, command line, item metadata and global properties are one set of options: these tests fail when one of them lags.</summary>
public sealed class ModelOptionsTests
{
    /// <summary>What a build does not leave to the user, or has no use for.</summary>
    private static readonly string[] NotForBuilds =
    [
        nameof(CompressionRequest.ModelPath), nameof(CompressionRequest.DataOptions), nameof(CompressionRequest.Training), nameof(CompressionRequest.Lottery), nameof(CompressionRequest.Gates), nameof(CompressionRequest.Evaluator), nameof(CompressionRequest.OutputPath),
        nameof(CompressionRequest.Step), nameof(CompressionRequest.PlanPath), nameof(CompressionRequest.ExtractPath), nameof(CompressionRequest.PredictionsPath), nameof(CompressionRequest.ReferencePath),
        nameof(CompressionRequest.ShimPath), nameof(CompressionRequest.ShimNamespace), nameof(CompressionRequest.ShimClassName),
        nameof(CompressionRequest.InitialPath), nameof(CompressionRequest.Command), nameof(CompressionRequest.Show), nameof(CompressionRequest.Reinitialise), nameof(CompressionRequest.Sweep), "Training.Checkpoint", "Training.Resume",
    ];

    private static readonly string[] OptionsNotForBuilds =
        ["output", "plan", "shim", "namespace", "class-name", "json", "markdown", "log-format", "quiet", "verbose"];

    [Fact]
    public void EveryPropertyOfTheRequestHasItsMetadatum()
    {
        IEnumerable<string> properties = typeof(CompressionRequest).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(p => p.Name)
            .Concat(typeof(NNCompress.Data.DataOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(p => $"DataOptions.{p.Name}"))
            .Concat(typeof(NNCompress.Compression.Outside.EvaluatorSettings).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(p => $"Evaluator.{p.Name}"))
            .Concat(typeof(GateSettings).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(p => $"Gates.{p.Name}"))
            .Concat(typeof(LotterySettings).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(p => $"Lottery.{p.Name}"))
            .Concat(typeof(TrainingSettings).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(p => $"Training.{p.Name}"));

        Assert.Equal(properties.Except(NotForBuilds).Order(), ModelOptions.All.Select(o => o.RequestProperty).Order());
    }

    [Fact]
    public void EveryOptionOfTheCompressVerbHasItsMetadatum()
    {
        IEnumerable<string> options = Options.Of(Verbs.Compress).Select(o => o.Name).Except(OptionsNotForBuilds);

        Assert.Equal(options.Order(), ModelOptions.All.Select(o => o.Name).Order());
    }

    [Fact]
    public void MetadatumAndOptionSetTheSameProperty()
    {
        foreach (ModelOption option in ModelOptions.All)
            Assert.Equal($"Request.{option.RequestProperty}", Options.Of(Verbs.Compress).Single(o => o.Name == option.Name).Property);
    }

    [Fact]
    public void EveryMetadatumHasItsGlobalProperty()
    {
        XElement definition = XDocument.Load(Repository.Path("src", "NNCompress.MSBuild", "build", "NNCompress.MSBuild.targets")).Descendants("PruneModel").First();

        string[] expected = [.. ModelOptions.All.Select(o => o.Metadata), ModelOptions.Jpeg, "Namespace", "ClassName", "Embed"];
        Assert.Equal(expected.Order(), definition.Elements().Select(e => e.Name.LocalName).Order());
        foreach (XElement metadatum in definition.Elements().Where(e => e.Name != "ClassName"))
            Assert.Equal($"$(NNCompress{metadatum.Name})", metadatum.Value);
    }

    public static TheoryData<string> Metadata => [.. ModelOptions.All.Select(o => o.Metadata)];

    [Theory]
    [MemberData(nameof(Metadata))]
    public void EachMetadatumReachesTheTool(string metadatum)
    {
        using TaskRun run = new();
        run.Write("model.onnx", "model");
        ModelOption option = ModelOptions.All.Single(o => o.Metadata == metadatum);

        bool flag = option.Kind == OptionKind.Flag;
        string[] arguments = run.Compress(TaskRun.Item("model.onnx", (metadatum, flag ? "true" : "17"))).Runs.Single();

        string expected = flag ? "" : option.Kind is OptionKind.Path or OptionKind.Output ? $"={Path.Combine(run.Folder, "17")}" : "=17";
        Assert.Equal(
            ["compress", Path.Combine(run.Folder, "model.onnx"), $"--{option.Name}{expected}", $"--output={run.Output}model.nnz", $"--json={run.Output}model.json", "--log-format=msbuild"], arguments);
    }

    [Theory]
    [InlineData("", "", null)]
    [InlineData("false", "20", null)]
    [InlineData("true", "", "--jpeg")]
    [InlineData("True", "20", "--jpeg=20")]
    [InlineData("", "20", "--jpeg=20")]
    [InlineData("35", "", "--jpeg=35")]
    public void JpegSwitchesAndJpegQualityTellsHowMuch(string jpeg, string quality, string? expected)
    {
        string[] arguments = [.. ModelOptions.Arguments(TaskRun.Item("m.onnx", ("Jpeg", jpeg), ("JpegQuality", quality)), "/")];

        Assert.Equal(expected is null ? [] : [expected], arguments);
    }

    [Fact]
    public void AFlagThatIsFalseIsNotGiven() =>
        Assert.Equal([], ModelOptions.Arguments(TaskRun.Item("m.onnx", ("PruneInputs", "False")), "/"));
}
