namespace NNCompress.Models.Weights;

/// <summary>A graph's place for a weight that a state_dict names.</summary>
/// <param name="Name">What a state_dict calls it: the constant's name, unless the exporter numbered that.</param>
/// <param name="Constant">The constant.</param>
/// <param name="Reader">First output of the node that reads it: pruning keeps that name, whatever becomes of the constant's.</param>
/// <param name="Input">Of that node.</param>
/// <param name="Module">Number of the layer that it belongs to; −1 where it belongs to none whose parts are known.</param>
/// <param name="Role"><c>weight</c>, <c>bias</c>, <c>running_mean</c>, <c>running_var</c>; empty outside a module.</param>
/// <param name="Transposed">True where the graph has [in, out] and PyTorch [out, in].</param>
/// <param name="Shape">In PyTorch's layout.</param>
internal sealed record WeightSlot(string Name, string Constant, string Reader, int Input, int Module, string Role, bool Transposed, int[] Shape);
