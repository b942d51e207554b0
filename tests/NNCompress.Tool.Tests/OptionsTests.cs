using System.Reflection;
using NNCompress.Compression;
using NNCompress.Compression.Outside;
using NNCompress.Compression.Sweeping;
using NNCompress.Data;
using NNCompress.Pruning;
using NNCompress.Reports;
using NNCompress.Tool.CommandLine;

namespace NNCompress.Tool.Tests;

public sealed class OptionsTests
{
    /// <summary>Properties that no option sets: the verb, the model and the parts of a sweep are arguments, --json names where its rows are, the last two are records of the others.</summary>
    private static readonly string[] NoOption = ["Verb", "Request.ModelPath", "Request.Sweep.Parts", "Request.Sweep.RowsPath", "Request.Command", "Given"];

    [Fact]
    public void Every_property_of_the_request_has_an_option_and_every_option_a_property()
    {
        IEnumerable<string> properties = Flatten(typeof(Invocation), "").Except(NoOption).Order();
        IEnumerable<string> named = Options.All.Select(o => o.Property).OfType<string>().Order();
        Assert.Equal(properties, named);
        Assert.DoesNotContain(Options.All, o => o.Property is null);
    }

    [Fact]
    public void Every_option_changes_the_property_it_names_and_no_other()
    {
        Dictionary<string, string> samples = new()
        {
            ["scale"] = "2",
            ["mean"] = "0.5,-1",
            ["std"] = "2",
            ["label-column"] = "y",
            ["metric"] = "r2",
            ["evaluator"] = "score {model}",
            ["evaluator-timeout"] = "60",
            ["accuracy-budget"] = "0.5",
            ["method"] = "apoz",
            ["ratio"] = "0.5",
            ["mean-threshold"] = "0.1",
            ["std-threshold"] = "0.2",
            ["threshold"] = "0.3",
            ["norm"] = "bias",
            ["jpeg"] = "20",
            ["fine-tune"] = "2",
            ["gate-position"] = "before",
            ["lambda"] = "0.3",
            ["layer-lambda"] = "conv1=0.1,conv2=0",
            ["snap"] = "0.1",
            ["push-pull"] = "epoch",
            ["unit-norm"] = "true",
            ["log-alpha"] = "1.5",
            ["temperature"] = "0.5:0.1",
            ["distil"] = "0.75",
            ["rounds"] = "4",
            ["round-epochs"] = "6",
            ["rewind"] = "early",
            ["rewind-step"] = "50",
            ["granularity"] = "weight",
            ["rank"] = "taylor",
            ["epochs"] = "3",
            ["batch-size"] = "32",
            ["optimiser"] = "adamw",
            ["learning-rate"] = "0.01",
            ["schedule"] = "linear",
            ["schedule-epochs"] = "4",
            ["schedule-factor"] = "0.5",
            ["final-rate"] = "0.0001",
            ["momentum"] = "0.8",
            ["weight-decay"] = "0.02",
            ["l1"] = "0.03",
            ["l2"] = "0.04",
            ["loss"] = "mean-squared-error",
            ["patience"] = "5",
            ["min-delta"] = "0.05",
            ["validation-share"] = "0.2",
            ["matrix"] = "7x9",
            ["step"] = "0.25",
            ["target-size"] = "40k",
            ["max-growth"] = "2",
            ["max-fall"] = "0.2",
            ["onnx-precision"] = "int8",
            ["mean-thresholds"] = "0.1,0.2",
            ["std-thresholds"] = "0.1..0.5:0.1",
            ["thresholds"] = "1,2",
            ["ratios"] = "0.5",
            ["qualities"] = "20..40:10",
            ["budgets"] = "0.5,1",
            ["methods"] = "magnitude,first-k",
            ["shard"] = "2/3",
            ["namespace"] = "A.B",
            ["class-name"] = "C",
            ["seed"] = "7",
            ["threads"] = "3",
            ["columns"] = "7",
            ["limit"] = "9",
            ["contrast"] = "layer",
            ["log-format"] = "msbuild",
        };
        Invocation empty = new() { Verb = Verb.All[0], Request = new CompressionRequest { ModelPath = "m" } };
        foreach (Option option in Options.All.Where(o => o.Property is not null))
        {
            Invocation changed = option.Apply(empty, samples.GetValueOrDefault(option.Name, option.ValueName is null ? "" : "some/path"));
            string[] differing = [.. Flatten(typeof(Invocation), "").Where(p => !Same(Value(empty, p), Value(changed, p)))];
            Assert.Equal(option.Property, Assert.Single(differing));
        }
    }

    [Fact]
    public void Values_arrive_as_they_were_given()
    {
        CompressionRequest? seen = null;
        ToolRun run = ToolRun.Of(
            (invocation, _, _) =>
            {
                seen = invocation.Request;
                return new CompressionResult(new CompressionReport { Verb = "compress", Model = "m" });
            },
            CancellationToken.None,
            "compress", "m.onnx", "--data", "d", "--jpeg", "20", "--matrix", "28x14", "--mean", "-0.5,1e-2", "--method", "first-k", "--accuracy-budget", "0.25",
            "-o", "out/", "--scale:127.5", "--quiet");
        Assert.Equal(0, run.Exit);
        Assert.NotNull(seen);
        Assert.Equal(("m.onnx", "d", 20, (28, 14)), (seen.ModelPath, seen.DataPath, seen.JpegQuality!.Value, seen.Matrix!.Value));
        Assert.Equal([-0.5, 0.01], seen.DataOptions.Mean);
        Assert.Equal((PruningMethod.FirstK, 0.25, "out/", 127.5), (seen.Method, seen.AccuracyBudget!.Value, seen.OutputPath, seen.DataOptions.Divisor!.Value));
    }

    [Theory]
    [InlineData("40000", 40000)]
    [InlineData("40k", 40000)]
    [InlineData("40kB", 40000)]
    [InlineData("1.5MB", 1500000)]
    [InlineData("1.5 mb", 1500000)]
    [InlineData("64KiB", 65536)]
    [InlineData("12B", 12)]
    public void Sizes_have_units(string text, long bytes) => Assert.Equal(bytes, OptionValue.Bytes("target-size", text));

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("k")]
    [InlineData("1,5MB")]
    [InlineData("3GB")]
    [InlineData("10 apples")]
    [InlineData("1e6")]
    public void What_is_no_size_is_told(string text) => Assert.Equal("NNC1002", Assert.Throws<NncException>(() => OptionValue.Bytes("target-size", text)).Code);

    [Theory]
    [InlineData(75, "--jpeg")]
    [InlineData(75, "--jpeg", "--seed", "1")]
    [InlineData(30, "--jpeg", "30")]
    [InlineData(30, "--jpeg=30")]
    public void The_quality_may_be_left_out(int quality, params string[] options)
    {
        int? seen = null;
        ToolRun.Of(
            (invocation, _, _) =>
            {
                seen = invocation.Request.JpegQuality;
                return new CompressionResult(new CompressionReport { Verb = "encode", Model = "m" });
            },
            CancellationToken.None, ["encode", "m.onnx", .. options]);
        Assert.Equal(quality, seen);
    }

    private static IEnumerable<string> Flatten(Type type, string prefix) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).SelectMany(p =>
            p.PropertyType == typeof(CompressionRequest) || p.PropertyType == typeof(DataOptions) || p.PropertyType == typeof(TrainingSettings) || p.PropertyType == typeof(LotterySettings) || p.PropertyType == typeof(GateSettings) || p.PropertyType == typeof(EvaluatorSettings) || p.PropertyType == typeof(ShowSettings) || p.PropertyType == typeof(SweepSettings)
                ? Flatten(p.PropertyType, $"{prefix}{p.Name}.")
                : [prefix + p.Name]);

    private static object? Value(object? root, string path) =>
        path.Split('.').Aggregate(root, (at, name) => at!.GetType().GetProperty(name)!.GetValue(at));

    private static bool Same(object? a, object? b) =>
        a is IEnumerable<double> x && b is IEnumerable<double> y ? x.SequenceEqual(y) : Equals(a, b);
}
