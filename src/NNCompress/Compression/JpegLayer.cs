using NNCompress.Coding;
using NNCompress.Coding.Jpeg;
using NNCompress.Models;
using NNCompress.Pruning;

namespace NNCompress.Compression;

/// <summary>A layer that reads the network's input as pictures, its neurons encoded as JPEG pictures that are optimised for the layer's outputs.</summary>
/// <param name="network">Whose weights are encoded.</param>
/// <param name="layer">One that <see cref="JpegLayers.InputView"/> has a view for.</param>
/// <param name="view">Height × width of the input.</param>
/// <param name="rowWeights">How much an error in each output row matters.</param>
/// <param name="rounding">For that input.</param>
/// <param name="outputError">Of decoded weights.</param>
internal sealed class JpegLayer(
    Network network, Layer layer, (int Height, int Width) view, double[] rowWeights, JpegRounding rounding, Func<Tensor, double> outputError) : ILayerCoder
{
    // A narrower range makes finer pixels and clamps the largest weights.
    private static readonly double[] Ranges = [1, 0.6];

    private readonly Dictionary<double, EncodedTensor> done = [];

    /// <inheritdoc/>
    public CoderKind Kind => CoderKind.JpegPerNeuron;

    /// <inheritdoc/>
    public EncodedTensor Encode(double lambda)
    {
        if (done.GetValueOrDefault(lambda) is { } before)
            return before;
        LayerMatrix matrix = new(network, layer);
        Tensor weight = network.Constant(layer.Weight)!;
        double[] weights = matrix.Weights();
        NeuronMatrix neurons = NeuronMatrix.Of(weight, view, layer.OutAxis != 0);
        return done[lambda] = Ranges
            .Select(range => TensorCoder.FromPayload(weight, new TensorCoding(Kind, Matrix: view), rounding.Encode(weights, neurons, rowWeights, lambda, range)))
            .MinBy(t => outputError(t.Decoded) + (lambda * 8 * t.Bytes))!;
    }
}
