using NNCompress.Models;

namespace NNCompress.Pruning;

/// <param name="Network">The smaller network.</param>
/// <param name="Plan">What left.</param>
/// <param name="Dependencies">Of the network before.</param>
public sealed record PruningOutcome(Network Network, PruningPlan Plan, Dependencies Dependencies);
