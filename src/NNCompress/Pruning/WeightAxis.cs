namespace NNCompress.Pruning;

/// <summary>One axis of one constant of the network.</summary>
/// <param name="Tensor">The constant's name.</param>
/// <param name="Axis">Zero-based axis.</param>
public sealed record WeightAxis(string Tensor, int Axis)
{
    public override string ToString() => $"{Tensor}[{Axis}]";
}
