using NNCompress.Coding;
using NNCompress.Compression.Metrics;
using NNCompress.Compression.Outside;
using NNCompress.Compression.Shrinking;
using NNCompress.Data;
using NNCompress.Engines.Training;
using NNCompress.Models;
using NNCompress.Pruning;

namespace NNCompress.Compression;

/// <summary>Prune, train where asked, and encode under one budget.</summary>
internal sealed class CompressOperation(RunContext run)
{
    /// <summary>Points that the metric may drop unless told otherwise.</summary>
    public const double DefaultBudget = 0.5;

    public CompressionResult Run()
    {
        CompressionRequest request = run.Request;
        ModelSource source = ModelSource.ReadOnnx(request, "compress");
        ArtifactWriter.Check(request, withOnnx: true);
        double? budget = request.AccuracyBudget ?? (request.TargetSize is null ? DefaultBudget : null);
        DataRoles roles = run.Roles(source.Network, wantsCalibration: true, GateStage.Trains(request));
        if (!run.HasJudge(roles))
            throw new NncException("NNC1022", request.ModelPath, "compress proves its result on labelled data: give --data, or a program that judges to --evaluator (encode works without either).");
        Dependencies dependencies = run.Analyse(InputStage.Prepare(run, source.Network, request.ReplayPath is { } replay ? PlanFile.Load(replay) : null), request.PruneInputs || request.ReplayPath is not null);
        if (LotteryStage.Wanted(request))
            LotteryStage.Options(request);
        ShrinkStage? training = request.FineTuneEpochs > 0 ? new ShrinkStage(run, dependencies, roles) : null;
        TrainingParts? parts = training?.Parts ?? (LotteryStage.Wanted(request) ? TrainingParts.Of(request, roles, dependencies.Network) : null);
        (TrainingSet? data, TrainingSet? validation) = Learnt(request, roles, parts);
        // What a lottery learnt by heart would not tell what coding costs.
        Dataset? calibration = LotteryStage.Wanted(request) ? parts!.HeldOut : roles.Calibration;
        if (run.Evaluator is not null)
            calibration = run.Calibrating(dependencies.Network, calibration);
        SearchStart start = SearchStart.Make(run, dependencies, calibration, data, validation);
        run.OpenTrials("compress", roles, start.Original, start.Fitted.Network);
        IJudge judge = run.JudgeOf(roles, start.Original)!;
        (PrunedNetwork pruned, IReadOnlyList<EncodedTensor> tensors, TrainingResult? trained) = Searched(start, training, calibration, judge, budget);
        PruningPlan left = start.Whole(pruned.Plan);
        run.Details?.Settled(dependencies, left.Resolve(dependencies, request.ModelPath), calibration);
        if (!LotteryStage.OfWeights(request))
            run.WarnIfShort(source.Network, pruned.Network);
        CompressionResult result = ArtifactWriter.Finish(run, "compress", source, pruned.Network, tensors, roles, judge, budget, withOnnx: true, report => report with
        {
            Method = start.Method,
            Data = parts?.Uses ?? (data is null ? report.Data : roles.UsesWith(data, validation, request.Seed)),
            Epochs = (trained ?? start.Training)?.Epochs,
            KeptEpoch = (trained ?? start.Training)?.Kept,
            Rounds = start.Rounds,
            Groups = Figures.Groups(dependencies, left.Resolve(dependencies, request.ModelPath)),
        });
        if (result.Failure is not null || request.PlanPath is not { } plan)
            return result;
        PlanFile.Save(left, plan);
        return result with { Report = result.Report with { Outputs = [.. result.Report.Outputs, plan] } };
    }

    /// <summary>The network and its coding: what rounds of training have made where they pay, else what the search without training has.</summary>
    private (PrunedNetwork Pruned, IReadOnlyList<EncodedTensor> Tensors, TrainingResult? Training) Searched(
        SearchStart start, ShrinkStage? training, Dataset? calibration, IJudge judge, double? budget)
    {
        if (judge is not DataJudge data)
            return Outside(start, training, new OutsideSearch(run, start, calibration, budget), budget);
        long? target = run.Request.TargetSize;
        if (training is not null && target is { } bytes)
        {
            // Training starts where there is more than it will leave, as its rounds under a budget do.
            Candidate roomy = Search((long)(bytes / ShrinkSettings.FirstShare)).Rough(start.At, start.Ratios);
            if (training.RunTo(bytes, start.Original, training.JudgeOf(start.Original, training.Parts.HeldOut, data, budget ?? SearchRun.NoBudget), roomy.Stage.Pruned, roomy.Tensors) is { } reached)
                return (reached.Pruned, reached.Tensors, reached.Training);
            training = null;
        }
        SearchRun search = Search(target);
        Candidate candidate = search.Rough(start.At, start.Ratios);
        if (training?.Run(start.Original, training.JudgeOf(start.Original, training.Parts.HeldOut, data, budget ?? DefaultBudget), candidate.Stage.Pruned, candidate.Bytes, candidate.Passes) is { } shrunk
            || (shrunk = training?.Deepen(start, candidate, data, budget ?? DefaultBudget)) is not null)
            return (shrunk.Pruned, shrunk.Tensors, shrunk.Training);
        candidate = search.Refined();
        return (candidate.Stage.Pruned, candidate.Tensors, null);

        SearchRun Search(long? most) => new(run, start, calibration!, data, budget, most);
    }

    /// <summary>The same where the user's program judges.</summary>
    private (PrunedNetwork Pruned, IReadOnlyList<EncodedTensor> Tensors, TrainingResult? Training) Outside(SearchStart start, ShrinkStage? training, OutsideSearch search, double? budget)
    {
        long? target = run.Request.TargetSize;
        (PrunedNetwork pruned, IReadOnlyList<EncodedTensor> tensors, bool passes) = search.Run(training is null || target is null ? target : (long)(target / ShrinkSettings.FirstShare)!);
        if (training is null)
            return (pruned, tensors, null);
        ShrunkNetwork? shrunk = target is { } bytes ? training.RunTo(bytes, start.Original, search.Judge, pruned, tensors)
            : training.Run(start.Original, search.Judge, pruned, tensors.Sum(t => (long)t.Bytes), passes);
        if (shrunk is not null)
            return (shrunk.Pruned, shrunk.Tensors, shrunk.Training);
        (pruned, tensors, _) = target is null ? (pruned, tensors, passes) : search.Run(target);
        return (pruned, tensors, null);
    }

    /// <summary>What gates or a lottery learn, where either was asked for.</summary>
    private static (TrainingSet? Data, TrainingSet? Validation) Learnt(CompressionRequest request, DataRoles roles, TrainingParts? parts)
    {
        if (LotteryStage.Wanted(request))
            return (new TrainingSet(parts!.Learnt), new TrainingSet(parts.HeldOut));
        return !GateStage.Wanted(request) ? (null, null)
            : parts is not null ? (new TrainingSet(parts.Learnt), null)
            : request.Training.Part(roles.Training!, GateStage.Options(request));
    }
}
