using System.Text.RegularExpressions;
using NNCompress.Reports;

namespace NNCompress.Tool.Tests;

/// <summary>The verb from its arguments to what it prints, on a network trained here.</summary>
public sealed partial class SweepRunTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public SweepRunTests()
    {
        foreach ((string name, int from) in new[] { ("judge.csv", 0), ("calibration.csv", 400) })
            File.WriteAllLines(folder.File(name), Enumerable.Range(from, 400).Select(i => FormattableString.Invariant($"{i % 3},{(i % 3 * 30) + (i * 37 % 23)},{i * 53 % 100},{(i % 3) + (i * 11 % 10)},{i * 7 % 10}")));
        Assert.Equal(0, ToolRun.Of("train", "mlp:4-24-3", "--train-data", folder.File("calibration.csv"), "--scale", "100", "--epochs", "30", "-o", folder.File("m.onnx"), "--threads", "1", "-q").Exit);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_best_row_is_printed_as_the_command_that_makes_it()
    {
        ToolRun run = Sweep("--ratios", "0.2,0.4,0.6", "-o", folder.Path + "/", "--accuracy-budget", "30");
        Assert.True(run.Exit == 0, run.Error);
        SweepReport sweep = SweepJson.FromJson(File.ReadAllText(folder.File("m.sweep.json")));
        SweepRow best = sweep.BestRow!;
        string[] command = Best().Match(run.Out).Groups[1].Value.TrimEnd().Split(' ');
        Assert.Equal(["prune", "--method", "reconstruct", "--ratio", FormattableString.Invariant($"{best.Ratio}")], command);
        ToolRun prune = ToolRun.Of([command[0], folder.File("m.onnx"), .. command[1..], "--data", folder.File("judge.csv"), "--calibration-data", folder.File("calibration.csv"), "--scale", "100", "-o", folder.File("small.onnx")]);
        Assert.True(prune.Exit == 0, prune.Error);
        Assert.True(File.Exists(folder.File("m.sweep.svg")));
        Assert.Contains("| original |", run.Out, StringComparison.Ordinal);
        Assert.Contains("* best  o Pareto curve", run.Out, StringComparison.Ordinal);
        Assert.Contains("200 samples that do not judge", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Shards_are_joined_and_a_budget_that_no_row_keeps_ends_with_3()
    {
        for (int i = 1; i <= 2; i++)
        {
            ToolRun part = Sweep("--ratios", "0.2,0.6,0.9", "--shard", $"{i}/2", "--json", folder.File($"part-{i}.json"));
            Assert.True(part.Exit == 0, part.Error);
            Assert.Contains($"shard {i}/2: {3 - i} of 3 rows", part.Out, StringComparison.Ordinal);
        }
        Assert.Equal(0, Sweep("--ratios", "0.2,0.6,0.9", "--json", folder.File("whole.json")).Exit);
        ToolRun merge = ToolRun.Of("sweep", "merge", folder.File("part-1.json"), folder.File("part-2.json"), "--json", folder.File("joined.json"));
        Assert.True(merge.Exit == 0, merge.Error);
        Assert.Equal(File.ReadAllText(folder.File("whole.json")), File.ReadAllText(folder.File("joined.json")));

        SweepReport harsh = SweepJson.FromJson(File.ReadAllText(folder.File("whole.json")));
        harsh = harsh with { Rows = [.. harsh.Rows.Select(r => r with { Expected = new SweepEstimate(50, 0, 0) })] };
        File.WriteAllText(folder.File("harsh.json"), SweepJson.ToJson(harsh));
        ToolRun failed = ToolRun.Of("sweep", "merge", folder.File("harsh.json"), "--accuracy-budget", "1", "--markdown", folder.File("sweep.md"));
        Assert.Equal(3, failed.Exit);
        Assert.Contains("NNC3010", failed.Error, StringComparison.Ordinal);
        Assert.Contains("best: none", failed.Out, StringComparison.Ordinal);
        string page = File.ReadAllText(folder.File("sweep.md"));
        Assert.Contains("**NNC3010**", page, StringComparison.Ordinal);
        // The chart is a block of its own, with its spaces.
        Assert.Matches(@"(?s)\n```text\n.*\+-{64}\n.*\n```\n", page);
        Assert.Equal(2, page.Split("```").Length - 1);
    }

    [Fact]
    public void For_msbuild_it_is_one_line_and_quietly_none()
    {
        ToolRun line = Sweep("--ratios", "0.2", "--log-format", "msbuild");
        Assert.StartsWith("sweep ", Assert.Single(line.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        ToolRun quiet = Sweep("--ratios", "0.2", "-q");
        Assert.Equal((0, "", ""), (quiet.Exit, quiet.Out, quiet.Error));
    }

    private ToolRun Sweep(params string[] options) => ToolRun.Of(
        ["sweep", folder.File("m.onnx"), "--data", folder.File("judge.csv"), "--calibration-data", folder.File("calibration.csv"), "--scale", "100", "--threads", "1", .. options]);

    [GeneratedRegex("^best: (.*)$", RegexOptions.Multiline)]
    private static partial Regex Best();
}
