namespace NNCompress.Coding;

/// <summary>What each quantisation level costs in bits: the ideal length under the levels' own histogram, rare ones extrapolated.</summary>
public sealed class LevelPrices
{
    private const int Range = 64;
    private readonly double[] bits;

    private LevelPrices(long[] counts)
    {
        double total = counts.Sum() + counts.Length * 0.1;
        bits = Array.ConvertAll(counts, c => -Math.Log2((c + 0.1) / total));
    }

    public static LevelPrices Of(ReadOnlySpan<int> levels)
    {
        long[] counts = new long[2 * Range + 1];
        foreach (int level in levels)
            counts[Math.Clamp(level, -Range, Range) + Range]++;
        return new LevelPrices(counts);
    }

    /// <summary>Of the nearest levels of rows × columns weights; a bias column behind each row is passed over.</summary>
    public static LevelPrices Of(ReadOnlySpan<double> weights, int rows, int columns, double step)
    {
        int[] levels = new int[rows * columns];
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++)
                levels[r * columns + c] = (int)Math.Clamp(Math.Round(weights[r * (columns + 1) + c] / step), -Range, Range);
        }
        return Of(levels);
    }

    public double Bits(int level) => bits[Math.Clamp(level, -Range, Range) + Range] + 2 * Math.Max(0, Math.Log2(Math.Max(1, Math.Abs((double)level) / Range)));

    /// <summary>The level with the least error² · <paramref name="scale"/> + <paramref name="lambda"/> · bits among the two nearest and zero.</summary>
    /// <param name="position">The weight in steps.</param>
    /// <param name="scale">Output error of one squared step.</param>
    /// <param name="lambda">Output error that one bit is worth.</param>
    public int Choose(double position, double scale, double lambda)
    {
        position = Math.Clamp(position, -1e9, 1e9);
        int below = (int)Math.Floor(position);
        int best = 0;
        double least = Cost(0);
        for (int level = below; level <= below + 1; level++)
        {
            double cost = Cost(level);
            if (cost < least)
                (best, least) = (level, cost);
        }
        return best;

        double Cost(int level) => (position - level) * (position - level) * scale + lambda * Bits(level);
    }
}
