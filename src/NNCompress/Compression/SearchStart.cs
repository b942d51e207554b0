using NNCompress.Data;
using NNCompress.Engines.Training;
using NNCompress.Models;
using NNCompress.Pruning;
using NNCompress.Pruning.Gates;
using NNCompress.Pruning.Lottery;
using NNCompress.Reports;

namespace NNCompress.Compression;

/// <summary>What compression starts from, once the methods that train have done so.</summary>
/// <param name="Original">The network whose accuracy is to be held: the model given or, where a lottery trained that, the trained one.</param>
/// <param name="Fitted">Of the network to whose outputs rounded layers are fitted: the one that <see cref="At"/> cuts from.</param>
/// <param name="At">Gives the network at any share of its parameters removed.</param>
/// <param name="Ratios">Shares to try.</param>
/// <param name="Method">How channels are chosen, for the report.</param>
internal sealed record SearchStart(
    Network Original, Dependencies Fitted, Func<double, PrunedNetwork> At, IReadOnlyList<double> Ratios, string Method)
{
    /// <summary>What left before <see cref="Fitted"/>; null for nothing.</summary>
    public PruningPlan? Before { get; init; }

    /// <summary>Of gates or of a lottery's last round, or of fine-tuning; null where nothing has trained.</summary>
    public TrainingResult? Training { get; init; }

    /// <summary>What <see cref="Fitted"/> was trained on: statistics come from there, and candidates are tried on all of the calibration data. Null for a share of that for either.</summary>
    public Dataset? Learnt { get; init; }

    /// <summary>Of a lottery.</summary>
    public IReadOnlyList<RoundRow>? Rounds { get; init; }

    /// <summary>What left of the model given, where that left which the plan says and was made for <see cref="Fitted"/>.</summary>
    public PruningPlan Whole(PruningPlan plan) => Before?.Then(plan) ?? plan;

    /// <param name="run">The run.</param>
    /// <param name="dependencies">Of the model given.</param>
    /// <param name="calibration">Of the search; null where there is no data that the engine can feed the network.</param>
    /// <param name="data">What gates or a lottery learn; null where neither was asked for.</param>
    /// <param name="validation">What was held out of it, or null.</param>
    public static SearchStart Make(RunContext run, Dependencies dependencies, Dataset? calibration, TrainingSet? data, TrainingSet? validation)
    {
        CompressionRequest request = run.Request;
        if (LotteryStage.Wanted(request))
            return Drawn(run, dependencies, data!, validation);
        Pruner pruner = new(run.Engine, dependencies, calibration is null ? null : SearchRun.MomentData(run, dependencies.Network, calibration), run.Reporter);
        TrainedGates? gates = data is null ? null : GateStage.Run(run, dependencies, data, validation);
        PruningSource source = new(pruner, dependencies, request, gates, calibration is not null, run.Cancellation);
        return new SearchStart(dependencies.Network, gates?.Dependencies ?? dependencies, source.At, source.Ratios, source.MethodName) { Training = gates?.Training };
    }

    /// <summary>The same, gone on from: fewer channels, and those trained.</summary>
    /// <param name="run">The run.</param>
    /// <param name="pruned">What of <see cref="Fitted"/> is left.</param>
    /// <param name="tuned">The same with trained weights.</param>
    /// <param name="training">How that went.</param>
    /// <param name="learnt">What it was trained on.</param>
    public SearchStart Tuned(RunContext run, PrunedNetwork pruned, Network tuned, TrainingResult training, Dataset learnt)
    {
        Dependencies dependencies = Dependencies.Of(tuned, run.Request.PruneInputs);
        Pruner pruner = new(run.Engine, dependencies, learnt.Sample(SearchSettings.MomentSamples(tuned), run.Request.Seed + 1), run.Reporter);
        PruningSource source = new(pruner, dependencies, run.Request, null, calibrated: true, run.Cancellation);
        return this with { Fitted = dependencies, At = source.At, Before = Whole(pruned.Plan), Training = training, Learnt = learnt };
    }

    /// <summary>A lottery draws one ticket: the search is for its coding alone.</summary>
    private static SearchStart Drawn(RunContext run, Dependencies dependencies, TrainingSet data, TrainingSet? validation)
    {
        LotteryResult result = LotteryStage.Run(run, dependencies.Network, data, validation);
        Dependencies ticket = Dependencies.Of(result.Network, run.Request.PruneInputs);
        PrunedNetwork drawn = new(result.Network, PruningPlan.Of(PruningMethod.Lottery, ticket, new HashSet<int>()));
        return new SearchStart(result.Dense, ticket, _ => drawn, [0], "lottery")
        {
            Before = result.Removed.Count > 0 ? new PruningPlan { Method = PruningMethod.Lottery, Groups = result.Removed } : null,
            Training = result.Training,
            Rounds = LotteryStage.Rows(result),
        };
    }
}
