using NNCompress.Models;

namespace NNCompress.Pruning.Coupling;

/// <summary>What an operator couples.</summary>
/// <param name="Apply">Sets the units of the node's outputs and returns true; false means that it cannot tell, and everything is locked.</param>
/// <param name="ShapeInputs">The inputs that may hold numbers computed from shapes, which the rule follows.</param>
internal sealed record OperatorRule(Func<DependencyWalk, Node, bool> Apply, params int[] ShapeInputs);
