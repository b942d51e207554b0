using NNCompress.Coding;
using NNCompress.Compression.Shrinking;
using NNCompress.Models;

namespace NNCompress.Tests.Compression.Shrinking;

/// <summary>Grids with a step for each row.</summary>
public sealed class RowGridTests
{
    private const int Rows = 12, Columns = 9;

    [Fact]
    public void A_rows_step_lies_between_its_own_and_the_common_one()
    {
        float[] weights = Weights();
        double all = Deviation(weights);
        LevelGrid grid = RowGrid.Of(weights, Everything(weights), Rows, (float)(0.4 * all));
        for (int r = 0; r < Rows; r++)
        {
            double own = Deviation(weights.AsSpan(r * Columns, Columns)), step = grid.RowSteps[r] * grid.ColumnFactors[0];
            // Scales come in quarters of an octave.
            Assert.InRange(step / (0.4 * Math.Sqrt(own * all)), Math.Pow(2, -0.25), Math.Pow(2, 0.25));
        }
    }

    [Fact]
    public void What_lies_on_the_grid_is_encoded_exactly_also_after_rows_and_columns_have_left()
    {
        float[] weights = Weights();
        LevelGrid grid = RowGrid.Of(weights, Everything(weights), Rows, (float)(0.4 * Deviation(weights)));
        float[] rounded = [.. weights.Select((w, i) => (float)(Math.Round(w / Step(i / Columns)) * Step(i / Columns)))];
        Array.Clear(rounded, 2 * Columns, Columns);
        Assert.Equal(rounded, RowGrid.Encode(new Tensor("whole", [Rows, 1, 3, 3], rounded), grid.Unit).Decoded.Floats);

        float[] left = [.. rounded.Where((_, i) => (i / Columns) % 3 != 1 && i % Columns < 4)];
        EncodedTensor encoded = RowGrid.Encode(new Tensor("left", [8, 1, 2, 2], left), grid.Unit);
        Assert.Equal(left, encoded.Decoded.Floats);

        double Step(int row) => grid.RowSteps[row] * grid.ColumnFactors[0];
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void Rows_without_weights_need_no_step(int rows) =>
        Assert.Equal(new float[rows * Columns], RowGrid.Encode(new Tensor("empty", [rows, 1, 3, 3], new float[rows * Columns]), 0.01f).Decoded.Floats);

    [Fact]
    public void A_mask_without_weights_takes_the_common_step()
    {
        LevelGrid grid = RowGrid.Of(new float[Rows * Columns], new float[Rows * Columns], Rows, 0.5f);
        Assert.All(grid.RowSteps, s => Assert.Equal(0.5, s * grid.ColumnFactors[0], 6));
    }

    // Kernels whose sizes differ by up to sixteen times.
    private static float[] Weights()
    {
        Random random = new(3);
        return [.. Enumerable.Range(0, Rows * Columns).Select(i => (float)((random.NextDouble() - 0.5) * Math.Pow(2, i / Columns % 5)))];
    }

    private static float[] Everything(float[] weights) => Array.ConvertAll(weights, _ => 1f);

    private static double Deviation(ReadOnlySpan<float> weights)
    {
        double squares = 0;
        foreach (float w in weights)
            squares += (double)w * w;
        return Math.Sqrt(squares / weights.Length);
    }
}
