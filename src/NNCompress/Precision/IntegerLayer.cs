using NNCompress.Models;

namespace NNCompress.Precision;

/// <summary>A layer whose product can be computed in 8-bit integers.</summary>
/// <param name="Node">Gemm, MatMul or Conv.</param>
/// <param name="Input">The value that the weight meets.</param>
/// <param name="Weight">Name of the constant matrix, or of the kernels.</param>
/// <param name="Axis">The weight's axis of output channels.</param>
/// <param name="Bias">Name of a constant with one number an output channel; null where there is none, or another one.</param>
internal sealed record IntegerLayer(Node Node, string Input, string Weight, int Axis, string? Bias)
{
    /// <summary>The network's layers with constant 32-bit weights, in the order of the file.</summary>
    public static IReadOnlyList<IntegerLayer> Of(Network network) => [.. network.Nodes.Select(n => Find(network, n)).OfType<IntegerLayer>()];

    private static IntegerLayer? Find(Network network, Node node)
    {
        if (node.Domain.Length > 0 || node.Input(0) is not { } input || network.Constant(input) is not null)
            return null;
        if (network.Constant(node.Input(1)) is not { Type: ElementType.Float, Length: > 0 } weight || !weight.Floats.All(float.IsFinite))
            return null;
        return node.OpType switch
        {
            "Conv" when weight.Shape.Length > 2 => new IntegerLayer(node, input, weight.Name, 0, BiasOf(network, node, weight.Shape[0])),
            "MatMul" when weight.Shape.Length == 2 => new IntegerLayer(node, input, weight.Name, 1, null),
            "Gemm" when weight.Shape.Length == 2 && node.Int("transA", 0) == 0 && node.Float("alpha", 1) == 1 && node.Float("beta", 1) == 1 =>
                Dense(network, node, input, weight, node.Int("transB", 0) != 0 ? 0 : 1),
            _ => null,
        };
    }

    private static IntegerLayer Dense(Network network, Node node, string input, Tensor weight, int axis) =>
        new(node, input, weight.Name, axis, BiasOf(network, node, weight.Shape[axis]));

    private static string? BiasOf(Network network, Node node, int channels) =>
        network.Constant(node.Input(2)) is { Type: ElementType.Float, Shape: [int length] } bias && length == channels && bias.Floats.All(float.IsFinite) ? bias.Name : null;
}
