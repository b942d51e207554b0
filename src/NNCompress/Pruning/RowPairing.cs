using NNCompress.Models;

namespace NNCompress.Pruning;

/// <summary>
/// Which layers read one sample after another: of these, rows of two networks that are run in batches of different size can be paired. Where tokens come
/// before samples, as in an attention that was exported with the tokens first, the order of the rows follows the batch.
/// </summary>
internal sealed class RowPairing(Network network)
{
    private const int One = 3, Other = 7;

    private readonly IReadOnlyDictionary<string, int[]> one = ShapeInference.Infer(network, One, lenient: true);
    private readonly IReadOnlyDictionary<string, int[]> other = ShapeInference.Infer(network, Other, lenient: true);

    /// <summary>Whether row i of one network belongs to row i of the other.</summary>
    public bool Pairs(Layer layer) => ShapeInference.BatchOf(network, One) == ShapeInference.BatchOf(network, Other) || IsBySample(layer);

    /// <summary>Whether rows do not depend on which samples share a batch.</summary>
    public bool IsBySample(Layer layer) => one.GetValueOrDefault(layer.Input) is [One, ..] && other.GetValueOrDefault(layer.Input) is [Other, ..];
}
