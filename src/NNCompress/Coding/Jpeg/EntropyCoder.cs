using System.Numerics;

namespace NNCompress.Coding.Jpeg;

/// <summary>Entropy coding of a sequential scan of one component (ITU-T T.81, F.1.2).</summary>
internal static class EntropyCoder
{
    private const int EndOfBlock = 0x00, ZeroRun = 0xF0;

    /// <summary>Adds how often a picture needs each DC and AC symbol.</summary>
    public static void Count(CoefficientPicture picture, Span<long> dc, Span<long> ac)
    {
        int previous = 0;
        for (int at = 0; at < picture.Coefficients.Length; at += 64)
        {
            ReadOnlySpan<short> block = picture.Coefficients.AsSpan(at, 64);
            dc[Size(block[0] - previous)]++;
            previous = block[0];
            int run = 0;
            for (int k = 1; k < 64; k++)
            {
                if (block[k] == 0)
                {
                    run++;
                    continue;
                }
                ac[ZeroRun] += run / 16;
                ac[(run % 16 << 4) | Size(block[k])]++;
                run = 0;
            }
            if (run > 0)
                ac[EndOfBlock]++;
        }
    }

    /// <summary>Writes a picture's entropy-coded data, filled up to a byte with ones.</summary>
    public static void Write(CoefficientPicture picture, HuffmanCode dc, HuffmanCode ac, Stream output)
    {
        BitWriter writer = new(output);
        int previous = 0;
        for (int at = 0; at < picture.Coefficients.Length; at += 64)
        {
            ReadOnlySpan<short> block = picture.Coefficients.AsSpan(at, 64);
            Put(writer, dc, 0, block[0] - previous);
            previous = block[0];
            int run = 0;
            for (int k = 1; k < 64; k++)
            {
                if (block[k] == 0)
                {
                    run++;
                    continue;
                }
                for (; run > 15; run -= 16)
                    writer.Put(ac.Codes[ZeroRun], ac.Lengths[ZeroRun]);
                Put(writer, ac, run, block[k]);
                run = 0;
            }
            if (run > 0)
                writer.Put(ac.Codes[EndOfBlock], ac.Lengths[EndOfBlock]);
        }
        writer.Flush();
    }

    private static void Put(BitWriter writer, HuffmanCode code, int run, int value)
    {
        int size = Size(value);
        int symbol = (run << 4) | size;
        writer.Put(code.Codes[symbol], code.Lengths[symbol]);
        // Negative numbers are sent less one, so that their first bit is zero (T.81 F.1.2.1).
        writer.Put((value < 0 ? value - 1 : value) & ((1 << size) - 1), size);
    }

    private static int Size(int value) => 32 - BitOperations.LeadingZeroCount((uint)Math.Abs(value));
}
