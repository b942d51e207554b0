using NNCompress.Compression.Metrics;
using NNCompress.Data;
using NNCompress.Engines.Training;
using NNCompress.Models;
using NNCompress.Models.Weights;
using NNCompress.Pruning;
using NNCompress.Pruning.Gates;
using NNCompress.Pruning.Lottery;
using NNCompress.Reports;

namespace NNCompress.Compression;

/// <summary>Removes channels only: ONNX to a smaller ONNX, weights with a graph to fewer weights; fine-tunes it where that is asked for.</summary>
internal sealed class PruneOperation(RunContext run)
{
    /// <summary>Calibration samples that statistics are taken from.</summary>
    public const int StatisticsSamples = 20000;

    public CompressionResult Run()
    {
        CompressionRequest request = run.Request;
        ModelSource source = ModelSource.ReadOnnx(request, "prune");
        string output = OutputPaths.Main(request, source.Binding is { } origin ? $".pruned{WeightFile.ExtensionOf(origin.Format)}" : ".pruned.onnx");
        WeightBinding? binding = WeightFile.ByName(output) is null ? null : source.Binding;
        string? onnx = OnnxOutput.PathOf(request, output, binding is null ? output : null);
        OutputPaths.KeepApart(request, onnx is null || onnx == output ? [output] : [output, onnx]);
        PruningPlan? replay = request.ReplayPath is { } path ? PlanFile.Load(path) : null;
        bool lottery = LotteryStage.Wanted(request);
        TrainingOptions? training = lottery ? LotteryStage.Options(request).Training
            : GateStage.Wanted(request) ? GateStage.Options(request)
            : request.FineTuneEpochs > 0 ? FineTuningStage.Options(request)
            : null;
        PruningOptions options = PruningSource.Options(request);
        DataRoles roles = run.Roles(
            source.Network,
            wantsCalibration: !lottery && (options.NeedsData || OnnxOutput.NeedsData(request) || replay is not null || request.CalibrationDataPath is not null || request.TrainDataPath is not null),
            trains: GateStage.Trains(request));
        OnnxOutput.Check(request, roles.Calibration ?? roles.Training);
        if (request.AccuracyBudget is not null && !run.HasJudge(roles))
            throw new NncException("NNC1022", request.ModelPath, "an accuracy budget needs something to judge with: give labelled data to --data, or a program to --evaluator.");
        (TrainingSet? data, TrainingSet? validation) = training is null ? (null, null) : request.Training.Part(roles.Training!, training);
        Dependencies dependencies = run.Analyse(InputStage.Prepare(run, source.Network, replay), request.PruneInputs || replay is not null);
        Cut cut = lottery ? Draw(source.Network, dependencies, data!, validation) : Choose(dependencies, roles, data, validation, replay);
        if (request.FineTuneEpochs > 0)
        {
            (Network tuned, TrainingResult tuning) = FineTuningStage.Run(run, cut.Network, cut.Baseline, data!, validation, cut.Hook);
            cut = cut with { Network = tuned, Training = lottery ? tuning : GateStage.Joined(cut.Training, tuning) };
        }
        long bytes = cut.Network.StoredBytes;
        CompressionReport report = new()
        {
            Verb = "prune",
            Model = request.ModelPath,
            OriginalBytes = source.Bytes,
            ArtifactBytes = bytes,
            Ratio = (double)source.Bytes / bytes,
            Parameters = new BeforeAfter(source.Network.ParameterCount, cut.Network.ParameterCount),
            Macs = Costs.Macs(source.Network, cut.Network),
            Method = System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(cut.Plan.Method.ToString()),
            Data = data is null ? roles.Uses : roles.UsesWith(data, validation, request.Seed),
            Epochs = cut.Training?.Epochs,
            KeptEpoch = cut.Training?.Kept,
            Rounds = cut.Rounds,
            Tensors = Figures.Tensors(source.Network, cut.Network, null, bytes),
            Layers = Figures.Layers(cut.Network),
            Groups = Figures.Groups(dependencies, cut.Plan.Resolve(dependencies, request.ModelPath)),
        };
        run.Details?.Settled(dependencies, cut.Plan.Resolve(dependencies, request.ModelPath), roles.Calibration ?? roles.Training);
        run.Details?.Made(cut.Network);
        OnnxOutput? plain = OnnxOutput.Make(run, onnx, cut.Network, cut.Network, roles.Calibration ?? roles.Training);
        NncException? failure = null;
        if (run.JudgeOf(roles, cut.Baseline) is { } judge)
        {
            (report, failure) = run.Judge(report, judge, cut.Network, "judge pruned", request.AccuracyBudget);
            failure ??= plain?.Judge(run, judge, request.AccuracyBudget);
        }
        report = report with { Onnx = plain is null ? [] : [plain.Row] };
        if (failure is not null)
            return new CompressionResult(run.Finish(report), failure);
        run.Cancellation.ThrowIfCancellationRequested();
        List<string> outputs = [output];
        if (binding is not null && binding.IsRewired(cut.Network))
            run.Warn("NNC2181", "the pruned network has other operators than the graph that was given (a Gather that selects inputs, say), which weights alone do not tell: write the ONNX file too, with --onnx-precision fp32.");
        if (binding is not null)
            binding.Save(cut.Network, output, WeightFile.ByName(output)!.Value, run.Cancellation);
        else
            outputs = [.. OnnxFile.Save(cut.Network, output, run.LongestOnnx)];
        if (plain is not null && plain.Path != output)
        {
            outputs.AddRange(plain.Write());
        }
        if (request.PlanPath is { } plan)
        {
            PlanFile.Save(cut.Plan, plan);
            outputs.Add(plan);
        }
        return new CompressionResult(run.Finish(report with { Outputs = outputs }));
    }

    private Cut Choose(Dependencies dependencies, DataRoles roles, TrainingSet? data, TrainingSet? validation, PruningPlan? replay)
    {
        CompressionRequest request = run.Request;
        Dataset? calibration = run.Evaluator is null ? roles.Calibration : run.Calibrating(dependencies.Network, roles.Calibration);
        Pruner pruner = new(run.Engine, dependencies, calibration?.Sample(StatisticsSamples, request.Seed), run.Reporter);
        TrainedGates? gates = GateStage.Wanted(request) ? GateStage.Run(run, dependencies, data!, validation) : null;
        PruningOutcome outcome = replay is not null ? pruner.Replay(replay, request.ReplayPath!, run.Cancellation)
            : gates is not null ? GatePruning.Cut(gates, gates.Closed)
            : pruner.Prune(PruningSource.Options(request, calibrated: calibration is not null || run.Evaluator is null), run.Cancellation);
        run.WarnIfShort(dependencies.Network, outcome.Network);
        return new Cut(InputSelection.Tidy(outcome.Network), dependencies.Network, outcome.Plan) { Training = gates?.Training };
    }

    private Cut Draw(Network network, Dependencies dependencies, TrainingSet data, TrainingSet? validation)
    {
        LotteryResult result = LotteryStage.Run(run, network, data, validation);
        bool weights = LotteryStage.OfWeights(run.Request);
        if (!weights)
            run.WarnIfShort(dependencies.Network, result.Network);
        return new Cut(result.Network, result.Dense, new PruningPlan { Method = PruningMethod.Lottery, Groups = result.Removed })
        {
            Training = result.Training,
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
        /// <summary>The last training, or null.</summary>
        public TrainingResult? Training { get; init; }

        /// <summary>Of a lottery.</summary>
        public IReadOnlyList<RoundRow>? Rounds { get; init; }

        /// <summary>What further training must keep to.</summary>
        public ITrainingHook? Hook { get; init; }
    }
}
