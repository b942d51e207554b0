using System.Buffers.Binary;

namespace NNCompress.Coding.Jpeg;

/// <summary>Writes JPEG streams of one component (ITU-T T.81, annex B).</summary>
internal static class JpegStream
{
    private static ReadOnlySpan<byte> Jfif => [0xFF, 0xE0, 0, 16, (byte)'J', (byte)'F', (byte)'I', (byte)'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0];

    /// <summary>A complete JFIF file with Huffman tables of its own.</summary>
    public static byte[] Complete(CoefficientPicture picture)
    {
        (HuffmanCode dc, HuffmanCode ac) = Codes([picture]);
        using MemoryStream output = new();
        output.Write([0xFF, 0xD8]);
        output.Write(Jfif);
        WriteTables(output, picture.Steps, dc, ac);
        byte[] frame = [0xFF, 0xC0, 0, 11, 8, 0, 0, 0, 0, 1, 1, 0x11, 0];
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(5), (ushort)picture.Height);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(7), (ushort)picture.Width);
        output.Write(frame);
        output.Write([0xFF, 0xDA, 0, 8, 1, 1, 0x00, 0, 63, 0]);
        EntropyCoder.Write(picture, dc, ac, output);
        output.Write([0xFF, 0xD9]);
        return output.ToArray();
    }

    /// <summary>The Huffman codes that suit all these pictures together.</summary>
    public static (HuffmanCode Dc, HuffmanCode Ac) Codes(IReadOnlyList<CoefficientPicture> pictures)
    {
        long[] dc = new long[256];
        long[] ac = new long[256];
        foreach (CoefficientPicture picture in pictures)
            EntropyCoder.Count(picture, dc, ac);
        return (HuffmanCode.Optimal(dc), HuffmanCode.Optimal(ac));
    }

    /// <summary>A tables-only stream (T.81 B.5).</summary>
    public static byte[] TablesOnly(ushort[] steps, HuffmanCode dc, HuffmanCode ac)
    {
        using MemoryStream output = new();
        output.Write([0xFF, 0xD8]);
        WriteTables(output, steps, dc, ac);
        output.Write([0xFF, 0xD9]);
        return output.ToArray();
    }

    private static void WriteTables(MemoryStream output, ushort[] steps, HuffmanCode dc, HuffmanCode ac)
    {
        bool wide = steps.Any(s => s > 255);
        output.Write([0xFF, 0xDB, 0, (byte)(wide ? 131 : 67), (byte)(wide ? 0x10 : 0)]);
        foreach (ushort step in steps)
        {
            if (wide)
                output.WriteByte((byte)(step >> 8));
            output.WriteByte((byte)step);
        }
        int length = 2 + 17 + dc.Symbols.Length + 17 + ac.Symbols.Length;
        output.Write([0xFF, 0xC4, (byte)(length >> 8), (byte)length, 0x00]);
        output.Write(dc.Counts);
        output.Write(dc.Symbols);
        output.WriteByte(0x10);
        output.Write(ac.Counts);
        output.Write(ac.Symbols);
    }
}
