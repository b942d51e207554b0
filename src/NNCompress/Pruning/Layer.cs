using NNCompress.Models;

namespace NNCompress.Pruning;

/// <summary>
/// A node that mixes channels through a weight: dense (Gemm, MatMul) or convolution. It consumes the channels along
/// <see cref="InAxis"/> and produces those along <see cref="OutAxis"/>.
/// </summary>
/// <param name="Node">Gemm, MatMul or Conv.</param>
/// <param name="Input">The value that it reads.</param>
/// <param name="Weight">Name of the weight.</param>
/// <param name="InAxis">The weight's axis of inputs; for a depthwise convolution -1 (it mixes nothing).</param>
/// <param name="OutAxis">The weight's axis of outputs.</param>
/// <param name="Bias">Name of the constant added to the outputs, or null: the node's own, or that of an Add right behind a MatMul.</param>
/// <param name="InUnits">Coupled unit of each index along the input axis.</param>
/// <param name="OutUnits">Coupled unit of each index along the output axis.</param>
public sealed record Layer(Node Node, string Input, string Weight, int InAxis, int OutAxis, string? Bias, int[] InUnits, int[] OutUnits)
{
    public bool IsConvolution => Node.OpType == "Conv";
}
