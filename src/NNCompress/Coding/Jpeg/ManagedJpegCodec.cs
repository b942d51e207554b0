using NNCompress.Runtime;

namespace NNCompress.Coding.Jpeg;

/// <summary>
/// The codec that needs nothing else: baseline sequential JPEG with optimised Huffman tables, integers only, so that every platform writes the same
/// bytes and reads the same pixels.
/// </summary>
public sealed class ManagedJpegCodec : IJpegCodec
{
    public string Name => "managed";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A size or the quality is out of range, or the pixels do not fill the size.</exception>
    public byte[] Encode(ReadOnlySpan<byte> pixels, int width, int height, int quality) =>
        JpegStream.Complete(CoefficientPicture.Of(pixels, width, height, QuantisationTable.Of(quality)));

    /// <inheritdoc/>
    public byte[] Decode(ReadOnlySpan<byte> jpeg, out int width, out int height)
    {
        JpegDecoder decoder = new();
        byte[] pixels = decoder.Decode(jpeg.ToArray(), 0, jpeg.Length);
        (width, height) = (decoder.Width, decoder.Height);
        return pixels;
    }
}
