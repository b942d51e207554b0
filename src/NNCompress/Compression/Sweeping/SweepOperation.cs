using System.Diagnostics;
using NNCompress.Compression.Metrics;
using NNCompress.Compression.Trials;
using NNCompress.Models;
using NNCompress.Pruning;
using NNCompress.Reports;

namespace NNCompress.Compression.Sweeping;

/// <summary>Makes the rows of a sweep, those that an earlier run has left out of a file, and chooses the best.</summary>
internal sealed class SweepOperation(RunContext run)
{
    private static readonly Func<TimeSpan> Clock = () => Stopwatch.GetElapsedTime(0);

    private NncException? firstFailure;

    public CompressionResult Run()
    {
        CompressionRequest request = run.Request;
        SweepGrid grid = SweepGrid.Of(request);
        ModelSource source = ModelSource.ReadOnnx(request, "sweep");
        SweepOutputs outputs = SweepOutputs.Of(request, request.ModelPath);
        SweepData data = SweepData.Read(run, grid, source.Network);
        Dependencies dependencies = run.Analyse(InputStage.Prepare(run, source.Network), request.PruneInputs);
        (int Index, SweepSetting Setting)[] wanted = [.. grid.Rows.Select((r, i) => (i, r)).Where(r => request.Sweep.Shard?.Has(r.i) != false)];
        bool trains = grid.Rows.Any(r => GateStage.Trains(r.Over(request)) is not null);
        // A program may not bear being run twice at a time.
        int lanes = run.Evaluator is not null ? 1 : Math.Clamp(SweepLanes.Of(wanted, trains).Count, 1, run.Threads);
        using RunContext judging = new(request with { Threads = Math.Max(1, run.Threads / lanes) }, new SilentReporter(), run.Cancellation);
        run.Reporter.Progress("original", 0);
        SweepJudge judge = new(judging, data.Roles, data.Tried, dependencies.Network, Budget);
        SweepStore store = new(outputs.Rows, Head(source, grid, data, judge), Clock);
        store.Resume([.. wanted.Select(r => r.Setting.Row(r.Index))], run.Reporter);
        Make([.. wanted.Where(r => !store.Has(r.Index))], wanted.Length, trains, lanes, data, judging, dependencies, judge, store);
        if (firstFailure is not null && store.Report.Rows.All(r => r.Failure is not null))
            throw firstFailure;
        CompressionResult result = Finish(run, SweepChoice.Made(store.Report), outputs);
        return result with { Report = result.Report with { Evaluator = judging.Evaluator?.Use } };
    }

    /// <summary>The report, and its files; also of parts that have been joined.</summary>
    public static CompressionResult Finish(RunContext run, SweepReport sweep, SweepOutputs outputs)
    {
        SweepRow? best = sweep.BestRow;
        CompressionReport report = run.Finish(new CompressionReport
        {
            Verb = "sweep",
            Model = sweep.Model,
            Outputs = outputs.Write(sweep),
            Metric = sweep.Metric,
            Baseline = sweep.Baseline,
            Compressed = best?.Accuracy is { } accuracy ? new AccuracyFigure(accuracy, sweep.Baseline?.Samples) : null,
            Drop = best?.Drop,
            DropInterval = best?.DropInterval,
            Budget = sweep.Budget,
            OriginalBytes = sweep.OriginalBytes,
            ArtifactBytes = best?.Bytes,
            Ratio = best?.Bytes is { } bytes ? (double)sweep.OriginalBytes / bytes : null,
            Parameters = new BeforeAfter(sweep.Parameters, best?.Parameters ?? sweep.Parameters),
            Macs = sweep.Macs is { } macs ? new BeforeAfter(macs, best?.Macs ?? macs) : null,
            Method = best?.Method,
            Data = sweep.Data,
            Sweep = sweep,
        });
        return new CompressionResult(report, SweepChoice.Failure(sweep));
    }

    private double Budget => run.Request.AccuracyBudget ?? CompressOperation.DefaultBudget;

    private SweepReport Head(ModelSource source, SweepGrid grid, SweepData data, SweepJudge judge) => new()
    {
        Model = run.Request.ModelPath,
        Inputs = SweepKey.Of(run.Request, data, source.Network),
        Total = grid.Rows.Count,
        Grid = grid.Hash,
        Shard = run.Request.Sweep.Shard,
        Metric = judge.Judge.Metric,
        Baseline = new AccuracyFigure(judge.Judge.Original, judge.Judge.Samples),
        OriginalBytes = source.Bytes,
        Parameters = source.Network.ParameterCount,
        Macs = Costs.Macs(source.Network, source.Network)?.Before,
        Budget = Budget,
        Gated = run.Request.AccuracyBudget is not null,
        ChosenOn = judge.ChosenOn,
        Data = data.Uses,
        Warnings = run.Warnings,
    };

    private void Make((int Index, SweepSetting Setting)[] rows, int total, bool trains, int lanes, SweepData data, RunContext judging, Dependencies dependencies, SweepJudge judge, SweepStore store)
    {
        SweepProgress progress = new(run.Reporter, total, total - rows.Length, Clock);
        Pruner pruner = new(run.Engine, dependencies, data.Statistics, new SilentReporter(progress.Warn));
        PruningRows pruning = new(pruner, dependencies, judge, data.Statistics is not null);
        VerbRows verbs = new(judge);
        RunShare share = new(data.Roles, judge.Judge, judging.Evaluator);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("nncompress-sweep-");
        try
        {
            SweepLanes.Run(SweepLanes.Of(rows, trains), lanes, lane =>
            {
                foreach ((int index, SweepSetting setting) in lane)
                {
                    string name = SweepTable.Settings(setting.Row(index));
                    run.Cancellation.ThrowIfCancellationRequested();
                    progress.At(name);
                    store.Add(Row(index, setting, new RowReporter(progress, name)));
                    progress.Done(name);
                }
            }, run.Cancellation);
        }
        catch (OperationCanceledException)
        {
            if (store.Save() is > 0 and int kept)
                run.Reporter.Info($"{kept} of {total} rows are kept: the same command goes on from there");
            throw;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
        IdleThresholds.Warn(run, dependencies, pruner.Observed, store.Report);

        SweepRow Row(int index, SweepSetting setting, RowReporter reporter)
        {
            CompressionRequest request = setting.Over(run.Request) with
            {
                Threads = judging.Threads,
                ReportPath = null,
                OutputPath = Path.Combine(folder.FullName, $"{index}{(setting.Verb == "prune" ? ".onnx" : ".nnz")}"),
                TrialCachePath = setting.Verb == "compress" ? run.Request.TrialCachePath ?? Path.Combine(folder.FullName, "trials") : null,
            };
            using RunContext own = new(request, reporter, run.Cancellation) { Share = share, LongestOnnx = run.LongestOnnx };
            RowContext context = new(setting, setting.Row(index), own, reporter);
            SweepRow row;
            try
            {
                row = setting.Verb == "prune" && GateStage.Trains(request) is null ? pruning.Make(context) : verbs.Make(context);
            }
            catch (NncException e)
            {
                Interlocked.CompareExchange(ref firstFailure, e, null);
                row = context.Row with { Failure = $"{e.Code}: {e.Message}" };
            }
            return row with { Warnings = [.. reporter.Warnings.Except(run.Warnings)] };
        }
    }
}
