using NNCompress.Runtime;

namespace NNCompress.Coding.Jpeg;

/// <summary>Makes quantised pictures, by the managed codec or by another one whose streams are taken apart again.</summary>
internal sealed class Pictures(string tensor, int quality, IJpegCodec? codec)
{
    private readonly ushort[] managed = QuantisationTable.Of(quality);
    private ushort[]? foreign;

    public CoefficientPicture Of(ReadOnlySpan<byte> pixels, int width, int height)
    {
        if (codec is null or ManagedJpegCodec)
            return CoefficientPicture.Of(pixels, width, height, managed);
        try
        {
            byte[] stream = codec.Encode(pixels, width, height, quality);
            JpegDecoder decoder = new();
            short[] coefficients = decoder.DecodeCoefficients(stream, 0, stream.Length, width, height);
            if (decoder.Width != width || decoder.Height != height)
                throw new InvalidDataException($"the picture has {decoder.Width}×{decoder.Height} pixels instead of {width}×{height}");
            foreign ??= decoder.Quantisation;
            if (!foreign.AsSpan().SequenceEqual(decoder.Quantisation))
                throw new InvalidDataException("its quantisation table changes from picture to picture");
            return new CoefficientPicture(width, height, foreign, coefficients);
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException)
        {
            throw new NncException("NNC2081", null, $"the JPEG codec '{codec.Name}' wrote a stream for tensor '{tensor}' that cannot be used: {e.Message} Use the built-in codec.", e);
        }
    }
}
