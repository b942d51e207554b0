using NNCompress.Engines;
using NNCompress.Engines.Training;
using NNCompress.Models;
using NNCompress.Pruning;
using NNCompress.Pruning.Lottery;
using NNCompress.Reports;

namespace NNCompress.Compression;

/// <summary>Removes channels only: ONNX to a smaller ONNX; fine-tunes it where that is asked for.</summary>
internal sealed class PruneOperation(RunContext run)
{
    private const int StatisticsSamples = 20000;

    public CompressionResult Run()
    {
        CompressionRequest request = run.Request;
        ModelSource source = ModelSource.ReadOnnx(request.ModelPath, "prune");
        string output = OutputPaths.Main(request, ".pruned.onnx");
        OutputPaths.KeepApart(request, output);
        PruningPlan? replay = request.ReplayPath is { } path ? PlanFile.Load(path) : null;
        bool lottery = request.Method == PruningMethod.Lottery && replay is null;
        if (lottery)
            LotteryStage.Options(request);
        PruningOptions options = PruningSource.Options(request);
        DataRoles roles = DataRoles.Read(
            request,
            wantsCalibration: !lottery && (options.NeedsData || replay is not null || request.CalibrationDataPath is not null || request.TrainDataPath is not null),
            trains: lottery ? "--method lottery" : request.FineTuneEpochs > 0 ? "--fine-tune" : null);
        if (request.AccuracyBudget is not null && roles.Judge is null)
            throw new NncException("NNC1022", request.ModelPath, "an accuracy budget needs labelled data to judge with: give --data.");
        Dependencies dependencies = run.Analyse(InputStage.Prepare(run, source.Network, replay), request.PruneInputs || replay is not null);
        Cut cut = lottery ? Draw(source.Network, dependencies, roles) : Choose(dependencies, roles, replay);
        if (request.FineTuneEpochs > 0)
        {
            (Network tuned, TrainingResult training) = FineTuningStage.Run(run, cut.Network, cut.Baseline, roles.Training!, cut.Hook);
            cut = cut with { Network = tuned, Epochs = training.Epochs };
        }
        byte[] bytes = cut.Network.ToBytes();
        CompressionReport report = new()
        {
            Verb = "prune",
            Model = request.ModelPath,
            OriginalBytes = source.Bytes,
            ArtifactBytes = bytes.Length,
            Ratio = (double)source.Bytes / bytes.Length,
            Parameters = new BeforeAfter(source.Network.ParameterCount, cut.Network.ParameterCount),
            Macs = Costs.Macs(source.Network, cut.Network),
            Method = System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(cut.Plan.Method.ToString()),
            Data = roles.Uses,
            Epochs = cut.Epochs,
            Rounds = cut.Rounds,
            Tensors = Figures.Tensors(source.Network, cut.Network, null),
            Layers = Figures.Layers(cut.Network),
            Groups = Figures.Groups(dependencies, cut.Plan.Resolve(dependencies, request.ModelPath)),
        };
        NncException? failure = null;
        if (roles.Judge is { } judge)
        {
            Predictions before = run.Evaluate(cut.Baseline, judge, "judge original"), after = run.Evaluate(cut.Network, judge, "judge pruned");
            (report, failure) = run.Judge(report, judge, before, after, request.AccuracyBudget);
        }
        if (failure is not null)
            return new CompressionResult(run.Finish(report), failure);
        run.Cancellation.ThrowIfCancellationRequested();
        List<string> outputs = [output];
        AtomicFile.Write(output, bytes);
        if (request.PlanPath is { } plan)
        {
            PlanFile.Save(cut.Plan, plan);
            outputs.Add(plan);
        }
        return new CompressionResult(run.Finish(report with { Outputs = outputs }));
    }

    private Cut Choose(Dependencies dependencies, DataRoles roles, PruningPlan? replay)
    {
        CompressionRequest request = run.Request;
        Pruner pruner = new(run.Engine, dependencies, roles.Calibration?.Sample(StatisticsSamples, request.Seed), run.Reporter);
        PruningOutcome outcome = replay is not null
            ? pruner.Replay(replay, request.ReplayPath!, run.Cancellation)
            : pruner.Prune(PruningSource.Options(request), run.Cancellation);
        run.WarnIfShort(dependencies.Network, outcome.Network);
        return new Cut(InputSelection.Tidy(outcome.Network), dependencies.Network, outcome.Plan);
    }

    private Cut Draw(Network network, Dependencies dependencies, DataRoles roles)
    {
        LotteryResult result = LotteryStage.Run(run, network, roles.Training!);
        bool weights = (run.Request.Lottery.Granularity ?? LotteryGranularity.Neuron) == LotteryGranularity.Weight;
        if (!weights)
            run.WarnIfShort(dependencies.Network, result.Network);
        return new Cut(result.Network, result.Dense, new PruningPlan { Method = PruningMethod.Lottery, Groups = result.Removed })
        {
            Epochs = result.Training.Epochs,
            Rounds = LotteryStage.Rows(result),
            Hook = weights ? WeightMask.OfZeros(result.Network) : null,
        };
    }

    /// <summary>What pruning has made.</summary>
    /// <param name="Network">The pruned network.</param>
    /// <param name="Baseline">What it is compared with, and what teaches it.</param>
    /// <param name="Plan">What left.</param>
    private sealed record Cut(Network Network, Network Baseline, PruningPlan Plan)
    {
        public IReadOnlyList<EpochFigures>? Epochs { get; init; }

        public IReadOnlyList<RoundRow>? Rounds { get; init; }

        /// <summary>What further training must keep to.</summary>
        public ITrainingHook? Hook { get; init; }
    }
}
