using NNCompress.Compression;
using NNCompress.Compression.Sweeping;
using NNCompress.Pruning;
using NNCompress.Reports;

namespace NNCompress.Tests.Compression.Sweeping;

public sealed class SweepMergeTests : IDisposable
{
    private readonly SweepProblem problem = new();

    public void Dispose() => problem.Dispose();

    [Theory]
    [InlineData(PruningMethod.Activation)]
    [InlineData(PruningMethod.Reconstruct)]
    public void Three_shards_make_the_bytes_of_one_run_whatever_the_threads(PruningMethod method)
    {
        Func<SweepSettings, SweepSettings> axes = method == PruningMethod.Activation
            ? s => s with { MeanThresholds = [0.2, 0.4, 0.6], StdThresholds = [0.3, 0.9] }
            : s => s with { Ratios = [0.1, 0.3, 0.5, 0.7, 0.8] };
        problem.Sweep(problem.With(axes, "whole.json", method) with { Threads = 3 });
        for (int i = 1; i <= 3; i++)
        {
            SweepReport part = problem.Sweep(problem.With(s => axes(s) with { Shard = new SweepShard(i, 3) }, $"part-{i}.json", method) with { Threads = i });
            Assert.Null(part.Best);
        }
        CompressionResult joined = problem.Merge("joined.json", "part-2.json", "part-3.json", "part-1.json");
        Assert.Equal(File.ReadAllText(problem.At("whole.json")), File.ReadAllText(problem.At("joined.json")));
        Assert.NotNull(joined.Report.Sweep!.Best);
        Assert.Contains(joined.Report.Sweep.Rows, r => r.Front);
    }

    [Fact]
    public void Parts_that_overlap_must_agree()
    {
        Parts();
        problem.Merge("joined.json", "part-1.json", "part-2.json", "part-1.json");
        SweepReport part = Read("part-1.json");
        Write("part-3.json", part with { Rows = [part.Rows[0] with { Accuracy = 1 }, .. part.Rows.Skip(1)] });
        NncException failure = Fails("part-1.json", "part-2.json", "part-3.json");
        Assert.Equal("NNC2153", failure.Code);
        Assert.Contains("part-1.json", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_and_unfinished_shards_are_named()
    {
        Parts();
        NncException missing = Fails("part-1.json");
        Assert.Equal("NNC2152", missing.Code);
        Assert.Contains("of 2 shards 2 is missing", missing.Message, StringComparison.Ordinal);
        SweepReport part = Read("part-2.json");
        Write("part-2.json", part with { Rows = [part.Rows[0]] });
        Assert.Contains("2 is unfinished", Fails("part-1.json", "part-2.json").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("version", "another version")]
    [InlineData("model", "another model")]
    [InlineData("data", "other data")]
    [InlineData("options", "other options")]
    [InlineData("grid", "other settings")]
    [InlineData("budget", "another budget")]
    public void Parts_of_other_sweeps_are_refused(string changed, string told)
    {
        Parts();
        SweepReport part = Read("part-2.json");
        Write("part-2.json", changed switch
        {
            "version" => part with { Inputs = part.Inputs with { Version = "9" } },
            "model" => part with { Inputs = part.Inputs with { Model = "9" } },
            "data" => part with { Inputs = part.Inputs with { Data = "9" } },
            "options" => part with { Inputs = part.Inputs with { Options = "9" } },
            "grid" => part with { Grid = "9" },
            _ => part with { Budget = 9 },
        });
        NncException failure = Fails("part-1.json", "part-2.json");
        Assert.Equal("NNC2151", failure.Code);
        Assert.Contains(told, failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("part-2.json", failure.Path, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_budget_may_choose()
    {
        Parts();
        SweepReport strict = Merge(0), loose = Merge(60);
        Assert.Equal(0.5, Read("part-1.json").Budget);
        Assert.Equal((0, true), (strict.Budget, strict.Gated));
        Assert.Equal((60, true), (loose.Budget, loose.Gated));
        Assert.True(loose.BestRow!.Bytes < (strict.BestRow?.Bytes ?? long.MaxValue));
        Assert.NotEqual(loose.Best, strict.Best);

        SweepReport Merge(double budget) => problem.Sweep(new CompressionRequest
        {
            ModelPath = problem.At("part-1.json"),
            AccuracyBudget = budget,
            Sweep = new SweepSettings { Parts = [problem.At("part-1.json"), problem.At("part-2.json")] },
        });
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("text")]
    [InlineData("report")]
    [InlineData("row")]
    [InlineData("figures")]
    [InlineData("shard")]
    public void What_is_no_part_is_told(string damage)
    {
        Parts();
        SweepReport part = Read("part-2.json");
        switch (damage)
        {
            case "missing":
                File.Delete(problem.At("part-2.json"));
                break;
            case "text":
                File.WriteAllText(problem.At("part-2.json"), "{ \"verb\": ");
                break;
            case "report":
                File.WriteAllText(problem.At("part-2.json"), JsonReport.ToJson(new CompressionReport { Verb = "prune", Model = "m" }));
                break;
            case "row":
                Write("part-2.json", part with { Rows = [part.Rows[0] with { Index = 0 }] });
                break;
            case "figures":
                Write("part-2.json", part with { Rows = [part.Rows[0] with { Bytes = null }] });
                break;
            default:
                Write("part-2.json", part with { Shard = new SweepShard(3, 2) });
                break;
        }
        Assert.Equal("NNC2150", Fails("part-1.json", "part-2.json").Code);
    }

    [Fact]
    public void The_joined_rows_do_not_replace_a_part()
    {
        Parts();
        Assert.Equal("NNC1024", Assert.Throws<NncException>(() => problem.Merge("part-1.json", "part-1.json", "part-2.json")).Code);
    }

    /// <summary>Two shards of four rows.</summary>
    private void Parts()
    {
        for (int i = 1; i <= 2; i++)
            problem.Sweep(problem.With(s => s with { Ratios = [0.2, 0.4, 0.6, 0.8], Shard = new SweepShard(i, 2) }, $"part-{i}.json", PruningMethod.Magnitude));
    }

    private SweepReport Read(string name) => SweepJson.FromJson(File.ReadAllText(problem.At(name)));

    private void Write(string name, SweepReport part) => File.WriteAllText(problem.At(name), SweepJson.ToJson(part));

    private NncException Fails(params string[] parts) => Assert.Throws<NncException>(() => problem.Merge("joined.json", parts));
}
