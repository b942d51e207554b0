using NNCompress.Models;

namespace NNCompress.Pruning;

/// <summary>
/// A node that mixes channels through a weight: dense (Gemm, MatMul, Einsum) or convolution. It consumes the channels along
/// <see cref="InAxis"/> and produces those along <see cref="OutAxis"/>.
/// </summary>
/// <param name="Node">Gemm, MatMul, Einsum, Conv or ConvTranspose.</param>
/// <param name="Input">The value that it reads.</param>
/// <param name="Weight">Name of the weight.</param>
/// <param name="InAxis">The weight's axis of inputs; for a convolution whose groups leave whole, such as a depthwise one, -1.</param>
/// <param name="OutAxis">The weight's axis of outputs.</param>
/// <param name="Bias">Name of the constant added to the outputs, or null: the node's own, or that of an Add right behind a MatMul.</param>
/// <param name="InUnits">Coupled unit of each index along the weight's input axis: for a convolution in groups the channels of one group.</param>
/// <param name="OutUnits">Coupled unit of each index along the output axis.</param>
public sealed record Layer(Node Node, string Input, string Weight, int InAxis, int OutAxis, string? Bias, int[] InUnits, int[] OutUnits)
{
    public bool IsConvolution => Node.OpType is "Conv" or "ConvTranspose";

    /// <summary>
    /// Whether each output is one row of the weight times what the layer reads there, the same for all outputs (dense, or a convolution without groups):
    /// such a layer can be fitted anew.
    /// </summary>
    public bool IsMatrix => InAxis >= 0 && Node.OpType != "ConvTranspose" && Node.Int("group", 1) == 1;
}
