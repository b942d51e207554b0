using NNCompress.Coding;
using NNCompress.Coding.Jpeg;

[assembly: JpegCodecPlugin(typeof(CountingPlugin.PlainCodec))]

namespace CountingPlugin;

/// <summary>The built-in codec at half the quality that is asked for, so that tests can tell the two apart.</summary>
public sealed class PlainCodec : IJpegCodec
{
    private readonly ManagedJpegCodec inner = new();

    public string Name => "plain";

    public byte[] Encode(ReadOnlySpan<byte> pixels, int width, int height, int quality) => inner.Encode(pixels, width, height, (quality + 1) / 2);

    public byte[] Decode(ReadOnlySpan<byte> jpeg, out int width, out int height) => inner.Decode(jpeg, out width, out height);
}
