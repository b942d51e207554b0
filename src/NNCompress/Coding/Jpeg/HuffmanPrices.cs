using System.Numerics;

namespace NNCompress.Coding.Jpeg;

/// <summary>
/// What a neuron's quantised coefficients cost under given Huffman codes (ITU-T T.81, F.1.2): a level's own symbol and bits, and what it changes in the symbol
/// of the next one: the run of zeros before that, the end of the block, or the next block's difference.
/// </summary>
internal sealed class HuffmanPrices : ILevelPrices
{
    // A symbol without a code would get one of that length or longer.
    private const int Unused = 17;
    private const int EndOfBlock = 0x00, ZeroRun = 0xF0;

    private readonly int[] dc;
    private readonly int[] ac;

    public HuffmanPrices(HuffmanCode dc, HuffmanCode ac) => (this.dc, this.ac) = (Lengths(dc), Lengths(ac));

    /// <inheritdoc/>
    public int Choose(ReadOnlySpan<int> levels, int coefficient, double position, double scale, double lambda)
    {
        int most = coefficient % 64 == 0 ? 1016 : 1023;
        position = Math.Clamp(position, -most, most);
        int below = (int)Math.Floor(position);
        Context context = Around(levels, coefficient);
        int best = 0;
        double least = double.PositiveInfinity;
        foreach (int level in (ReadOnlySpan<int>)[0, below, Math.Min(below + 1, most)])
        {
            int bits = coefficient % 64 == 0 ? First(levels, coefficient, level) : Later(context, level);
            double cost = ((position - level) * (position - level) * scale) + (lambda * bits);
            if (cost < least)
                (best, least) = (level, cost);
        }
        return best;
    }

    /// <summary>Bits of a level and of what depends on it.</summary>
    public int Bits(ReadOnlySpan<int> levels, int coefficient, int level) =>
        coefficient % 64 == 0 ? First(levels, coefficient, level) : Later(Around(levels, coefficient), level);

    private static Context Around(ReadOnlySpan<int> levels, int coefficient) => coefficient % 64 == 0 ? default : new Context(levels, coefficient);

    /// <summary>Of the differences to the block before and from the block after.</summary>
    private int First(ReadOnlySpan<int> levels, int at, int level)
    {
        int bits = Difference(level - (at >= 64 ? levels[at - 64] : 0));
        return at + 64 < levels.Length ? bits + Difference(levels[at + 64] - level) : bits;
    }

    private int Difference(int value) => dc[Size(value)] + Size(value);

    /// <summary>Of the level and the one after it, or the block's end.</summary>
    private int Later(Context at, int level) => level == 0
        ? Ending(at.Before + 1 + at.After, at)
        : Run(at.Before, Size(level)) + Size(level) + Ending(at.After, at);

    private int Ending(int run, Context at) => at.Next > 0 ? Run(run, at.Next) : run > 0 ? ac[EndOfBlock] : 0;

    private int Run(int run, int size) => (run / 16 * ac[ZeroRun]) + ac[(run % 16 << 4) | size];

    private static int Size(int value) => 32 - BitOperations.LeadingZeroCount((uint)Math.Abs(value));

    private static int[] Lengths(HuffmanCode code) => [.. code.Lengths.Select(l => l == 0 ? Unused : (int)l)];

    /// <summary>Zeros before and after a coefficient, and the size of the next one that is not zero; 0 for none.</summary>
    private readonly struct Context
    {
        public Context(ReadOnlySpan<int> levels, int at)
        {
            int start = at & ~63, end = start + 64;
            int before = at - 1;
            while (before > start && levels[before] == 0)
                before--;
            int after = at + 1;
            while (after < end && levels[after] == 0)
                after++;
            (Before, After, Next) = (at - 1 - before, after - at - 1, after < end ? Size(levels[after]) : 0);
        }

        public int Before { get; }

        public int After { get; }

        public int Next { get; }
    }
}
