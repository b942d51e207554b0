using NNCompress.Coding;
using NNCompress.Coding.Cosine;
using NNCompress.Models;
using NNCompress.Pruning;

namespace NNCompress.Compression;

/// <summary>A layer that reads the network's input as pictures, encoded by the cosine transform of its neurons.</summary>
internal sealed class CosineLayer : ILayerCoder
{
    private readonly LayerMatrix matrix;
    private readonly Tensor weight;
    private readonly double[] rowWeights;
    private readonly CosineRounding rounding;
    private readonly Dictionary<double, EncodedTensor> done = [];

    /// <param name="network">Whose weights are encoded.</param>
    /// <param name="layer">Of <see cref="View"/>.</param>
    /// <param name="rowWeights">How much an error in each output row matters.</param>
    /// <param name="rounding">For that input.</param>
    public CosineLayer(Network network, Layer layer, double[] rowWeights, CosineRounding rounding)
    {
        (matrix, weight) = (new LayerMatrix(network, layer), network.Constant(layer.Weight)!);
        (this.rowWeights, this.rounding) = (rowWeights, rounding);
    }

    /// <summary>Height × width of the input picture; null where the layer does not read the network's input as one, or the picture is too large.</summary>
    /// <param name="network">The network.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="asked">What the user says that a picture is; null for what the graph flattens.</param>
    public static (int Height, int Width)? View(Network network, Layer layer, (int Height, int Width)? asked)
    {
        if (layer.IsConvolution || !JpegLayers.ReadsInput(network, layer))
            return null;
        int inputs = network.Constant(layer.Weight)!.Shape[layer.InAxis];
        (int Height, int Width)? view = asked is { } size && (long)size.Height * size.Width == inputs ? asked : JpegLayers.View(network, layer);
        return view is { } found && CosineRounding.Fits(found.Height, found.Width) ? view : null;
    }

    /// <inheritdoc/>
    public CoderKind Kind => CoderKind.Cosine;

    /// <inheritdoc/>
    public EncodedTensor Encode(double lambda)
    {
        if (done.GetValueOrDefault(lambda) is { } before)
            return before;
        (byte[] payload, double step) = rounding.Encode(matrix.Weights(), rowWeights, lambda, matrix.Layer.OutAxis != 0);
        return done[lambda] = TensorCoder.FromPayload(weight, new TensorCoding(CoderKind.Cosine, step), payload);
    }
}
