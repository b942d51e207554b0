using NNCompress.Coding;
using NNCompress.Numerics;
using NNCompress.Pruning;

namespace NNCompress.Tests.Coding;

public sealed class CalibratedRoundingTests
{
    private const int Columns = 24, Rows = 10, Width = Columns + 1;
    private const double Step = 0.4;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Errors_cancel_at_the_outputs_better_than_with_the_nearest_levels(bool bias)
    {
        double[] moments = Moments(Samples()), weights = Weights(), mended = [.. weights];
        int[] levels = new CalibratedRounding(moments, Columns, bias).Round(mended, Grid(), Ones(Rows), rateWeight: 0).Levels;
        int[] nearest = [.. Enumerable.Range(0, Rows * Columns).Select(i => (int)Math.Round(weights[i / Columns * Width + i % Columns] / Step))];
        Assert.NotEqual(nearest, levels);
        double calibrated = OutputError(moments, weights, levels, mended), plain = OutputError(moments, weights, nearest, weights);
        Assert.True(calibrated < 0.6 * plain, $"{calibrated:0.0000} against {plain:0.0000} of plain rounding");
        if (!bias)
            Assert.Equal(weights, mended);
    }

    [Fact]
    public void Inputs_that_are_always_zero_need_no_weights()
    {
        double[] samples = Samples();
        for (int i = 3; i < samples.Length; i += Width)
            samples[i] = 0;
        int[] levels = new CalibratedRounding(Moments(samples), Columns, bias: true).Round(Weights(), Grid(), Ones(Rows), rateWeight: 1).Levels;
        Assert.All(Enumerable.Range(0, Rows), r => Assert.Equal(0, levels[r * Columns + 3]));
        Assert.Contains(levels, level => level != 0);
    }

    [Fact]
    public void Where_nothing_shrinks_weights_that_no_sample_reads_stay()
    {
        double[] samples = Samples(), weights = Weights();
        for (int i = 3; i < samples.Length; i += Width)
            samples[i] = 0;
        const double fine = 1e-3;
        CalibratedRounding rounding = new(Moments(samples), Columns, bias: true);
        int[] levels = rounding.Round((r, row) => weights.AsSpan(r * Width, Width).CopyTo(row), LevelGrid.Of(fine, null, null, Rows, Columns), Ones(Rows), rateWeight: 1, shrinks: false).Levels;
        Assert.All(Enumerable.Range(0, Rows), r => Assert.Equal(weights[r * Width + 3], fine * levels[r * Columns + 3], 3 * fine));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3e-6)]
    [InlineData(3e-5)]
    public void Means_that_are_rounded_up_do_not_make_the_constant_less_than_nothing(double rounding)
    {
        // Many inputs that are all but constant leave next to nothing of the constant itself: less than moments in single precision are exact to.
        const int wide = 400, count = 50;
        double[] samples = [.. GraphBuilder.Noise(count * wide, 1).Select(v => 5 + (0.01 * v))];
        double[] moments = new double[(wide + 1) * (wide + 1)];
        for (int i = 0; i < moments.Length; i++)
        {
            (int row, int column) = (i / (wide + 1), i % (wide + 1));
            moments[i] = Enumerable.Range(0, count).Average(s => At(s, row) * At(s, column)) * (row == wide ^ column == wide ? 1 + rounding : 1);
        }
        double[] weights = [.. GraphBuilder.Noise(wide + 1, 4).Select(v => (double)v)], mended = [.. weights];
        int[] levels = new CalibratedRounding(moments, wide, bias: true).Round(mended, LevelGrid.Of(0.2, null, null, 1, wide), Ones(1), rateWeight: 0).Levels;
        double error = 0, energy = 0;
        for (int s = 0; s < count; s++)
        {
            double wanted = weights[wide], found = mended[wide];
            for (int c = 0; c < wide; c++)
                (wanted, found) = (wanted + (weights[c] * At(s, c)), found + (0.2 * levels[c] * At(s, c)));
            (error, energy) = (error + ((wanted - found) * (wanted - found)), energy + (wanted * wanted));
        }
        Assert.True(error < 1e-3 * energy, $"error {error:g3} of {energy:g3}");

        double At(int sample, int column) => column == wide ? 1 : samples[(sample * wide) + column];
    }

    [Fact]
    public void The_bias_takes_the_mean_error()
    {
        // One input that is always 2: what rounding changes in its weight, the bias can give back entirely.
        double[] moments = [4, 2, 2, 1], weights = [0.3, 5];
        int[] levels = new CalibratedRounding(moments, 1, bias: true).Round(weights, LevelGrid.Of(1, null, null, 1, 1), Ones(1), rateWeight: 0).Levels;
        Assert.Equal(0.3, weights[0]);
        Assert.Equal(5 + 2 * (0.3 - levels[0]), weights[1], 2);
    }

    [Fact]
    public void Bits_are_saved_where_they_have_a_price()
    {
        double[] moments = Moments(Samples());
        CalibratedRounding rounding = new(moments, Columns, bias: true);
        int[] free = rounding.Round(Weights(), Grid(), Ones(Rows), rateWeight: 0).Levels, priced = rounding.Round(Weights(), Grid(), Ones(Rows), rateWeight: 4).Levels;
        Assert.True(QuantisedCoder.Bits(priced, Rows, Columns) < QuantisedCoder.Bits(free, Rows, Columns));
    }

    [Fact]
    public void Rows_that_the_network_cannot_tell_apart_make_up_for_each_other()
    {
        // Three outputs of the network read ten rows.
        float[] readers = GraphBuilder.Noise(3 * Rows, 5);
        DiagonalBlocks outputs = new(Rows);
        double[] metric = outputs.Values(0);
        for (int i = 0; i < metric.Length; i++)
            metric[i] = Enumerable.Range(0, 3).Sum(k => (double)readers[k * Rows + i / Rows] * readers[k * Rows + i % Rows]);
        double[] moments = Moments(Samples()), weights = Weights(), whole = [.. weights], apart = [.. weights];
        CalibratedRounding rounding = new(moments, Columns, bias: true);
        RowMetric together = new(outputs);
        int[] levels = rounding.Round(whole, Grid(), together, rateWeight: 0).Levels, alone = rounding.Round(apart, Grid(), RowMetric.Diagonal(together.Weights), rateWeight: 0).Levels;
        double error = NetworkError(levels, whole), before = NetworkError(alone, apart);
        Assert.True(error < 0.5 * before, $"{error:0.0000} against {before:0.0000} of rows on their own");

        double NetworkError(int[] chosen, double[] mended)
        {
            double sum = 0;
            for (int i = 0; i < Rows; i++)
            {
                for (int j = 0; j < Rows; j++)
                    sum += metric[i * Rows + j] * Product(moments, Difference(weights, chosen, mended, i), Difference(weights, chosen, mended, j));
            }
            return sum;
        }
    }

    [Fact]
    public void More_rows_than_one_block_holds_are_all_rounded()
    {
        const int many = 600;
        double[] moments = [4, 2, 2, 1], weights = [.. Enumerable.Range(0, many).SelectMany(r => new double[] { r, 0 })];
        int[] levels = new CalibratedRounding(moments, 1, bias: true).Round(weights, LevelGrid.Of(1, null, null, many, 1), Ones(many), rateWeight: 0).Levels;
        Assert.All(Enumerable.Range(0, many), r => Assert.Equal(r, levels[r] + weights[2 * r + 1] / 2, 0.01 * r + 1e-6));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Blocks_that_have_nothing_in_common_are_rounded_as_the_whole(bool bias)
    {
        double[] moments = Moments(Samples());
        InputBlocks blocks = InputBlocks.Of(Columns, 4, 8);
        Assert.Equal(3, blocks.Count);
        List<double> parts = [];
        double[] independent = new double[Width * Width];
        for (int b = 0; b < blocks.Count; b++)
        {
            (int start, int length) = blocks[b];
            int[] own = [.. Enumerable.Range(start, length), Columns];
            foreach ((int i, int j) in own.SelectMany(i => own.Select(j => (i, j))))
            {
                // Without means, which whole moments have in common.
                bool mean = (i == Columns) != (j == Columns);
                independent[(i * Width) + j] = mean ? 0 : moments[(i * Width) + j];
                parts.Add(independent[(i * Width) + j]);
            }
        }
        double[] one = Weights(), other = Weights();
        CalibratedRounding whole = new(independent, Columns, bias), parted = new([.. parts], blocks, bias);
        Assert.Equal(whole.Round(one, Grid(), Ones(Rows), rateWeight: 1).Levels, parted.Round(other, Grid(), Ones(Rows), rateWeight: 1).Levels);
        Assert.All(one.Zip(other), p => Assert.Equal(p.First, p.Second, 1e-9));
        Assert.Equal(whole.Energy, parted.Energy, 1e-9);
    }

    [Fact]
    public void The_bias_takes_the_mean_errors_of_all_blocks()
    {
        // Two inputs that are always 2 and 3, each a block by itself.
        double[] moments = [4, 2, 2, 1, 9, 3, 3, 1], weights = [0.3, 0.2, 5];
        int[] levels = new CalibratedRounding(moments, InputBlocks.Of(2, 1, 1), bias: true).Round(weights, LevelGrid.Of(1, null, null, 1, 2), Ones(1), rateWeight: 0).Levels;
        Assert.Equal(5 + (2 * (0.3 - levels[0])) + (3 * (0.2 - levels[1])), weights[2], 2);
    }

    /// <summary>Correlated inputs with a mean, a constant 1 behind each sample.</summary>
    private static double[] Samples()
    {
        float[] noise = GraphBuilder.Noise(400 * Columns, 1);
        double[] samples = new double[400 * Width];
        for (int s = 0; s < 400; s++)
        {
            for (int c = 0; c < Columns; c++)
                samples[s * Width + c] = 0.5 + 0.3 * noise[s * Columns + c] + noise[s * Columns + c % 4];
            samples[s * Width + Columns] = 1;
        }
        return samples;
    }

    private static double[] Moments(double[] samples)
    {
        double[] moments = new double[Width * Width];
        for (int s = 0; s < samples.Length; s += Width)
        {
            for (int i = 0; i < Width; i++)
            {
                for (int j = 0; j < Width; j++)
                    moments[i * Width + j] += samples[s + i] * samples[s + j] * Width / samples.Length;
            }
        }
        return moments;
    }

    private static LevelGrid Grid() => LevelGrid.Of(Step, null, null, Rows, Columns);

    private static double[] Weights() => Array.ConvertAll(GraphBuilder.Noise(Rows * Width, 2), v => (double)v);

    private static RowMetric Ones(int count) => RowMetric.Diagonal([.. Enumerable.Repeat(1.0, count)]);

    /// <summary>Mean squared change of the outputs over the samples behind the moments: dᵀ G d a row.</summary>
    private static double OutputError(double[] moments, double[] weights, int[] levels, double[] mended)
    {
        double error = 0;
        for (int r = 0; r < Rows; r++)
            error += Product(moments, Difference(weights, levels, mended, r), Difference(weights, levels, mended, r));
        return error / Rows;
    }

    private static double[] Difference(double[] weights, int[] levels, double[] mended, int row) =>
    [
        .. Enumerable.Range(0, Columns).Select(c => weights[row * Width + c] - Step * levels[row * Columns + c]),
        weights[row * Width + Columns] - mended[row * Width + Columns],
    ];

    private static double Product(double[] moments, double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < Width; i++)
        {
            for (int j = 0; j < Width; j++)
                sum += a[i] * moments[i * Width + j] * b[j];
        }
        return sum;
    }
}
