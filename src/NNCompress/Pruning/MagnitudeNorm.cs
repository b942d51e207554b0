namespace NNCompress.Pruning;

/// <summary>What method magnitude measures of a channel.</summary>
public enum MagnitudeNorm
{
    /// <summary>Euclidean norm of the incoming and outgoing weights, each relative to its layer.</summary>
    L2,

    /// <summary>Sum of absolute values of the incoming and outgoing weights, each relative to its layer.</summary>
    L1,

    /// <summary>Magnitude of the bias, as in the lottery-ticket write-up.</summary>
    Bias,
}
