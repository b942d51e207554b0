namespace NNCompress.Coding;

/// <summary>
/// What a level costs, for decisions between levels before the coder has run: the zero-order entropy of a histogram. The coder itself
/// comes out below it, by about the same factor for near levels, so differences rank choices well.
/// </summary>
public sealed class LevelCost
{
    private const int Table = 64;

    private readonly double[] magnitudes = new double[Table + 1];
    private readonly double slope;

    private LevelCost(double[] counts, double total)
    {
        // Half a count everywhere keeps unseen levels finite; past the table each level costs what the mean magnitude's geometric law says.
        double weight = 0;
        for (int m = 0; m <= Table; m++)
            weight += counts[m] * m;
        double mean = Math.Max(weight / total, 0.05);
        slope = Math.Log2((mean + 1) / mean);
        double smoothed = total + 0.5 * (Table + 1);
        for (int m = 0; m <= Table; m++)
            magnitudes[m] = -Math.Log2((counts[m] + 0.5) / smoothed) + (m == 0 ? 0 : 1);
    }

    /// <summary>Costs under the distribution of these levels' magnitudes; signs are taken as even.</summary>
    public static LevelCost Of(IEnumerable<int> levels)
    {
        double[] counts = new double[Table + 1];
        double total = 0;
        foreach (int level in levels)
        {
            counts[(int)Math.Min(Math.Abs((long)level), Table)]++;
            total++;
        }
        return new LevelCost(counts, Math.Max(total, 1));
    }

    /// <summary>Bits of one level.</summary>
    public double Bits(int level)
    {
        long magnitude = Math.Abs((long)level);
        return magnitude <= Table ? magnitudes[magnitude] : magnitudes[Table] + slope * (magnitude - Table);
    }
}
