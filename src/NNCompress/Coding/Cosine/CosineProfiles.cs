using NNCompress.Runtime;

namespace NNCompress.Coding.Cosine;

/// <summary>What a transform's section says of all its neurons, in eighths of an octave.</summary>
/// <param name="RowGains">By which weights of each row of a neuron's picture are multiplied on decoding.</param>
/// <param name="ColumnGains">By which weights of each column are.</param>
/// <param name="RowSteps">Of the vertical frequencies.</param>
/// <param name="ColumnSteps">Of the horizontal frequencies.</param>
internal sealed record CosineProfiles(sbyte[] RowGains, sbyte[] ColumnGains, sbyte[] RowSteps, sbyte[] ColumnSteps)
{
    public int Height => RowGains.Length;

    public int Width => ColumnGains.Length;

    /// <summary>The step of coefficient (u, v), times the section's.</summary>
    public double StepOf(int coefficient) => CosineBasis.Power(RowSteps[coefficient / Width]) * CosineBasis.Power(ColumnSteps[coefficient % Width]);

    /// <summary>
    /// Parts height × width positive numbers into a factor for each row and one for each column, by weighted means of their logarithms, and gives their powers.
    /// </summary>
    /// <param name="values">Row-major.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="exponent">Power of the values that the factors make up.</param>
    /// <param name="falling">Whether row and column i count 1/(1 + i), so that low frequencies are met best; else all count alike.</param>
    public static (sbyte[] Rows, sbyte[] Columns) Part(double[] values, int height, int width, double exponent, bool falling)
    {
        double[] down = Shares(height, falling), across = Shares(width, falling);
        double[] rows = new double[height], columns = new double[width];
        double mean = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double log = Math.Log2(Math.Max(values[i], 1e-300));
            rows[i / width] += across[i % width] * log;
            columns[i % width] += down[i / width] * log;
            mean += across[i % width] * down[i / width] * log;
        }
        return (Array.ConvertAll(rows, r => Eighths(exponent * (r - mean))), Array.ConvertAll(columns, c => Eighths(exponent * (c - mean))));
    }

    private static sbyte Eighths(double octaves) => (sbyte)Math.Clamp(Math.Round(8 * octaves), -127, 127);

    private static double[] Shares(int length, bool falling)
    {
        double[] shares = [.. Enumerable.Range(0, length).Select(i => falling ? 1.0 / (1 + i) : 1)];
        double sum = shares.Sum();
        return Array.ConvertAll(shares, s => s / sum);
    }
}
