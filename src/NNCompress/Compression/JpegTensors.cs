using NNCompress.Coding;
using NNCompress.Coding.Jpeg;
using NNCompress.Models;
using NNCompress.Pruning;

namespace NNCompress.Compression;

/// <summary>A layer's weight as JPEG.</summary>
internal static class JpegTensors
{
    /// <summary>Each neuron its own picture, as in the write-up.</summary>
    public static EncodedTensor PerNeuron(Network network, Layer layer, int quality, (int Height, int Width)? matrix, IJpegCodec codec) =>
        TensorCoder.EncodeJpeg(network.Constant(layer.Weight)!, Coding(network, layer, quality, matrix, CoderKind.JpegPerNeuron), transposed: layer.OutAxis != 0, codec);

    /// <summary>A picture a neuron or all neurons in one picture, whichever is smaller.</summary>
    public static EncodedTensor Smaller(Network network, Layer layer, int quality, (int Height, int Width)? matrix, IJpegCodec codec)
    {
        TensorCoding coding = Coding(network, layer, quality, matrix, CoderKind.JpegTiled);
        (CoderKind coder, byte[] payload) = JpegTensorCoder.EncodeSmaller(network.Constant(layer.Weight)!, quality, coding.Matrix, layer.OutAxis != 0, codec);
        return TensorCoder.FromPayload(network.Constant(layer.Weight)!, coding with { Coder = coder }, payload);
    }

    /// <summary>The same for a matrix that no graph tells of: a neuron is a row, as PyTorch stores weights.</summary>
    public static EncodedTensor Smaller(Tensor weight, int quality, (int Height, int Width)? matrix, IJpegCodec codec)
    {
        (CoderKind coder, byte[] payload) = JpegTensorCoder.EncodeSmaller(weight, quality, matrix, false, codec);
        return TensorCoder.FromPayload(weight, new TensorCoding(coder, Quality: quality, Matrix: matrix), payload);
    }

    private static TensorCoding Coding(Network network, Layer layer, int quality, (int Height, int Width)? matrix, CoderKind coder) =>
        new(coder, Quality: quality, Matrix: matrix ?? JpegLayers.View(network, layer));
}
