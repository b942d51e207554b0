using NNCompress.Coding;

namespace NNCompress.Tests.Coding;

public sealed class KernelRoundingTests
{
    private const int Rows = 40, Columns = 9, Width = Columns + 1, Samples = 60;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Errors_of_a_kernel_cancel_in_what_it_reads(bool bias)
    {
        (double[][] moments, double[] values, double[] rowWeights) = Example();
        KernelRounding rounding = new(moments, Columns, rowWeights, bias);
        LevelGrid grid = LevelGrid.Of(0.8, null, null, Rows, Columns);
        double[] mended = [.. values];
        RoundedLevels rounded = rounding.Round(mended, grid);
        double[] nearest = [.. values.Select((v, i) => i % Width == Columns ? 0 : v - (Math.Round(v / 0.8) * 0.8))];
        double[] found = [.. values.Select((v, i) => i % Width == Columns ? v - mended[i] : v - (rounded.Levels[(i / Width * Columns) + (i % Width)] * grid.RowSteps[i / Width] * grid.ColumnFactors[i % Width]))];
        double error = Error(found, moments, rowWeights);
        // What is expected counts some energy that the samples do not show.
        Assert.InRange(rounded.Error, error, 1.5 * error);
        int[] nearestLevels = [.. Enumerable.Range(0, Rows * Columns).Select(i => (int)Math.Round(values[(i / Columns * Width) + (i % Columns)] / 0.8))];
        double cost = error + (rounded.BitPrice * TensorCoder.LevelBits(rounded.Levels, Rows, Columns));
        double other = Error(nearest, moments, rowWeights) + (rounded.BitPrice * TensorCoder.LevelBits(nearestLevels, Rows, Columns));
        Assert.True(cost < 0.9 * other, $"{cost} where nearest levels cost {other}");
        Assert.Equal(bias, !values.SequenceEqual(mended));
    }

    [Fact]
    public void What_waits_in_a_file_rounds_alike()
    {
        (double[][] moments, double[] values, double[] rowWeights) = Example();
        double[] other = [.. values];
        LevelGrid grid = LevelGrid.Of(0.8, null, null, Rows, Columns);
        Shelf shelf = new(0);
        RoundedLevels expected = new KernelRounding(moments, Columns, rowWeights, bias: true).Round(values, grid);
        RoundedLevels actual = new KernelRounding(moments, Columns, rowWeights, bias: true, shelf).Round(other, grid);
        Assert.Equal(Rows * Width * Width * sizeof(double), shelf.FileBytes);
        Assert.Equal(expected.Levels, actual.Levels);
        Assert.Equal(values, other);
    }

    [Fact]
    public void Zeros_stay()
    {
        (double[][] moments, double[] values, double[] rowWeights) = Example();
        for (int r = 0; r < Rows; r++)
            values[(r * Width) + (r % Columns)] = 0;
        int[] levels = new KernelRounding(moments, Columns, rowWeights, bias: true).Round(values, LevelGrid.Of(0.1, null, null, Rows, Columns)).Levels;
        Assert.All(Enumerable.Range(0, Rows), r => Assert.Equal(0, levels[(r * Columns) + (r % Columns)]));
    }

    /// <summary>Patches whose neighbours are alike and whose mean is not zero.</summary>
    private static (double[][] Moments, double[] Values, double[] RowWeights) Example()
    {
        double[][] moments = new double[Rows][];
        for (int r = 0; r < Rows; r++)
        {
            float[] noise = GraphBuilder.Noise(Samples * Columns, r + 1);
            moments[r] = new double[Width * Width];
            for (int s = 0; s < Samples; s++)
            {
                double common = 1 + noise[s * Columns];
                double[] x = [.. Enumerable.Range(0, Columns).Select(c => common + (0.4 * noise[(s * Columns) + c])), 1];
                for (int i = 0; i < Width * Width; i++)
                    moments[r][i] += x[i / Width] * x[i % Width] / Samples;
            }
        }
        return (moments, [.. GraphBuilder.Noise(Rows * Width, 77).Select(v => 2.0 * v)], [.. Enumerable.Range(0, Rows).Select(r => 1.0 + (r % 3))]);
    }

    private static double Error(double[] errors, double[][] moments, double[] rowWeights) => Enumerable.Range(0, Rows).Sum(r => rowWeights[r] * Enumerable.Range(0, Width * Width)
        .Sum(i => errors[(r * Width) + (i / Width)] * errors[(r * Width) + (i % Width)] * moments[r][i]));
}
