using NNCompress.Pruning;
using NNCompress.Reports;

namespace NNCompress.Compression.Sweeping;

/// <summary>What a sweep varies. An axis that is null is not varied, unless <see cref="SweepGrid"/> has one by default.</summary>
public sealed record SweepSettings
{
    /// <summary>Values tried where an axis is asked for without any.</summary>
    public static IReadOnlyList<double> UsualRatios { get; } = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

    /// <inheritdoc cref="UsualRatios"/>
    public static IReadOnlyList<double> UsualMeanThresholds { get; } = [0.02, 0.05, 0.1, 0.2, 0.5];

    /// <inheritdoc cref="UsualRatios"/>
    public static IReadOnlyList<double> UsualStdThresholds { get; } = [0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 1];

    /// <inheritdoc cref="UsualRatios"/>
    public static IReadOnlyList<int> UsualQualities { get; } = [5, 10, 20, 35, 50, 75, 90];

    /// <inheritdoc cref="UsualRatios"/>
    public static IReadOnlyList<double> UsualBudgets { get; } = [0.1, 0.25, 0.5, 1, 2];

    /// <summary>Those that choose channels by a look at the network and do not train.</summary>
    public static IReadOnlyList<PruningMethod> UsualMethods { get; } = [PruningMethod.Reconstruct, PruningMethod.Activation, PruningMethod.Apoz, PruningMethod.Magnitude, PruningMethod.Random];

    /// <summary>Method activation: magnitudes of the mean.</summary>
    public IReadOnlyList<double>? MeanThresholds { get; init; }

    /// <summary>Method activation: deviations.</summary>
    public IReadOnlyList<double>? StdThresholds { get; init; }

    /// <summary>Methods with scores.</summary>
    public IReadOnlyList<double>? Thresholds { get; init; }

    /// <summary>Shares of the parameters to remove.</summary>
    public IReadOnlyList<double>? Ratios { get; init; }

    /// <summary>JPEG qualities.</summary>
    public IReadOnlyList<int>? Qualities { get; init; }

    /// <summary>Budgets of searches, points.</summary>
    public IReadOnlyList<double>? Budgets { get; init; }

    public IReadOnlyList<PruningMethod>? Methods { get; init; }

    /// <summary>The part of the rows to make; null for all.</summary>
    public SweepShard? Shard { get; init; }

    /// <summary>Where the rows are kept as they are made, so that a run that was cut off goes on; null for beside the curve, or nowhere.</summary>
    public string? RowsPath { get; init; }

    /// <summary>Files with the rows of shards, to be joined in the place of a sweep; empty for none.</summary>
    public IReadOnlyList<string> Parts { get; init; } = [];
}
