using NNCompress.Coding.Jpeg;

namespace NNCompress.Tests.Coding.Jpeg;

public class HuffmanPricesTests
{
    [Fact]
    public void A_changed_level_changes_the_price_by_what_it_changes_in_the_stream()
    {
        const int Blocks = 4;
        Random random = new(6);
        int[] levels = [.. Enumerable.Range(0, Blocks * 64).Select(k => random.Next(k % 64 < 8 ? 2 : 20) == 0 ? random.Next(-9, 10) : 0)];
        levels[64 + 63] = 2;
        // Every symbol gets a code.
        long[] often = [.. Enumerable.Range(0, 256).Select(s => 1L + (1000 / (1 + s)))];
        HuffmanCode dc = HuffmanCode.Optimal(often), ac = HuffmanCode.Optimal(often);
        HuffmanPrices prices = new(dc, ac);
        long before = Bits(levels, dc, ac);
        for (int k = 0; k < levels.Length; k++)
        {
            foreach (int level in new[] { 0, 1, -5, 200 })
            {
                int[] changed = [.. levels];
                changed[k] = level;
                Assert.Equal(Bits(changed, dc, ac) - before, prices.Bits(levels, k, level) - prices.Bits(levels, k, levels[k]));
            }
        }
    }

    [Fact]
    public void Bits_decide_where_the_error_is_the_same()
    {
        long[] often = new long[256];
        (often[0], often[0x01], often[0xF1]) = (1000, 100, 1);
        HuffmanPrices prices = new(HuffmanCode.Optimal(often), HuffmanCode.Optimal(often));
        int[] levels = new int[64];
        Assert.Equal(0, prices.Choose(levels, 5, 0.9, 1, 10));
        Assert.Equal(1, prices.Choose(levels, 5, 0.9, 1, 0));
        Assert.Equal(-3, prices.Choose(levels, 5, -2.6, 1, 0));
        Assert.Equal(1023, prices.Choose(levels, 5, 4000, 1, 0));
    }

    /// <summary>What the entropy coder's symbols and their bits come to.</summary>
    private static long Bits(int[] levels, HuffmanCode dc, HuffmanCode ac)
    {
        long[] dcCounts = new long[256], acCounts = new long[256];
        EntropyCoder.Count(new CoefficientPicture(8 * levels.Length / 64, 8, new ushort[64], Array.ConvertAll(levels, l => (short)l)), dcCounts, acCounts);
        return Enumerable.Range(0, 256).Sum(s => (dcCounts[s] * (dc.Lengths[s] + s)) + (acCounts[s] * (ac.Lengths[s] + (s & 15))));
    }
}
