using NNCompress.Coding;
using NNCompress.Models;
using NNCompress.Pruning;

namespace NNCompress.Compression;

/// <summary>A network that has been pruned and encoded, and what the search measured of it.</summary>
/// <param name="Pruned">The pruned network, before encoding.</param>
/// <param name="Plan">Which channels left.</param>
/// <param name="Tensors">Every floating-point constant, encoded.</param>
/// <param name="Decoded">The network with the decoded values.</param>
/// <param name="Estimate">From the search data.</param>
internal sealed record Candidate(Network Pruned, PruningPlan Plan, IReadOnlyList<EncodedTensor> Tensors, Network Decoded, DropEstimate Estimate)
{
    /// <summary>Bytes of the tensors' sections.</summary>
    public long Bytes { get; } = Tensors.Sum(t => (long)t.Payload.Length);
}
