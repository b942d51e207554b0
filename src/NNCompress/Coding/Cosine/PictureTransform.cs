using NNCompress.Runtime;

namespace NNCompress.Coding.Cosine;

/// <summary>The two-dimensional cosine transform of height × width pictures whose samples are divided by a gain of their row and one of their column.</summary>
internal sealed class PictureTransform
{
    private readonly float[] rows;
    private readonly float[] columns;
    private readonly int height;
    private readonly int width;

    /// <param name="rowGains">Eighths of an octave.</param>
    /// <param name="columnGains">Eighths of an octave.</param>
    /// <param name="inverseGains">True for samples that are multiplied by their gains instead: what inputs are transformed by where weights are by the other.</param>
    public PictureTransform(sbyte[] rowGains, sbyte[] columnGains, bool inverseGains)
    {
        (height, width) = (rowGains.Length, columnGains.Length);
        rows = CosineBasis.Scaled(new sbyte[height], inverseGains ? rowGains : Negative(rowGains));
        columns = CosineBasis.Scaled(new sbyte[width], inverseGains ? columnGains : Negative(columnGains));
    }

    /// <summary>Coefficients of one picture, row-major.</summary>
    public void Apply(ReadOnlySpan<double> picture, Span<double> coefficients)
    {
        double[] half = new double[height * width];
        for (int y = 0; y < height; y++)
        {
            for (int v = 0; v < width; v++)
            {
                double sum = 0;
                for (int x = 0; x < width; x++)
                    sum += picture[(y * width) + x] * columns[(v * width) + x];
                half[(y * width) + v] = sum;
            }
        }
        coefficients.Clear();
        for (int u = 0; u < height; u++)
        {
            for (int y = 0; y < height; y++)
            {
                double share = rows[(u * height) + y];
                for (int v = 0; v < width; v++)
                    coefficients[(u * width) + v] += share * half[(y * width) + v];
            }
        }
    }

    /// <summary>T · M · Tᵀ of a symmetric n × n matrix, n = height · width.</summary>
    public double[] Congruent(double[] matrix)
    {
        int n = height * width;
        double[] half = new double[n * n], result = new double[n * n];
        Parallel.For(0, n, i =>
        {
            double[] line = new double[n];
            Apply(matrix.AsSpan(i * n, n), line);
            for (int k = 0; k < n; k++)
                half[(k * n) + i] = line[k];
        });
        Parallel.For(0, n, k => Apply(half.AsSpan(k * n, n), result.AsSpan(k * n, n)));
        return result;
    }

    private static sbyte[] Negative(sbyte[] gains) => Array.ConvertAll(gains, g => (sbyte)-g);
}
