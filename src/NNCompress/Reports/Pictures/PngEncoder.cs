using System.Buffers.Binary;
using System.IO.Compression;
using NNCompress.Data;

namespace NNCompress.Reports.Pictures;

/// <summary>PNG (ISO/IEC 15948) of 8-bit pictures with a palette.</summary>
public static class PngEncoder
{
    private const int LongestSide = 65535;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Encodes one picture, colour type 3; entry 0 of the palette is transparent.</summary>
    /// <param name="levels">width × height entries of the palette, row-major.</param>
    /// <param name="width">1 to 65,535.</param>
    /// <param name="height">1 to 65,535.</param>
    /// <param name="palette">256 × (red, green, blue).</param>
    /// <exception cref="ArgumentException">A size is out of range, or the levels or the palette do not fill theirs.</exception>
    public static byte[] Encode(ReadOnlySpan<byte> levels, int width, int height, ReadOnlySpan<byte> palette)
    {
        if (width is < 1 or > LongestSide || height is < 1 or > LongestSide || (long)width * height != levels.Length)
            throw new ArgumentException($"{levels.Length} levels do not fill {width} × {height}.", nameof(levels));
        if (palette.Length != 768)
            throw new ArgumentException($"A palette has 768 bytes, and this one has {palette.Length}.", nameof(palette));
        using MemoryStream file = new();
        file.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        // Bit depth 8, palette; deflate, adaptive filters, no interlace.
        header[8] = 8;
        header[9] = 3;
        header[10..].Clear();
        Chunk(file, "IHDR"u8, header);
        Chunk(file, "PLTE"u8, palette);
        Chunk(file, "tRNS"u8, [0]);
        Chunk(file, "IDAT"u8, Deflated(levels, width));
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte[] Deflated(ReadOnlySpan<byte> levels, int width)
    {
        using MemoryStream packed = new();
        using (ZLibStream zlib = new(packed, CompressionLevel.SmallestSize))
        {
            for (int at = 0; at < levels.Length; at += width)
            {
                // Filter type 0: entries of a palette are no amounts.
                zlib.WriteByte(0);
                zlib.Write(levels.Slice(at, width));
            }
        }
        return packed.ToArray();
    }

    private static void Chunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(word, data.Length);
        file.Write(word);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(word, ~ZipCrc.Append(ZipCrc.Append(ZipCrc.Start, type), data));
        file.Write(word);
    }
}
