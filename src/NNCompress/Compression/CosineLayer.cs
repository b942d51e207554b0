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
    /// <param name="rounding">Made by <see cref="Rounding"/>.</param>
    public CosineLayer(Network network, Layer layer, double[] rowWeights, CosineRounding rounding)
    {
        (matrix, weight) = (new LayerMatrix(network, layer), network.Constant(layer.Weight)!);
        (this.rowWeights, this.rounding) = (rowWeights, rounding);
    }

    /// <summary>Height × width of the input picture; null where the layer does not read the network's input as one, or the picture is too large.</summary>
    public static (int Height, int Width)? View(Network network, Layer layer) =>
        JpegLayers.View(network, layer) is { } view && JpegLayers.ReadsInput(network, layer) && CosineRounding.Fits(view.Height, view.Width) ? view : null;

    /// <param name="network">The network.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="moments">Of its inputs.</param>
    /// <param name="view">Of its inputs.</param>
    public static CosineRounding Rounding(Network network, Layer layer, double[] moments, (int Height, int Width) view) =>
        new(moments, view.Height, view.Width, new LayerMatrix(network, layer).HasBias);

    /// <inheritdoc/>
    public CoderKind Kind => CoderKind.Cosine;

    /// <inheritdoc/>
    public EncodedTensor Encode(double lambda)
    {
        if (done.GetValueOrDefault(lambda) is { } before)
            return before;
        double[] weights = new double[matrix.Rows * matrix.Inputs];
        for (int r = 0; r < matrix.Rows; r++)
            Array.Copy(matrix.Values, r * matrix.Width, weights, r * matrix.Inputs, matrix.Inputs);
        (byte[] payload, double step) = rounding.Encode(weights, rowWeights, lambda, matrix.Layer.OutAxis != 0);
        return done[lambda] = TensorCoder.FromPayload(weight, new TensorCoding(CoderKind.Cosine, step), payload);
    }
}
