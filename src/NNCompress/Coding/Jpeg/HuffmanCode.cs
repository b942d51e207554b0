using System.Numerics;

namespace NNCompress.Coding.Jpeg;

/// <summary>A Huffman table made for encoding (ITU-T T.81, annexes C and K.2).</summary>
internal sealed class HuffmanCode
{
    private const int Longest = 16;

    private HuffmanCode(byte[] counts, byte[] symbols)
    {
        (Counts, Symbols) = (counts, symbols);
        int code = 0;
        int index = 0;
        for (int length = 1; length <= Longest; length++, code <<= 1)
        {
            for (int i = 0; i < counts[length - 1]; i++, index++, code++)
                (Lengths[symbols[index]], Codes[symbols[index]]) = ((byte)length, (ushort)code);
        }
    }

    /// <summary>Codes of each length from 1 to 16.</summary>
    public byte[] Counts { get; }

    /// <summary>In order of their codes.</summary>
    public byte[] Symbols { get; }

    /// <summary>Bits of each symbol's code, 0 where it has none.</summary>
    public byte[] Lengths { get; } = new byte[256];

    public ushort[] Codes { get; } = new ushort[256];

    /// <summary>The code that spends the fewest bits on symbols of these frequencies, with codes of at most 16 bits of which none is all ones.</summary>
    /// <param name="frequencies">Of symbols 0 to 255.</param>
    public static HuffmanCode Optimal(ReadOnlySpan<long> frequencies)
    {
        int[] used = [.. Enumerable.Range(0, 256).Where(UsedIn(frequencies))];
        int[] counts = Limit(Depths(frequencies, used));
        // The place kept for the code of ones only is the last of the longest codes.
        for (int length = counts.Length - 1; length > 0; length--)
        {
            if (counts[length] == 0)
                continue;
            counts[length]--;
            break;
        }
        long[] weights = frequencies.ToArray();
        byte[] symbols = [.. used.OrderByDescending(s => weights[s]).Select(s => (byte)s)];
        return new HuffmanCode([.. counts.Skip(1).Take(Longest).Select(c => (byte)c)], symbols);
    }

    private static Func<int, bool> UsedIn(ReadOnlySpan<long> frequencies)
    {
        long[] copy = frequencies.ToArray();
        return symbol => copy[symbol] > 0;
    }

    /// <summary>How many leaves Huffman's tree has at each depth (T.81 figures K.1 and K.2), one leaf of no weight added for the code of ones only.</summary>
    private static int[] Depths(ReadOnlySpan<long> frequencies, int[] used)
    {
        PriorityQueue<int, (long Weight, int Order)> queue = new();
        int nodes = used.Length + 1;
        int[] parents = new int[2 * nodes];
        long[] weights = new long[2 * nodes];
        for (int i = 0; i < nodes; i++)
        {
            weights[i] = i < used.Length ? frequencies[used[i]] : 0;
            queue.Enqueue(i, (weights[i], -i));
        }
        int next = nodes;
        for (; queue.Count > 1; next++)
        {
            int a = queue.Dequeue();
            int b = queue.Dequeue();
            (parents[a], parents[b], weights[next]) = (next, next, weights[a] + weights[b]);
            queue.Enqueue(next, (weights[next], next));
        }
        int[] depths = new int[next];
        int[] counts = new int[Math.Max(next, Longest) + 1];
        for (int i = next - 2; i >= 0; i--)
        {
            depths[i] = depths[parents[i]] + 1;
            if (i < nodes)
                counts[depths[i]]++;
        }
        return counts;
    }

    /// <summary>Shortens codes of more than 16 bits at the price of lengthening others (T.81 figure K.3).</summary>
    private static int[] Limit(int[] counts)
    {
        for (int length = counts.Length - 1; length > Longest; length--)
        {
            while (counts[length] > 0)
            {
                // Two leaves leave this depth: their parent becomes one, and a shallower leaf is parted in two to take the other.
                int shallow = length - 2;
                while (counts[shallow] == 0)
                    shallow--;
                counts[length] -= 2;
                counts[length - 1]++;
                counts[shallow]--;
                counts[shallow + 1] += 2;
            }
        }
        return counts;
    }
}
