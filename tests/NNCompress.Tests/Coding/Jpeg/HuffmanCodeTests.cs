using NNCompress.Coding.Jpeg;

namespace NNCompress.Tests.Coding.Jpeg;

public sealed class HuffmanCodeTests
{
    [Fact]
    public void Codes_are_prefix_free_short_enough_and_never_all_ones()
    {
        Random random = new(1);
        for (int trial = 0; trial < 300; trial++)
        {
            long[] frequencies = new long[256];
            int used = 1 + random.Next(256);
            for (int i = 0; i < used; i++)
                frequencies[i] = 1 + (long)Math.Pow(2, random.NextDouble() * (trial % 40));
            Check(HuffmanCode.Optimal(frequencies), frequencies);
        }
    }

    [Fact]
    public void Fibonacci_frequencies_are_held_to_sixteen_bits()
    {
        long[] frequencies = new long[256];
        (long a, long b) = (1, 1);
        for (int i = 0; i < 60; i++)
            (frequencies[i], a, b) = (a, b, a + b);
        HuffmanCode code = HuffmanCode.Optimal(frequencies);
        Check(code, frequencies);
        Assert.Equal(16, code.Lengths.Max());
    }

    [Fact]
    public void One_symbol_takes_one_bit()
    {
        long[] frequencies = new long[256];
        frequencies[17] = 5;
        HuffmanCode code = HuffmanCode.Optimal(frequencies);
        Assert.Equal([17], code.Symbols);
        Assert.Equal((1, 0), (code.Lengths[17], code.Codes[17]));
    }

    [Fact]
    public void Bits_stay_within_one_a_symbol_of_the_entropy()
    {
        long[] frequencies = [.. Enumerable.Range(0, 256).Select(i => i < 30 ? 1000L / (i + 1) : 0)];
        HuffmanCode code = HuffmanCode.Optimal(frequencies);
        double total = frequencies.Sum();
        double entropy = frequencies.Where(f => f > 0).Sum(f => -f * Math.Log2(f / total));
        double bits = frequencies.Select((f, i) => (double)f * code.Lengths[i]).Sum();
        Assert.InRange(bits, entropy, entropy + (0.05 * total));
    }

    private static void Check(HuffmanCode code, long[] frequencies)
    {
        Assert.Equal(frequencies.Count(f => f > 0), code.Symbols.Length);
        Assert.Equal(code.Symbols.Length, code.Counts.Sum(c => c));
        double kraft = 0;
        List<string> words = [];
        for (int symbol = 0; symbol < 256; symbol++)
        {
            Assert.Equal(frequencies[symbol] > 0, code.Lengths[symbol] > 0);
            if (frequencies[symbol] == 0)
                continue;
            Assert.InRange(code.Lengths[symbol], 1, 16);
            kraft += Math.Pow(2, -code.Lengths[symbol]);
            string word = Convert.ToString(code.Codes[symbol], 2).PadLeft(code.Lengths[symbol], '0');
            Assert.Equal(code.Lengths[symbol], word.Length);
            Assert.Contains('0', word);
            words.Add(word);
        }
        Assert.InRange(kraft, 0, 1 - Math.Pow(2, -16));
        words.Sort(StringComparer.Ordinal);
        for (int i = 1; i < words.Count; i++)
            Assert.False(words[i].StartsWith(words[i - 1], StringComparison.Ordinal), $"{words[i - 1]} begins {words[i]}");
    }
}
