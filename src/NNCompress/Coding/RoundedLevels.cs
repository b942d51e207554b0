namespace NNCompress.Coding;

/// <summary>Levels that were chosen by error and price.</summary>
/// <param name="Levels">rows × columns, row-major.</param>
/// <param name="Error">What they cost at the network's outputs.</param>
/// <param name="BitPrice">The error that a bit was worth.</param>
public sealed record RoundedLevels(int[] Levels, double Error, double BitPrice)
{
    /// <summary>The mended biases, one a row; none where nothing is mended.</summary>
    public double[] Biases { get; init; } = [];
}
