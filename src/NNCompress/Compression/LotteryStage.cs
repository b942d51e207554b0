using NNCompress.Engines.Training;
using NNCompress.Models;
using NNCompress.Pruning;
using NNCompress.Pruning.Lottery;
using NNCompress.Reports;

namespace NNCompress.Compression;

/// <summary>Runs a lottery as the request says.</summary>
internal static class LotteryStage
{
    /// <summary>Share of the parameters that leaves unless told otherwise.</summary>
    public const double UsualRatio = 0.75;

    public static bool Wanted(CompressionRequest request) => request.ReplayPath is null && request.Method == PruningMethod.Lottery;

    /// <summary>Whether single weights are drawn, so that no channel leaves.</summary>
    public static bool OfWeights(CompressionRequest request) => Wanted(request) && request.Lottery.Granularity == LotteryGranularity.Weight;

    /// <summary>Before the work begins.</summary>
    /// <exception cref="NncException">NNC1066: options that do not fit together.</exception>
    public static LotteryOptions Options(CompressionRequest request)
    {
        LotterySettings settings = request.Lottery;
        LotteryOptions usual = new();
        LotteryOptions options = usual with
        {
            Rounds = settings.Rounds ?? usual.Rounds,
            Ratio = request.Threshold is null ? request.Ratio ?? UsualRatio : null,
            Threshold = request.Threshold,
            Granularity = settings.Granularity ?? usual.Granularity,
            Rank = settings.Rank ?? usual.Rank,
            Rewind = settings.Rewind ?? usual.Rewind,
            RewindStep = settings.RewindStep ?? usual.RewindStep,
            RoundEpochs = settings.RoundEpochs,
            TeacherShare = request.DistilShare ?? usual.TeacherShare,
            PruneInputs = request.PruneInputs,
            Training = request.Training.Over(usual.Training, request.Seed),
        };
        if (options.Rewind == LotteryRewind.None && settings.InitialPath is not null)
            throw Misfit("--rewind none goes on from the trained weights and has no use for --initial: leave one out.");
        if (options.Rewind != LotteryRewind.Early && settings.RewindStep is not null)
            throw Misfit("--rewind-step is for --rewind early: add that, or leave it out.");
        if (request.Threshold is not null && (request.Ratio is not null || options is not { Granularity: LotteryGranularity.Neuron, Rank: LotteryRank.Bias }))
            throw Misfit("--threshold is for the biases of neurons: give --granularity neuron --rank bias with it and no --ratio, or --ratio alone.");
        if (options.Granularity == LotteryGranularity.Weight && options.Rank is LotteryRank.Bias or LotteryRank.Reconstruct)
            throw Misfit("single weights are ranked by contribution, l1, l2 or taylor: choose one of these with --rank, or --granularity neuron.");
        if (options is { Granularity: LotteryGranularity.Neuron, Rank: LotteryRank.Contribution })
            throw Misfit("--rank contribution is for single weights: give --granularity weight, or another rank.");
        if (options.Granularity == LotteryGranularity.Weight && (request.PlanPath is not null || request.PruneInputs))
            throw Misfit($"{(request.PruneInputs ? "--prune-inputs" : "--plan")} is about neurons and inputs, and --granularity weight removes neither: leave one out.");
        return options;

        NncException Misfit(string what) => new("NNC1066", request.ModelPath, what);
    }

    /// <param name="run">The run.</param>
    /// <param name="model">The model given.</param>
    /// <param name="data">Labelled training data.</param>
    /// <param name="validation">What was held out of it, or null.</param>
    /// <exception cref="NncException">As for <see cref="LotteryPruning.Run"/>; NNC1025 and NNC2001–2019: the initial network cannot be read.</exception>
    public static LotteryResult Run(RunContext run, Network model, TrainingSet data, TrainingSet? validation)
    {
        CompressionRequest request = run.Request;
        LotteryOptions options = Options(request);
        Network? initial = request.Lottery.InitialPath is { } path ? ModelSource.ReadOnnx(path, "--initial").Network : null;
        return new LotteryPruning(run.Engine, run.Reporter).Run(model, initial, data.Inputs, validation?.Inputs, options, run.Cancellation);
    }

    /// <summary>The rounds as the report has them.</summary>
    public static IReadOnlyList<RoundRow> Rows(LotteryResult result) =>
        [.. result.Rounds.Select(r => new RoundRow(r.Round, r.Parameters, r.NonZero, r.Epochs, Known(r.Loss), Known(r.Accuracy)))];

    private static double? Known(double value) => double.IsNaN(value) ? null : value;
}
