using NNCompress.Models;

namespace NNCompress.Pruning.Coupling;

/// <summary>What an operator couples.</summary>
/// <param name="Apply">Sets the units of the node's outputs and returns true; false means that it cannot tell, and everything is locked.</param>
/// <param name="ShapeInput">The input that may hold a computed shape, which the rule follows; -1 for none.</param>
internal sealed record OperatorRule(Func<DependencyWalk, Node, bool> Apply, int ShapeInput = -1);
