using System.Buffers.Binary;

namespace NNCompress.Data.Images;

/// <summary>What a PNG file's first chunk says (W3C Portable Network Graphics, 11.2.1).</summary>
/// <param name="Width">Pixels a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Depth">Bits a sample: 1, 2, 4, 8 or 16.</param>
/// <param name="Colour">0 gray, 2 RGB, 3 palette, 4 gray with alpha, 6 RGB with alpha.</param>
/// <param name="Interlaced">Whether the rows come in Adam7's seven passes.</param>
internal sealed record PngHeader(int Width, int Height, int Depth, int Colour, bool Interlaced)
{
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Samples a pixel as stored; of a palette its index.</summary>
    public int Samples => Colour switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    /// <summary>Bytes from a sample to that left of it, at least 1 (9.2).</summary>
    public int PixelBytes => Math.Max(1, Samples * Depth / 8);

    public static bool Matches(ReadOnlySpan<byte> file) => file.StartsWith(Signature);

    /// <summary>Bytes of a row of so many pixels, without the one that names the filter.</summary>
    public long RowBytes(int pixels) => ((long)pixels * Samples * Depth + 7) / 8;

    /// <exception cref="InvalidDataException">A combination that the standard does not have.</exception>
    public static PngHeader Parse(ReadOnlySpan<byte> content)
    {
        if (content.Length != 13)
            throw new InvalidDataException("PNG: the header is malformed.");
        uint width = BinaryPrimitives.ReadUInt32BigEndian(content), height = BinaryPrimitives.ReadUInt32BigEndian(content[4..]);
        bool known = (content[9], content[8]) is (0, 1 or 2 or 4 or 8 or 16) or (3, 1 or 2 or 4 or 8) or (2 or 4 or 6, 8 or 16);
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue || !known || content[10] != 0 || content[11] != 0 || content[12] > 1)
            throw new InvalidDataException($"PNG: the header announces {width}×{height} pixels of colour type {content[9]} and {content[8]} bits, compression {content[10]}, filter {content[11]}, interlace {content[12]}, which the format has not.");
        return new PngHeader((int)width, (int)height, content[8], content[9], content[12] == 1);
    }
}
