using NNCompress.Coding;
using NNCompress.Models;
using NNCompress.Pruning;

namespace NNCompress.Compression;

/// <summary>A layer's weight as JPEG.</summary>
internal static class JpegTensors
{
    /// <summary>Each neuron its own picture, as in the write-up.</summary>
    public static EncodedTensor PerNeuron(Network network, Layer layer, int quality, (int Height, int Width)? matrix) =>
        Encode(network, layer, quality, matrix, CoderKind.JpegPerNeuron);

    /// <summary>A picture a neuron or all neurons in one picture, whichever is smaller.</summary>
    public static EncodedTensor Smaller(Network network, Layer layer, int quality, (int Height, int Width)? matrix)
    {
        EncodedTensor apart = PerNeuron(network, layer, quality, matrix);
        EncodedTensor tiled = Encode(network, layer, quality, matrix, CoderKind.JpegTiled);
        return tiled.Payload.Length < apart.Payload.Length ? tiled : apart;
    }

    private static EncodedTensor Encode(Network network, Layer layer, int quality, (int Height, int Width)? matrix, CoderKind coder)
    {
        Tensor weight = network.Constant(layer.Weight)!;
        (int Height, int Width)? view = matrix ?? JpegLayers.View(network, layer);
        return TensorCoder.EncodeJpeg(weight, new TensorCoding(coder, Quality: quality, Matrix: view), transposed: layer.OutAxis != 0);
    }
}
