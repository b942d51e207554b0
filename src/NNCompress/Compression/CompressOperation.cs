using NNCompress.Coding;
using NNCompress.Engines;
using NNCompress.Engines.Training;
using NNCompress.Models;
using NNCompress.Pruning;
using NNCompress.Pruning.Gates;

namespace NNCompress.Compression;

/// <summary>Prune and encode under one budget.</summary>
internal sealed class CompressOperation(RunContext run)
{
    /// <summary>Percentage points that accuracy may drop unless told otherwise.</summary>
    public const double DefaultBudget = 0.5;

    public CompressionResult Run()
    {
        CompressionRequest request = run.Request;
        ModelSource source = ModelSource.ReadOnnx(request.ModelPath, "compress");
        ArtifactWriter.Check(request, withOnnx: true);
        double budget = request.AccuracyBudget ?? DefaultBudget;
        DataRoles roles = DataRoles.Read(request, wantsCalibration: true, GateStage.Trains(request));
        if (roles.Judge is null || roles.Calibration is null)
            throw new NncException("NNC1022", request.ModelPath, "compress proves its result on labelled data: give --data (encode works without data).");
        Dependencies dependencies = run.Analyse(InputStage.Prepare(run, source.Network, request.ReplayPath is { } replay ? PlanFile.Load(replay) : null), request.PruneInputs || request.ReplayPath is not null);
        Predictions original = run.Evaluate(source.Network, roles.Judge, "judge original");
        Pruner pruner = new(run.Engine, dependencies, SearchRun.MomentData(run, source.Network, roles.Calibration), run.Reporter);
        (TrainingSet? data, TrainingSet? validation) = GateStage.Wanted(request) ? request.Training.Part(roles.Training!, GateStage.Options(request)) : (null, null);
        TrainedGates? gates = data is null ? null : GateStage.Run(run, dependencies, data, validation);
        PruningSource pruning = new(pruner, dependencies, request, gates, run.Cancellation);
        Candidate candidate = SearchRun.Search(run, dependencies, roles, original, budget, pruning.At, pruning.Ratios, gates?.Dependencies);
        PrunedNetwork pruned = candidate.Stage.Pruned;
        run.WarnIfShort(source.Network, pruned.Network);
        CompressionResult result = ArtifactWriter.Finish(run, "compress", source, pruned.Network, candidate.Tensors, roles, original, budget, withOnnx: true, report => report with
        {
            Method = pruning.MethodName,
            Data = data is null ? report.Data : roles.UsesWith(data, validation, request.Seed),
            Epochs = gates?.Training.Epochs,
            KeptEpoch = gates?.Training.Kept,
            Groups = Figures.Groups(dependencies, pruned.Plan.Resolve(dependencies, request.ModelPath)),
        });
        if (result.Failure is not null || request.PlanPath is not { } plan)
            return result;
        PlanFile.Save(pruned.Plan, plan);
        return result with { Report = result.Report with { Outputs = [.. result.Report.Outputs, plan] } };
    }
}
