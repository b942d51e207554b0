namespace NNCompress.Coding.Jpeg;

/// <summary>
/// What a level costs in bits at each coefficient: whether it is zero by how many rows are not, its magnitude by a geometric distribution of the mean that the
/// rows have there, its sign one bit.
/// </summary>
internal sealed class CoefficientPrices : ILevelPrices
{
    private readonly double[] zero;
    private readonly double[] one;
    private readonly double[] more;

    /// <param name="levels">rows × <paramref name="columns"/>.</param>
    /// <param name="columns">Coefficients of a row.</param>
    public CoefficientPrices(ReadOnlySpan<int> levels, int columns)
    {
        int rows = levels.Length / columns;
        double[] filled = new double[columns], sum = new double[columns];
        for (int i = 0; i < levels.Length; i++)
        {
            if (levels[i] == 0)
                continue;
            filled[i % columns]++;
            sum[i % columns] += Math.Abs((double)levels[i]);
        }
        (zero, one, more) = (new double[columns], new double[columns], new double[columns]);
        for (int k = 0; k < columns; k++)
        {
            // Half a row is added to either side: the first level of a column is never free.
            double share = (filled[k] + 0.5) / (rows + 1);
            double greater = (sum[k] - filled[k] + 0.5) / (sum[k] + 1);
            zero[k] = -Math.Log2(1 - share);
            one[k] = 1 - Math.Log2(share) - Math.Log2(1 - greater);
            more[k] = -Math.Log2(greater);
        }
    }

    /// <summary>Of one level at a coefficient.</summary>
    public double Bits(int coefficient, double level) => level == 0 ? zero[coefficient] : one[coefficient] + ((Math.Abs(level) - 1) * more[coefficient]);

    /// <inheritdoc/>
    public int Choose(ReadOnlySpan<int> levels, int coefficient, double position, double scale, double lambda)
    {
        position = Math.Clamp(position, -1e8, 1e8);
        double below = Math.Floor(position);
        double best = 0;
        double least = (position * position * scale) + (lambda * zero[coefficient]);
        for (double level = below; level <= below + 1; level++)
        {
            double cost = ((position - level) * (position - level) * scale) + (lambda * Bits(coefficient, level));
            if (cost < least)
                (best, least) = (level, cost);
        }
        return (int)best;
    }
}
