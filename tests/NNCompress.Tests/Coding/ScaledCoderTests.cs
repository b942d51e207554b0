using NNCompress.Coding;
using NNCompress.Models;
using NNCompress.Runtime;

namespace NNCompress.Tests.Coding;

public sealed class ScaledCoderTests
{
    private const int Rows = 37, Height = 5, Width = 6, Channels = 2, Columns = Channels * Height * Width;

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, false, false)]
    [InlineData(false, true, true)]
    [InlineData(true, true, false)]
    [InlineData(true, true, true)]
    public void Levels_come_back_as_what_the_grid_says_they_are_worth(bool scaled, bool pictures, bool transposed)
    {
        LevelGrid grid = scaled
            ? LevelGrid.Of(0.03, [.. Enumerable.Range(0, Rows).Select(r => Math.Pow(1.3, r % 4))], [.. Enumerable.Range(0, Columns).Select(c => Math.Pow(1.2, c % 9))], Rows, Columns)
            : LevelGrid.Of(0.03, null, null, Rows, Columns);
        Assert.Equal(scaled, grid.RowsDiffer && grid.ColumnsDiffer);
        int[] levels = Array.ConvertAll(GraphBuilder.Noise(Rows * Columns, 3), v => (int)(v * 4));
        PictureCosines? transform = pictures ? new PictureCosines(Height, Width) : null;
        Tensor shape = new("w", transposed ? [Columns, Rows] : [Rows, Columns], new float[Rows * Columns]);
        EncodedTensor coded = TensorCoder.EncodeLevels(new StoredWeights(shape), levels, grid, transform, transposed);
        for (int r = 0; r < Rows; r++)
        {
            double[] row = [.. Enumerable.Range(0, Columns).Select(c => levels[r * Columns + c] * grid.RowSteps[r] * grid.ColumnFactors[c])];
            double[] expected = pictures ? Inverse(row) : row;
            for (int c = 0; c < Columns; c++)
                Assert.Equal(expected[c], coded.Decoded.Floats[transposed ? c * Rows + r : r * Columns + c], 1e-4 * row.Max(Math.Abs));
        }
    }

    [Fact]
    public void The_forward_transform_is_the_inverse_of_the_decoders()
    {
        double[] row = Array.ConvertAll(GraphBuilder.Noise(Columns, 4), v => (double)v), transformed = [.. row];
        new PictureCosines(Height, Width).Apply(transformed);
        Assert.Equal(row.Sum(v => v * v), transformed.Sum(v => v * v), 9);
        double[] back = Inverse(transformed);
        Assert.All(Enumerable.Range(0, Columns), c => Assert.Equal(row[c], back[c], 9));
    }

    /// <summary>The last two have sums beyond what double precision holds.</summary>
    [Theory]
    [InlineData(1, 1, 1, 1000)]
    [InlineData(5, 6, 9, 1000)]
    [InlineData(28, 28, 784, 3000)]
    [InlineData(28, 28, 40, 3000)]
    [InlineData(64, 3, 100, 1 << 20)]
    [InlineData(7, 64, 448, (1 << 24) - 1)]
    [InlineData(64, 64, 4096, (1 << 24) - 1)]
    public void The_decoders_transform_is_exactly_the_sum_of_its_rounded_cosines(int height, int width, int count, int greatest)
    {
        Random random = new(height * width);
        int[] places = [.. Enumerable.Range(0, height * width)];
        random.Shuffle(places);
        Array.Resize(ref places, count);
        Array.Sort(places);
        int[] coefficients = [.. places.Select(_ => random.Next(-greatest, greatest + 1))];
        coefficients[0] = greatest;
        const double unit = 0.3;
        float[] expected = ExactInverse(places, coefficients, height, width, unit), actual = new float[expected.Length];
        foreach (bool vectors in new[] { false, true })
        {
            CosineTransform transform = new(height, width, vectors);
            transform.Invert(places, coefficients, 1, unit, actual, 0, 1);
            transform.Invert(places, coefficients, count, unit, actual, 0, 1);
            Assert.Equal(expected, actual);
            float[] apart = new float[3 * expected.Length + 1];
            transform.Invert(places, coefficients, count, unit, apart, 1, 3);
            Assert.Equal(expected, Enumerable.Range(0, expected.Length).Select(i => apart[1 + 3 * i]));
        }
    }

    [Fact]
    public void Moments_of_transformed_inputs_are_transformed_moments()
    {
        PictureCosines transform = new(Height, Width);
        double[] x = [.. GraphBuilder.Noise(Columns, 6), 1], y = [.. x];
        transform.Apply(y.AsSpan(0, Columns));
        double[] moments = Outer(x), expected = Outer(y), actual = transform.Moments(moments, Columns);
        Assert.All(Enumerable.Range(0, expected.Length), i => Assert.Equal(expected[i], actual[i], 9));
    }

    [Fact]
    public void No_cosine_is_so_near_to_half_a_unit_that_platforms_could_round_it_differently()
    {
        for (int n = 1; n <= CosineTransform.MaxSide; n++)
        {
            for (int i = 0; i < n * n; i++)
            {
                double scaled = CosineTransform.Wave(n, i / n, i % n) * 32768;
                Assert.True(Math.Abs(scaled - Math.Floor(scaled) - 0.5) > 1e-7, $"side {n}, entry {i}: {scaled:R}");
            }
        }
    }

    [Fact]
    public void Damaged_sections_are_told_apart()
    {
        LevelGrid grid = LevelGrid.Of(0.03, [.. Enumerable.Range(1, Rows).Select(r => (double)r)], null, Rows, Columns);
        Tensor shape = new("w", [Rows, Columns], new float[Rows * Columns]);
        byte[] good = TensorCoder.EncodeLevels(new StoredWeights(shape), new int[Rows * Columns], grid, new PictureCosines(Height, Width), false).Payload;
        // Flags, height, width, length of the scales.
        AssertDamaged(good, 0, 16, "flags");
        AssertDamaged(good, 1, 0, "do not fill");
        AssertDamaged(good, 2, 7, "do not fill");
        AssertDamaged(good, 2, 65, "width");
        AssertDamaged(good, 3, 127, "scales");
        AssertDamaged(good, 3, 100, "scales");

        void AssertDamaged(byte[] section, int at, byte value, string what)
        {
            byte[] bad = [.. section];
            bad[at] = value;
            InvalidDataException error = Assert.Throws<InvalidDataException>(() => TensorDecoder.Decode(TensorDecoder.Scaled, bad, 0, bad.Length, shape.Shape));
            Assert.Contains(what, error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Any_flipped_bit_is_refused_or_decodes(bool transposed)
    {
        LevelGrid grid = LevelGrid.Of(0.03, [1, 2, 3], [.. Enumerable.Range(1, Columns).Select(c => (double)c)], 3, Columns);
        Tensor shape = new("w", transposed ? [Columns, 3] : [3, Columns], new float[3 * Columns]);
        int[] levels = Array.ConvertAll(GraphBuilder.Noise(3 * Columns, 5), v => (int)(v * 4));
        byte[] section = TensorCoder.EncodeLevels(new StoredWeights(shape), levels, grid, new PictureCosines(Height, Width), transposed).Payload;
        for (int bit = 0; bit < section.Length * 8; bit++)
        {
            byte[] damaged = [.. section];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                Assert.Equal(shape.Length, TensorDecoder.Decode(TensorDecoder.Scaled, damaged, 0, damaged.Length, shape.Shape).Length);
            }
            catch (InvalidDataException e)
            {
                Assert.DoesNotContain('\n', e.Message);
            }
        }
    }

    [Fact]
    public void Coefficients_beyond_what_the_transform_holds_are_damage()
    {
        Tensor shape = new("w", [1, 4], new float[4]);
        LevelGrid grid = LevelGrid.Of(1, null, null, 1, 4);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => TensorCoder.EncodeLevels(new StoredWeights(shape), [CosineTransform.MaxCoefficient / 4, 0, 0, 0], grid, new PictureCosines(2, 2), false));
        Assert.Contains("coefficient", error.Message, StringComparison.Ordinal);
    }

    private static double[] Outer(double[] x) => [.. Enumerable.Range(0, x.Length * x.Length).Select(i => x[i / x.Length] * x[i % x.Length])];

    /// <summary>The decoder's transform as FORMAT.md has it.</summary>
    private static float[] ExactInverse(int[] places, int[] coefficients, int height, int width, double unit)
    {
        long[] vertical = CosineTransform.Cosines(height), horizontal = CosineTransform.Cosines(width), half = new long[height * width];
        for (int i = 0; i < places.Length; i++)
        {
            for (int y = 0; y < height; y++)
                half[y * width + places[i] % width] += coefficients[i] * vertical[places[i] / width * height + y];
        }
        return [.. Enumerable.Range(0, half.Length).Select(i => (float)(Enumerable.Range(0, width).Sum(v => half[i / width * width + v] * horizontal[v * width + i % width]) * unit))];
    }

    /// <summary>The transform as its definition says.</summary>
    private static double[] Inverse(double[] row)
    {
        double[] result = new double[row.Length];
        for (int i = 0; i < row.Length; i++)
        {
            int picture = i / (Height * Width) * Height * Width, y = i % (Height * Width) / Width, x = i % Width;
            for (int u = 0; u < Height; u++)
            {
                for (int v = 0; v < Width; v++)
                    result[i] += row[picture + u * Width + v] * Wave(Height, u, y) * Wave(Width, v, x);
            }
        }
        return result;
    }

    private static double Wave(int n, int u, int x) => Math.Sqrt((u == 0 ? 1.0 : 2.0) / n) * Math.Cos(Math.PI * (2 * x + 1) * u / (2 * n));
}
