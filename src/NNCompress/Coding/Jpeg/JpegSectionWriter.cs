using System.Buffers.Binary;

namespace NNCompress.Coding.Jpeg;

/// <summary>Writes the sections that <see cref="Runtime.JpegWeights"/> reads.</summary>
internal static class JpegSectionWriter
{
    private const int Transposed = 1, Ranges = 2;

    /// <summary>A picture for each neuron.</summary>
    public static byte[] PerNeuron(NeuronMatrix matrix, WeightRanges ranges, IReadOnlyList<CoefficientPicture> pictures)
    {
        using MemoryStream output = new();
        WriteHead(output, matrix, ranges);
        (HuffmanCode dc, HuffmanCode ac) = JpegStream.Codes(pictures);
        byte[] tables = JpegStream.TablesOnly(pictures[0].Steps, dc, ac);
        WriteNumber(output, tables.Length);
        output.Write(tables);
        foreach (CoefficientPicture picture in pictures)
            EntropyCoder.Write(picture, dc, ac, output);
        return output.ToArray();
    }

    /// <summary>All neurons in one picture.</summary>
    public static byte[] Tiled(NeuronMatrix matrix, WeightRanges ranges, int columns, CoefficientPicture picture)
    {
        using MemoryStream output = new();
        WriteHead(output, matrix, ranges);
        WriteNumber(output, columns);
        output.Write(JpegStream.Complete(picture));
        return output.ToArray();
    }

    private static void WriteHead(MemoryStream output, NeuronMatrix matrix, WeightRanges ranges)
    {
        output.WriteByte((byte)((matrix.Transposed ? Transposed : 0) | (ranges.Bits > 0 ? Ranges : 0)));
        WriteNumber(output, matrix.Height);
        WriteNumber(output, matrix.Width);
        Span<byte> single = stackalloc byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(single, ranges.Low);
        output.Write(single);
        BinaryPrimitives.WriteSingleLittleEndian(single, ranges.Span);
        output.Write(single);
        if (ranges.Bits == 0)
            return;
        output.WriteByte((byte)ranges.Bits);
        int bit = 0;
        int open = 0;
        foreach ((int from, int to) in ranges.Steps)
        {
            long pair = ((long)from << ranges.Bits) | (long)to;
            for (int k = (2 * ranges.Bits) - 1; k >= 0; k--)
            {
                open = (open << 1) | (int)(pair >> k & 1);
                if (++bit % 8 != 0)
                    continue;
                output.WriteByte((byte)open);
                open = 0;
            }
        }
        if (bit % 8 != 0)
            output.WriteByte((byte)(open << (8 - (bit % 8))));
    }

    private static void WriteNumber(MemoryStream output, int number)
    {
        uint rest = (uint)number;
        for (; rest > 127; rest >>= 7)
            output.WriteByte((byte)(rest | 128));
        output.WriteByte((byte)rest);
    }
}
