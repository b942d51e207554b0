using NNCompress.Compression;
using NNCompress.Compression.Sweeping;
using NNCompress.Pruning;
using NNCompress.Reports;
using NNCompress.Tests.Compression.Outside;

namespace NNCompress.Tests.Compression.Sweeping;

public sealed class SweepTests : IDisposable
{
    private static readonly SweepSettings Thresholds = new() { MeanThresholds = [0.2, 0.6], StdThresholds = [0.3, 0.6, 0.9] };

    private readonly SweepProblem problem = new();

    public void Dispose() => problem.Dispose();

    [Fact]
    public void Rows_are_every_mean_with_every_deviation_each_as_prune_makes_it()
    {
        SweepReport sweep = problem.Sweep(problem.Request with { Sweep = Thresholds });
        Assert.Equal(
            [(0.2, 0.3), (0.2, 0.6), (0.2, 0.9), (0.6, 0.3), (0.6, 0.6), (0.6, 0.9)],
            sweep.Rows.Select(r => (r.MeanThreshold!.Value, r.StdThreshold!.Value)));
        Assert.Equal(Enumerable.Range(0, 6), sweep.Rows.Select(r => r.Index));
        Assert.All(sweep.Rows, r => Assert.Equal(("prune", "activation", null), (r.Verb, r.Method, r.Failure)));
        // Statistics are of half of the calibration data; prune with that half alone does the same.
        string half = problem.Write("half.npz", SyntheticProblem.ToNpz(SyntheticProblem.Data(800, seed: 22, noise: 1.2f).Split(400, 0).First));
        foreach (SweepRow row in sweep.Rows)
        {
            CompressionReport prune = new Operations(problem.Reporter).Prune(
                problem.Request with { CalibrationDataPath = half, MeanThreshold = row.MeanThreshold, StdThreshold = row.StdThreshold, OutputPath = problem.At("row.onnx") }, CancellationToken.None).Report;
            Assert.Equal((prune.Compressed!.Accuracy, prune.Drop, prune.ArtifactBytes, prune.Parameters!.After, prune.Macs!.After), (row.Accuracy, row.Drop, row.Bytes, row.Parameters!.Value, row.Macs!.Value));
            Assert.Equal(prune.DropInterval, row.DropInterval);
        }
        Assert.Contains(sweep.Rows, r => r.Parameters < sweep.Parameters);
    }

    [Theory]
    [InlineData(PruningMethod.Reconstruct)]
    [InlineData(PruningMethod.Taylor)]
    [InlineData(PruningMethod.Magnitude)]
    [InlineData(PruningMethod.Random)]
    public void Rows_by_ratio_do_not_depend_on_those_before(PruningMethod method)
    {
        SweepReport sweep = problem.Sweep(problem.With(s => s with { Ratios = [0.7, 0.3, 0.5] }, method: method));
        Assert.Equal([0.7, 0.3, 0.5], sweep.Rows.Select(r => r.Ratio!.Value));
        foreach (SweepRow row in sweep.Rows)
        {
            SweepRow alone = Assert.Single(problem.Sweep(problem.With(s => s with { Ratios = [row.Ratio!.Value] }, method: method)).Rows);
            Assert.Equal((alone.Accuracy, alone.Expected, alone.Bytes, alone.Parameters), (row.Accuracy, row.Expected, row.Bytes, row.Parameters));
            Assert.True(row.Parameters <= (1 - row.Ratio) * sweep.Parameters, $"{row.Parameters} of {sweep.Parameters} at {row.Ratio}");
        }
    }

    [Fact]
    public void Without_axes_the_method_has_its_own()
    {
        Assert.Equal(SweepSettings.UsualMeanThresholds.Count * SweepSettings.UsualStdThresholds.Count, SweepGrid.Of(problem.Request).Rows.Count);
        Assert.Equal(SweepSettings.UsualRatios, SweepGrid.Of(problem.With(s => s)).Rows.Select(r => r.Ratio!.Value));
        Assert.Equal([PruningMethod.Apoz, PruningMethod.Reconstruct], SweepGrid.Of(problem.With(s => s with { Methods = [PruningMethod.Apoz, PruningMethod.Auto] })).Rows.Select(r => r.Method!.Value).Distinct());
        Assert.Equal(PruningMethod.Magnitude, SweepGrid.Of(new CompressionRequest { ModelPath = "m", Evaluator = new() { Command = "score {model}" } }).Rows[0].Method);
    }

    [Fact]
    public void The_best_row_is_the_smallest_that_can_be_expected_to_keep_the_budget()
    {
        SweepReport sweep = problem.Sweep(problem.With(s => s with { Ratios = [0.2, 0.5, 0.8, 0.95] }) with { AccuracyBudget = 2 });
        Assert.Equal(("calibration", true), (sweep.ChosenOn, sweep.Gated));
        Assert.Equal(sweep.Rows.Where(r => r.Keeps).MinBy(r => r.Bytes)!.Index, sweep.Best);
        Assert.All(sweep.Rows, r => Assert.True(!r.Keeps || r.Expected!.Drop <= 2));
        Assert.False(sweep.Rows[^1].Keeps);
        // The two halves of the choice are told: 400 samples of 800 for statistics, the others to choose on.
        Assert.Equal([("judge", 600), ("calibration", 800), ("choice", 400)], sweep.Data.Select(d => (d.Role, d.Samples)));
    }

    [Fact]
    public void What_judges_has_no_say_in_the_choice()
    {
        // Judged by labels that are all wrong for this row's taste: other figures, the same choice.
        CompressionRequest request = problem.With(s => s with { Ratios = [0.2, 0.5, 0.8] }) with { AccuracyBudget = 50 };
        SweepReport sweep = problem.Sweep(request), other = problem.Sweep(request with
        {
            DataPath = problem.Write("other.npz", SyntheticProblem.ToNpz(SyntheticProblem.Data(600, seed: 31, noise: 1.2f))),
        });
        Assert.NotEqual(sweep.Rows.Select(r => r.Accuracy), other.Rows.Select(r => r.Accuracy));
        Assert.Equal(sweep.Best, other.Best);
        Assert.NotEqual(sweep.Inputs.Data, other.Inputs.Data);
        Assert.Equal(sweep.Inputs.Model, other.Inputs.Model);
    }

    [Fact]
    public void Qualities_are_what_encode_makes_of_them()
    {
        CompressionRequest request = problem.With(s => s with { Qualities = [5, 60] }) with { ModelPath = problem.Write("quarters.onnx", QuartersProblem.Untrained().ToBytes()), DataPath = Quarters(1), CalibrationDataPath = Quarters(2), Method = PruningMethod.Auto };
        SweepReport sweep = problem.Sweep(request);
        Assert.Equal([("encode", 5), ("encode", 60)], sweep.Rows.Select(r => (r.Verb, r.JpegQuality!.Value)));
        Assert.True(sweep.Rows[0].Bytes < sweep.Rows[1].Bytes);
        CompressionReport encode = new Operations(problem.Reporter).Encode(request with { JpegQuality = 60, Sweep = new(), OutputPath = problem.At("q.nnz") }, CancellationToken.None).Report;
        Assert.Equal((encode.ArtifactBytes, encode.Compressed!.Accuracy), (sweep.Rows[1].Bytes, sweep.Rows[1].Accuracy));
        Assert.All(sweep.Rows, r => Assert.NotNull(r.Expected));
    }

    [Fact]
    public void Budgets_are_what_compress_makes_of_them()
    {
        CompressionRequest request = problem.With(s => s with { Budgets = [0.5, 8], Ratios = [0.5] });
        SweepReport sweep = problem.Sweep(request);
        Assert.Equal([("compress", 0.5), ("compress", 8)], sweep.Rows.Select(r => (r.Verb, r.AccuracyBudget!.Value)));
        Assert.True(sweep.Rows[1].Bytes < sweep.Rows[0].Bytes);
        CompressionReport compress = new Operations(problem.Reporter).Compress(request with { Ratio = 0.5, AccuracyBudget = 8, Sweep = new(), OutputPath = problem.At("c.nnz") }, CancellationToken.None).Report;
        Assert.Equal((compress.ArtifactBytes, compress.Compressed!.Accuracy), (sweep.Rows[1].Bytes, sweep.Rows[1].Accuracy));
    }

    [Fact]
    public void What_trains_is_chosen_on_samples_that_it_has_not_learnt()
    {
        SweepReport sweep = problem.Sweep(problem.With(s => s with { Ratios = [0.5] }) with
        {
            FineTuneEpochs = 1,
            CalibrationDataPath = null,
            TrainDataPath = problem.Request.CalibrationDataPath,
        });
        Assert.Null(Assert.Single(sweep.Rows).Failure);
        (int learnt, int held) = (sweep.Data.Single(d => d.Role == "training").Samples, sweep.Data.Single(d => d.Role == "validation").Samples);
        Assert.Equal(800, learnt + held);
        Assert.InRange(held, 1, 400);
    }

    [Fact]
    public void A_row_that_fails_says_why_and_the_others_go_on()
    {
        // Nothing differentiates without labels.
        string unlabelled = problem.Write("unlabelled.npy", NNCompress.Tests.Data.DataFiles.Npy("<f4", "(200, 16)", new byte[200 * 16 * 4]));
        CompressionRequest request = problem.With(s => s with { Methods = [PruningMethod.Magnitude, PruningMethod.Taylor], Ratios = [0.5] }) with { CalibrationDataPath = unlabelled };
        SweepReport sweep = problem.Sweep(request);
        Assert.Null(sweep.Rows[0].Failure);
        Assert.StartsWith("NNC1060", sweep.Rows[1].Failure, StringComparison.Ordinal);
        Assert.Equal("NNC1060", problem.Fails(request with { Sweep = request.Sweep with { Methods = [PruningMethod.Taylor] } }).Code);
    }

    [Fact]
    public void A_budget_that_no_row_keeps_is_a_failure_and_the_rows_are_written_all_the_same()
    {
        CompressionResult result = problem.Run(problem.With(s => s with { Ratios = [0.97] }, "rows.json") with { AccuracyBudget = 0.01 });
        Assert.Equal("NNC3010", result.Failure!.Code);
        Assert.Contains("reconstruct, ratio 0.97", result.Failure.Message, StringComparison.Ordinal);
        Assert.Null(result.Report.Sweep!.Best);
        Assert.Single(SweepJson.FromJson(File.ReadAllText(problem.At("rows.json"))).Rows);
        Assert.Null(problem.Run(problem.With(s => s with { Ratios = [0.97] })).Failure);
    }

    [Fact]
    public void Thresholds_beyond_all_activations_are_warned_of()
    {
        problem.Sweep(problem.Request with { Sweep = Thresholds });
        Assert.DoesNotContain("NNC1112", problem.Reporter.Warnings);
        problem.Sweep(problem.Request with { Sweep = new SweepSettings { MeanThresholds = [1e-6, 2e-6], StdThresholds = [1e-6] } });
        Assert.Contains("NNC1112", problem.Reporter.Warnings);
    }

    [UnixFact]
    public void A_program_judges_the_original_and_each_row_once_in_each_role()
    {
        // Fewer parameters, a worse figure: by a tenth more where it judges.
        problem.Write("score.sh", System.Text.Encoding.UTF8.GetBytes($"echo $2 >> {problem.At("calls")}; size=$(wc -c < \"$1\"); [ \"$2\" = judge ] && echo $((size * 11 / 10)) || echo $size\n"));
        CompressionRequest request = problem.With(s => s with { Ratios = [0.2, 0.5] }) with { DataPath = null, CalibrationDataPath = null, Threads = 2, AccuracyBudget = 1500 };
        CompressionReport report = problem.Run(request with { Evaluator = new() { Command = $"sh {problem.At("score.sh")} {{model}} {{role}}" } }).Report;
        SweepReport told = report.Sweep!;
        Assert.Equal((6, true), (report.Evaluator!.Calls, report.Evaluator.TellsRole));
        Assert.Equal(("search", "evaluator"), (told.ChosenOn, told.Metric));
        Assert.Equal(["judge", "judge", "judge", "search", "search", "search"], File.ReadAllLines(problem.At("calls")).Order());
        Assert.All(told.Rows, r => Assert.Equal(r.Drop!.Value, 1.1 * r.Expected!.Drop, 2.0));
        SweepReport same = problem.Sweep(request with { Evaluator = new() { Command = $"sh {problem.At("score.sh")} {{model}}" } });
        Assert.Equal("judge", same.ChosenOn);
        Assert.All(same.Rows, r => Assert.Equal(r.Drop, r.Expected!.Drop));
        Assert.Equal(["magnitude"], told.Rows.Concat(same.Rows).Select(r => r.Method).Distinct());
    }

    [Fact]
    public void Axes_that_do_not_fit_are_told()
    {
        Assert.Equal("NNC1005", problem.Fails(problem.With(s => s with { Qualities = [20], Ratios = [0.5] })).Code);
        Assert.Equal("NNC1005", problem.Fails(problem.With(s => s with { MeanThresholds = [20], Ratios = [0.5] }, method: PruningMethod.Activation)).Code);
        Assert.Equal("NNC1005", problem.Fails(problem.With(s => s with { MeanThresholds = [20] }, method: PruningMethod.Magnitude)).Code);
        Assert.Equal("NNC1005", problem.Fails(problem.With(s => s with { Thresholds = [20] })).Code);
        Assert.Equal("NNC1005", problem.Fails(problem.With(s => s with { Thresholds = [20], StdThresholds = [1] }, method: PruningMethod.Activation)).Code);
        double[] many = [.. Enumerable.Range(0, 101).Select(i => i / 100.0)];
        NncException tooMany = problem.Fails(problem.With(s => s with { MeanThresholds = many, StdThresholds = many }, method: PruningMethod.Activation));
        Assert.Equal("NNC1110", tooMany.Code);
        Assert.Contains("10201", tooMany.Message, StringComparison.Ordinal);
        Assert.Equal("NNC1111", problem.Fails(problem.Request with { OutputPath = problem.At("rows.json") }).Code);
        Assert.Equal("NNC1024", problem.Fails(problem.Request with { Sweep = new SweepSettings { RowsPath = problem.Request.ModelPath } }).Code);
        Assert.Equal("NNC1003", problem.Fails(problem.Request with { Sweep = new SweepSettings { Shard = new SweepShard(1, 2) } }).Code);
        Assert.Equal("NNC1022", problem.Fails(problem.Request with { DataPath = null }).Code);
    }

    private string Quarters(int seed) => problem.Write($"quarters{seed}.npz", SyntheticProblem.ToNpz(QuartersProblem.Data(200, seed)));
}
