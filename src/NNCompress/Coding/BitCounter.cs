using NNCompress.Runtime;

namespace NNCompress.Coding;

/// <summary>Adds up what decisions would cost, in 1/65536 bit, and writes nothing.</summary>
internal struct BitCounter : IBinaryCoder
{
    // Cost of a probability of (i + ½)/4096.
    private static readonly int[] Costs = [.. Enumerable.Range(0, 4096).Select(i => (int)Math.Round(-Math.Log2((i + 0.5) / 4096) * 65536))];

    private long total;

    public readonly double Bits => total / 65536.0;

    public int Code(int bit, int one)
    {
        total += Costs[(bit != 0 ? one : 65536 - one) >> 4];
        return bit;
    }

    public int CodeUnforeseen(int bit, int one) => Code(bit, one);
}
