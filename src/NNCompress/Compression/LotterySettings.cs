using NNCompress.Pruning.Lottery;

namespace NNCompress.Compression;

/// <summary>What the user said about a lottery; null leaves a value to the method.</summary>
public sealed record LotterySettings
{
    /// <summary>The initial weights of the model, as an ONNX file; null where the model itself has them.</summary>
    public string? InitialPath { get; init; }

    /// <inheritdoc cref="LotteryOptions.Rounds"/>
    public int? Rounds { get; init; }

    /// <inheritdoc cref="LotteryOptions.RoundEpochs"/>
    public int? RoundEpochs { get; init; }

    /// <inheritdoc cref="LotteryOptions.Rewind"/>
    public LotteryRewind? Rewind { get; init; }

    /// <inheritdoc cref="LotteryOptions.RewindStep"/>
    public int? RewindStep { get; init; }

    /// <inheritdoc cref="LotteryOptions.Granularity"/>
    public LotteryGranularity? Granularity { get; init; }

    /// <inheritdoc cref="LotteryOptions.Rank"/>
    public LotteryRank? Rank { get; init; }
}
