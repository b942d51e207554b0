using System.Reflection;
using NNCompress.Coding;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.PixelFormats;

[assembly: JpegCodecPlugin(typeof(NNCompress.ImageSharp.ImageSharpCodec))]

namespace NNCompress.ImageSharp;

/// <summary>JPEG by SixLabors.ImageSharp. Where a stream has more than one component, <see cref="Decode"/> gives its luminance.</summary>
public sealed class ImageSharpCodec : IJpegCodec
{
    // The property's type has another name in version 3 than in version 2, and so has nothing else here.
    private static readonly PropertyInfo ColourType = typeof(JpegEncoder).GetProperty("ColorType")!;

    private static readonly object Luminance = Enum.Parse(Nullable.GetUnderlyingType(ColourType.PropertyType)!, "Luminance");

    public string Name => "imagesharp";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A size or the quality is out of range, or the pixels do not fill the size. Version 2 has no pictures of 65,535 pixels a side.</exception>
    public byte[] Encode(ReadOnlySpan<byte> pixels, int width, int height, int quality)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, 65535);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, 65535);
        if (pixels.Length != (long)width * height)
            throw new ArgumentException($"{pixels.Length} pixels do not fill {width}×{height}.", nameof(pixels));
        JpegEncoder encoder = new() { Quality = quality };
        ColourType.SetValue(encoder, Luminance);
        using Image<L8> image = Image.LoadPixelData<L8>(pixels, width, height);
        using MemoryStream stream = new();
        try
        {
            image.Save(stream, encoder);
        }
        catch (Exception e) when (e is ImageFormatException)
        {
            throw new ArgumentException(OneLine.Of(e), e);
        }
        return EmptyTables.Removed(stream.ToArray());
    }

    /// <inheritdoc/>
    public byte[] Decode(ReadOnlySpan<byte> jpeg, out int width, out int height)
    {
        if (!jpeg.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]))
            throw new InvalidDataException("JPEG: the stream does not start with SOI (FF D8).");
        using Image<L8> image = Decoding.Load<L8>(jpeg.ToArray(), long.MaxValue);
        byte[] pixels = new byte[image.Width * image.Height];
        image.CopyPixelDataTo(pixels);
        (width, height) = (image.Width, image.Height);
        return pixels;
    }
}
