using NNCompress.Engines;
using NNCompress.Engines.Training;
using NNCompress.Models;
using NNCompress.Pruning;
using NNCompress.Reports;

namespace NNCompress.Compression;

/// <summary>Removes channels only: ONNX to a smaller ONNX.</summary>
internal sealed class PruneOperation(RunContext run)
{
    private const int StatisticsSamples = 20000;

    public CompressionResult Run()
    {
        CompressionRequest request = run.Request;
        ModelSource source = ModelSource.ReadOnnx(request.ModelPath, "prune");
        string output = OutputPaths.Main(request, ".pruned.onnx");
        OutputPaths.KeepApart(request, output);
        PruningOptions options = PruningSource.Options(request);
        DataRoles roles = DataRoles.Read(request, wantsCalibration: options.NeedsData || request.ReplayPath is not null
            || request.CalibrationDataPath is not null || request.TrainDataPath is not null,
            request.FineTuneEpochs > 0 ? "--fine-tune" : null);
        if (request.AccuracyBudget is not null && roles.Judge is null)
            throw new NncException("NNC1022", request.ModelPath, "an accuracy budget needs labelled data to judge with: give --data.");
        Dependencies dependencies = run.Analyse(source.Network);
        Pruner pruner = new(run.Engine, dependencies, roles.Calibration?.Sample(StatisticsSamples, request.Seed), run.Reporter);
        PruningOutcome outcome = request.ReplayPath is { } path
            ? pruner.Replay(PlanFile.Load(path), path, run.Cancellation)
            : pruner.Prune(options, run.Cancellation);
        run.WarnIfShort(source.Network, outcome.Network);
        (Network network, TrainingResult? training) = request.FineTuneEpochs > 0
            ? FineTuningStage.Run(run, outcome.Network, source.Network, roles.Training!)
            : (outcome.Network, null);
        byte[] bytes = network.ToBytes();
        CompressionReport report = new()
        {
            Verb = "prune",
            Model = request.ModelPath,
            OriginalBytes = source.Bytes,
            ArtifactBytes = bytes.Length,
            Ratio = (double)source.Bytes / bytes.Length,
            Parameters = new BeforeAfter(source.Network.ParameterCount, network.ParameterCount),
            Macs = Costs.Macs(source.Network, network),
            Method = System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(outcome.Plan.Method.ToString()),
            Data = roles.Uses,
            Epochs = training?.Epochs,
            Tensors = Figures.Tensors(source.Network, network, null),
            Layers = Figures.Layers(network),
            Groups = Figures.Groups(dependencies, outcome.Plan.Resolve(dependencies, request.ModelPath)),
        };
        NncException? failure = null;
        if (roles.Judge is { } judge)
        {
            Predictions before = run.Evaluate(source.Network, judge, "judge original"), after = run.Evaluate(network, judge, "judge pruned");
            (report, failure) = run.Judge(report, judge, before, after, request.AccuracyBudget);
        }
        if (failure is not null)
            return new CompressionResult(run.Finish(report), failure);
        run.Cancellation.ThrowIfCancellationRequested();
        List<string> outputs = [output];
        AtomicFile.Write(output, bytes);
        if (request.PlanPath is { } plan)
        {
            PlanFile.Save(outcome.Plan, plan);
            outputs.Add(plan);
        }
        return new CompressionResult(run.Finish(report with { Outputs = outputs }));
    }
}
