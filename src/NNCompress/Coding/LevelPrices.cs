namespace NNCompress.Coding;

/// <summary>
/// What each quantisation level costs in bits, learnt from levels chosen before: as the coder does, by the magnitudes that are usual in the weight's
/// row and column (their product by the overall mean, in classes of half an octave), with a geometric distribution where a class has been seen too little.
/// </summary>
internal sealed class LevelPrices
{
    public const int Range = 48;
    private const int Classes = 40, Width = 2 * Range + 1;

    /// <summary>Levels that the geometric distribution counts for in each class.</summary>
    private const double PriorCount = 30;

    // log2 of the usual magnitudes, the overall mean taken out of the rows'.
    private readonly double[] ofRow;
    private readonly double[] ofColumn;
    private readonly double[] bits = new double[Classes * Width];

    private LevelPrices(int[] levels, int rows, int columns)
    {
        (ofRow, ofColumn) = (new double[rows], new double[columns]);
        double total = 1e-9;
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++)
            {
                double magnitude = Math.Min(Math.Abs((double)levels[r * columns + c]), 255);
                ofRow[r] += magnitude;
                ofColumn[c] += magnitude;
                total += magnitude;
            }
        }
        double mean = total / Math.Max(levels.Length, 1);
        for (int r = 0; r < rows; r++)
            ofRow[r] = Math.Log2((ofRow[r] + 0.5 * mean) / (columns + 0.5) / mean);
        for (int c = 0; c < columns; c++)
            ofColumn[c] = Math.Log2((ofColumn[c] + 0.02) / (rows + 1));
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++)
                bits[Class(r, c) * Width + Math.Clamp(levels[r * columns + c], -Range, Range) + Range]++;
        }
        for (int i = 0; i < Classes; i++)
            CountsToBits(bits.AsSpan(i * Width, Width), Math.Pow(2, (i + 0.5) / 2) / 64);
    }

    /// <param name="levels">rows × columns, row-major.</param>
    /// <param name="rows">Outputs.</param>
    /// <param name="columns">Inputs.</param>
    public static LevelPrices Of(int[] levels, int rows, int columns) => new(levels, rows, columns);

    /// <summary>The level with the least error² · <paramref name="scale"/> + <paramref name="lambda"/> · bits among the two nearest and zero.</summary>
    /// <param name="row">Of the weight.</param>
    /// <param name="column">Of the weight.</param>
    /// <param name="position">The weight in steps.</param>
    /// <param name="scale">Output error of one squared step.</param>
    /// <param name="lambda">Output error that one bit is worth.</param>
    public int Choose(int row, int column, double position, double scale, double lambda)
    {
        position = Math.Clamp(position, -1e8, 1e8);
        ReadOnlySpan<double> prices = bits.AsSpan(Class(row, column) * Width, Width);
        int below = (int)Math.Floor(position), best = 0;
        double least = position * position * scale + lambda * prices[Range];
        for (int level = below; level <= below + 1; level++)
        {
            double cost = (position - level) * (position - level) * scale + lambda * Bits(prices, level);
            if (cost < least)
                (best, least) = (level, cost);
        }
        return best;
    }

    private static double Bits(ReadOnlySpan<double> prices, int level) => Math.Abs(level) <= Range
        ? prices[level + Range]
        : prices[level > 0 ? 2 * Range : 0] + 2 * Math.Log2(Math.Abs((double)level) / Range);

    // Half octaves from 1/64 on.
    private int Class(int row, int column) => Math.Clamp((int)Math.Floor(2 * (ofRow[row] + ofColumn[column] + 6)), 0, Classes - 1);

    private static void CountsToBits(Span<double> counts, double magnitude)
    {
        double p = magnitude / (1 + magnitude), total = 0;
        for (int i = 0; i < Width; i++)
        {
            int level = Math.Abs(i - Range);
            counts[i] += PriorCount * (1 - p) * Math.Pow(p, level) * (level == 0 ? 1 : 0.5) + 1e-7;
            total += counts[i];
        }
        for (int i = 0; i < Width; i++)
            counts[i] = -Math.Log2(counts[i] / total);
    }
}
