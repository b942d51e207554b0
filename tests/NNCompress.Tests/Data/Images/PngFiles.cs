using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using NNCompress.Data;

namespace NNCompress.Tests.Data.Images;

/// <summary>Writes PNG of every kind, plainly: whole pictures of samples, filtered row by row.</summary>
internal static class PngFiles
{
    /// <summary>Adam7: first column and row, steps.</summary>
    private static readonly (int X, int Y, int StepX, int StepY)[] Passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="depth">Bits a sample.</param>
    /// <param name="colour">The colour type.</param>
    /// <param name="interlaced">In seven passes.</param>
    /// <param name="sample">By column, row and channel.</param>
    /// <param name="palette">For colour type 3.</param>
    public static byte[] Make(int width, int height, int depth, int colour, bool interlaced, Func<int, int, int, int> sample, byte[]? palette = null)
    {
        int samples = colour switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        List<byte> rows = [];
        foreach ((int x0, int y0, int dx, int dy) in interlaced ? Passes : [(0, 0, 1, 1)])
        {
            int columns = x0 < width ? ((width - 1 - x0) / dx) + 1 : 0;
            byte[] above = new byte[((columns * samples * depth) + 7) / 8];
            for (int y = y0; y < height && columns > 0; y += dy)
            {
                byte[] row = new byte[above.Length];
                for (int i = 0; i < columns * samples; i++)
                {
                    int value = sample(x0 + (i / samples * dx), y, i % samples);
                    if (depth == 16)
                        BinaryPrimitives.WriteUInt16BigEndian(row.AsSpan(2 * i), (ushort)value);
                    else
                        row[i * depth / 8] |= (byte)(value << (8 - depth - (i * depth % 8)));
                }
                // Every filter in turn.
                int filter = y % 5, left = Math.Max(1, samples * depth / 8);
                rows.Add((byte)filter);
                rows.AddRange(row.Select((b, i) => (byte)(b - Predicted(filter, i >= left ? row[i - left] : 0, above[i], i >= left ? above[i - left] : 0))));
                above = row;
            }
        }
        return File(Header(width, height, depth, colour, interlaced), palette, Deflated([.. rows]));
    }

    public static byte[] File(byte[] header, byte[]? palette, byte[] data) =>
        [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, .. Chunk("IHDR", header), .. palette is null ? [] : Chunk("PLTE", palette), .. Chunk("tEXt", [1, 2]), .. Chunk("IDAT", data[..(data.Length / 2)]), .. Chunk("IDAT", data[(data.Length / 2)..]), .. Chunk("IEND", [])];

    public static byte[] Header(int width, int height, int depth, int colour, bool interlaced)
    {
        byte[] header = [0, 0, 0, 0, 0, 0, 0, 0, (byte)depth, (byte)colour, 0, 0, (byte)(interlaced ? 1 : 0)];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        return header;
    }

    public static byte[] Chunk(string type, byte[] content)
    {
        byte[] typed = [.. Encoding.ASCII.GetBytes(type), .. content], numbers = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(numbers, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(numbers.AsSpan(4), ~ZipCrc.Append(ZipCrc.Start, typed));
        return [.. numbers[..4], .. typed, .. numbers[4..]];
    }

    public static byte[] Deflated(byte[] content)
    {
        using MemoryStream stream = new();
        using (ZLibStream zlib = new(stream, CompressionLevel.Optimal))
            zlib.Write(content);
        return stream.ToArray();
    }

    private static int Predicted(int filter, int left, int up, int corner)
    {
        int[] near = [left, up, corner];
        return filter switch { 0 => 0, 1 => left, 2 => up, 3 => (left + up) / 2, _ => near.OrderBy(n => Math.Abs(left + up - corner - n)).First() };
    }
}
