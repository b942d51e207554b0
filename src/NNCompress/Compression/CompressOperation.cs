using NNCompress.Compression.Shrinking;
using NNCompress.Engines;
using NNCompress.Engines.Training;
using NNCompress.Models;
using NNCompress.Pruning;
using NNCompress.Pruning.Gates;

namespace NNCompress.Compression;

/// <summary>Prune, train where asked, and encode under one budget.</summary>
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
        ShrinkStage? training = request.FineTuneEpochs > 0 ? new ShrinkStage(run, dependencies, roles) : null;
        Predictions original = run.Evaluate(source.Network, roles.Judge, "judge original");
        Pruner pruner = new(run.Engine, dependencies, SearchRun.MomentData(run, source.Network, roles.Calibration), run.Reporter);
        (TrainingSet? data, TrainingSet? validation) = !GateStage.Wanted(request) ? (null, null)
            : training is not null ? (new TrainingSet(training.Parts.Learnt), null)
            : request.Training.Part(roles.Training!, GateStage.Options(request));
        TrainedGates? gates = data is null ? null : GateStage.Run(run, dependencies, data, validation);
        PruningSource pruning = new(pruner, dependencies, request, gates, run.Cancellation);
        SearchRun search = new(run, dependencies, roles, original, budget, gates?.Dependencies);
        Candidate candidate = search.Rough(pruning.At, pruning.Ratios);
        ShrunkNetwork? shrunk = training?.Run(roles, original, budget, candidate);
        if (shrunk is null)
            candidate = search.Refined();
        PrunedNetwork pruned = shrunk?.Pruned ?? candidate.Stage.Pruned;
        run.WarnIfShort(source.Network, pruned.Network);
        CompressionResult result = ArtifactWriter.Finish(run, "compress", source, pruned.Network, shrunk?.Tensors ?? candidate.Tensors, roles, original, budget, withOnnx: true, report => report with
        {
            Method = pruning.MethodName,
            Data = training?.Parts.Uses ?? (data is null ? report.Data : roles.UsesWith(data, validation, request.Seed)),
            Epochs = (shrunk?.Training ?? gates?.Training)?.Epochs,
            KeptEpoch = (shrunk?.Training ?? gates?.Training)?.Kept,
            Groups = Figures.Groups(dependencies, pruned.Plan.Resolve(dependencies, request.ModelPath)),
        });
        if (result.Failure is not null || request.PlanPath is not { } plan)
            return result;
        PlanFile.Save(pruned.Plan, plan);
        return result with { Report = result.Report with { Outputs = [.. result.Report.Outputs, plan] } };
    }
}
