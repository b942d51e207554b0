using NNCompress.Compression;
using NNCompress.Compression.Outside;
using NNCompress.Compression.Trials;

namespace NNCompress.Tests.Compression.Trials;

public sealed class RunKeyTests
{
    private static readonly CompressionRequest Request = new() { ModelPath = "m.onnx" };

    [Fact]
    public void What_only_says_where_results_go_or_what_they_are_held_to_changes_no_key()
    {
        CompressionRequest other = Request with
        {
            ModelPath = "n.onnx",
            OutputPath = "o",
            ReportPath = "r.html",
            Command = "again",
            BaselinePath = "b.json",
            MaxGrowth = 3,
            MaxFall = 1,
            AccuracyBudget = 2,
            Threads = 7,
        };
        Assert.Equal(RunKey.OfOptions(Request), RunKey.OfOptions(other));
    }

    [Fact]
    public void What_is_found_otherwise_changes_it()
    {
        foreach (CompressionRequest other in new[] { Request with { Seed = 1 }, Request with { Ratio = 0.5 }, Request with { Evaluator = new EvaluatorSettings { Command = "score {model}" } }, Request with { Gates = new GateSettings { Lambda = 1 } } })
            Assert.NotEqual(RunKey.OfOptions(Request), RunKey.OfOptions(other));
    }
}
