using NNCompress.Coding;
using NNCompress.Engines.Training;
using NNCompress.Pruning;

namespace NNCompress.Compression.Shrinking;

/// <summary>What a round on the grid has made.</summary>
/// <param name="Pruned">The network that the tensors decode to, and the channels that have left it.</param>
/// <param name="Tensors">Every floating-point constant, encoded.</param>
/// <param name="Training">How the round went.</param>
/// <param name="Estimate">From held-out samples.</param>
/// <param name="Excess">Percentage points by which the estimate exceeds what is allowed.</param>
internal sealed record ShrunkNetwork(PrunedNetwork Pruned, IReadOnlyList<EncodedTensor> Tensors, TrainingResult Training, DropEstimate Estimate, double Excess)
{
    public bool Passes => Excess <= 0;

    /// <summary>Bytes of the tensors' sections.</summary>
    public long Bytes { get; } = Tensors.Sum(t => (long)t.Bytes);
}
