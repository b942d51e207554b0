using NNCompress.Engines.Training;

namespace NNCompress.Pruning.Lottery;

/// <summary>How tickets are drawn.</summary>
public sealed record LotteryOptions
{
    /// <summary>Prunings, from 1; each is followed by a training, the last by the final one.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>
    /// Share of the network's parameters that is gone, or zero, after all rounds, 0 to below 1. Each round removes the same share of what is
    /// there. Null where <see cref="Threshold"/> decides.
    /// </summary>
    public double? Ratio { get; init; }

    /// <summary>Neurons, <see cref="LotteryRank.Bias"/>: in each round those leave whose score is at or below this; null where the ratio decides.</summary>
    public double? Threshold { get; init; }

    public LotteryGranularity Granularity { get; init; }

    public LotteryRank Rank { get; init; }

    public LotteryRewind Rewind { get; init; }

    /// <summary><see cref="LotteryRewind.Early"/>: the step of the first training whose weights are kept.</summary>
    public long RewindStep { get; init; } = 1000;

    /// <summary>The first and the final training. A strong weight decay lets weights that do nothing fade, which is what ranks look for.</summary>
    public TrainingOptions Training { get; init; } = FineTuning.Defaults with { Epochs = 20, WeightDecay = 0.1 };

    /// <summary>Epochs of the trainings between; null for those of <see cref="Training"/>.</summary>
    public int? RoundEpochs { get; init; }

    /// <summary>Share of the trained dense network's answers in what the pruned ones learn, the rest being the labels, 0 to 1.</summary>
    public double TeacherShare { get; init; } = FineTuning.UsualTeacherShare;

    /// <summary>Whether input features that matter little may leave as well (<see cref="InputSelection"/>).</summary>
    public bool PruneInputs { get; init; }

    /// <summary>The rank with <see cref="LotteryRank.Auto"/> resolved.</summary>
    internal LotteryRank Resolved => Rank != LotteryRank.Auto ? Rank
        : Granularity == LotteryGranularity.Neuron ? LotteryRank.Reconstruct : LotteryRank.Contribution;

    /// <exception cref="ArgumentException">A value out of range, or options that do not fit together.</exception>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Rounds);
        ArgumentOutOfRangeException.ThrowIfNegative(RewindStep);
        if (Ratio is { } ratio && ratio is not (>= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(Ratio), ratio, "A share from 0 to below 1 is needed.");
        if (TeacherShare is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(TeacherShare), TeacherShare, "A share from 0 to 1 is needed.");
        if (Ratio is null == Threshold is null)
            throw new ArgumentException("Either a ratio or a threshold is needed.");
        if (Threshold is not null && (Granularity != LotteryGranularity.Neuron || Rank != LotteryRank.Bias))
            throw new ArgumentException("A threshold is for neurons and their biases.");
        bool fits = Granularity == LotteryGranularity.Neuron
            ? Resolved != LotteryRank.Contribution
            : Resolved is LotteryRank.L1 or LotteryRank.L2 or LotteryRank.Taylor or LotteryRank.Contribution;
        if (!fits)
            throw new ArgumentException($"Rank {Rank} is not for {Granularity}.");
    }
}
