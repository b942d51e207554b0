using NNCompress.Models;
using NNCompress.Pruning;

namespace NNCompress.Compression;

/// <param name="Network">The network without the removed channels.</param>
/// <param name="Plan">What left.</param>
internal sealed record PrunedNetwork(Network Network, PruningPlan Plan);
