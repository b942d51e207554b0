namespace NNCompress.Pruning;

/// <summary>How to choose the channels that leave.</summary>
public sealed record PruningOptions
{
    public PruningMethod Method { get; init; } = PruningMethod.Reconstruct;

    /// <summary>Share of the network's parameters to remove, 0 to below 1; null where thresholds decide.</summary>
    public double? Ratio { get; init; }

    /// <summary>activation: a channel leaves when |mean| is below this and its deviation below <see cref="StdThreshold"/>.</summary>
    public double? MeanThreshold { get; init; }

    public double? StdThreshold { get; init; }

    /// <summary>magnitude: a channel leaves when its score is at or below this; apoz: when its share of zeros is at or above it; taylor: when its score is below it.</summary>
    public double? Threshold { get; init; }

    public MagnitudeNorm Norm { get; init; }

    public int Seed { get; init; }

    /// <summary>Whether the method looks at activations or gradients.</summary>
    public bool NeedsData => Method is PruningMethod.Auto or PruningMethod.Reconstruct or PruningMethod.Activation or PruningMethod.Apoz or PruningMethod.Taylor;
}
