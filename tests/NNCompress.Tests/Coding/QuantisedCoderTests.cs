using NNCompress.Coding;
using NNCompress.Models;
using NNCompress.Runtime;

namespace NNCompress.Tests.Coding;

public class QuantisedCoderTests
{
    public static TheoryData<int[], double> Cases => new()
    {
        { [], 3 }, { [1], 0 }, { [1], 1e8 }, { [7], 2 }, { [1000], 60 }, { [1, 9], 1 }, { [9, 1], 1 }, { [40, 50], 0.3 }, { [40, 50], 5 }, { [33, 7], 1e4 },
        { [8, 3, 5, 5], 2 }, { [2, 2, 2, 2, 2], 1e6 }, { [5, 0, 3], 1 }, { [3, 400], 0 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Levels_come_back_exactly(int[] shape, double deviation)
    {
        int[] levels = Noise(shape.Aggregate(1, (p, d) => p * d), deviation, 5);
        AssertRoundTrip(shape, levels);
    }

    [Fact]
    public void Extreme_levels_come_back_exactly()
    {
        const int Most = LevelModel<RangeDecoder>.MaxLevel - 1;
        AssertRoundTrip([3, 4], [Most, -Most, 0, 0, 1, -1, 15, -16, 17, Most, 0, -2]);
        AssertRoundTrip([1, 2000], [.. Enumerable.Range(0, 2000).Select(i => i % 500 == 0 ? (i % 1000 == 0 ? 70_000 : -70_000) : 0)]);
    }

    [Fact]
    public void Rows_like_pictures_have_their_width_for_lag_in_either_orientation()
    {
        const int Width = 12, Height = 11, Neurons = 30;
        int[] levels = new int[Neurons * Width * Height];
        Random random = new(3);
        for (int n = 0; n < Neurons; n++)
        {
            double phase = random.NextDouble() * 6, slope = random.NextDouble() - 0.5;
            for (int i = 0; i < Width * Height; i++)
                levels[n * Width * Height + i] = (int)Math.Round(4 * Math.Sin(i % Width * 0.9 + phase) + slope * (i / Width) + random.NextDouble() - 0.5);
        }
        Assert.Equal(new LevelScan(0, Width, false), LevelScan.Choose(levels, Neurons, Width * Height));
        int[] transposed = [.. Enumerable.Range(0, levels.Length).Select(i => levels[(i % Neurons * Width * Height) + (i / Neurons)])];
        Assert.Equal(new LevelScan(0, Width, true), LevelScan.Choose(transposed, Width * Height, Neurons));
        AssertRoundTrip([Width * Height, Neurons], transposed);
        double one = TensorCoder.LevelBits(levels, Neurons, Width * Height), other = TensorCoder.LevelBits(transposed, Width * Height, Neurons);
        Assert.Equal(one, other);
        Assert.InRange(one / levels.Length, 0, 0.75 * Entropy(levels));
    }

    [Fact]
    public void Empty_rows_and_columns_cost_next_to_nothing()
    {
        const int Rows = 300, Columns = 400;
        int[] levels = Noise(Rows * Columns, 2, 9);
        for (int i = 0; i < levels.Length; i++)
        {
            if (i / Columns % 3 != 0 || i % Columns % 2 != 0)
                levels[i] = 0;
        }
        int[] full = [.. levels.Where((_, i) => i / Columns % 3 == 0 && i % Columns % 2 == 0)];
        double sparse = TensorCoder.LevelBits(levels, Rows, Columns), dense = TensorCoder.LevelBits(full, Rows / 3, Columns / 2);
        Assert.InRange((sparse - dense) / (levels.Length - full.Length), 0, 0.05);
        Assert.InRange(TensorCoder.LevelBits(new int[Rows * Columns], Rows, Columns), 0, 0.002 * Rows * Columns);
    }

    [Fact]
    public void A_tensor_of_zeros_takes_a_byte_for_a_hundred_thousand_and_is_still_believed()
    {
        int[] shape = [2000, 3000];
        byte[] payload = QuantisedCoder.Encode("t", shape, new int[6_000_000], 0.25);
        Assert.InRange(payload.Length, 1, 60);
        float[] decoded = TensorDecoder.Decode(TensorDecoder.Quantised, payload, 0, payload.Length, shape);
        Assert.DoesNotContain(decoded, w => w != 0);
        Assert.Throws<InvalidDataException>(() => TensorDecoder.Decode(TensorDecoder.Quantised, payload, 0, 4, shape));
    }

    [Theory]
    [InlineData("fashion-mlp-300-150.onnx", "fc1.weight", 0.06, 0.80)]
    [InlineData("fashion-mlp-300-150.onnx", "fc2.weight", 0.06, 0.95)]
    [InlineData("fashion-mlp-512.onnx", "fc1.weight", 0.1, 0.75)]
    [InlineData("fashion-lenet.onnx", "fc1.weight", 0.06, 0.90)]
    [InlineData("fashion-lenet.onnx", "conv2.weight", 0.06, 0.94)]
    public void Trained_weights_take_a_share_of_their_zero_order_entropy(string model, string name, double step, double share)
    {
        Tensor weight = OnnxFile.Load(SampleModels.Path(model)).Constant(name)!;
        int[] levels = QuantisedCoder.Quantise(weight, step);
        double bits = TensorCoder.LevelBits(levels, weight.Shape[0], levels.Length / weight.Shape[0]);
        Assert.InRange(bits / levels.Length, 0, share * Entropy(levels));
        int length = TensorCoder.EncodeLevels(weight, levels, step, new TensorCoding(CoderKind.Quantised, step)).Payload.Length;
        Assert.InRange(8.0 * length, 0.998 * bits, 1.002 * bits + 80);
    }

    [Fact]
    public void Weights_are_multiples_of_the_step_rounded_once()
    {
        Tensor weight = new("w", [2, 2], [0.31f, -0.29f, 0.05f, 1e3f]);
        Tensor decoded = TensorCoder.Encode(weight, new TensorCoding(CoderKind.Quantised, 0.1)).Decoded;
        Assert.Equal([(float)(3 * (double)0.1f), (float)(-3 * (double)0.1f), 0f, (float)(10000 * (double)0.1f)], decoded.Floats);
    }

    [Theory]
    [InlineData(float.NaN, 0.1)]
    [InlineData(float.PositiveInfinity, 0.1)]
    [InlineData(1e30f, 1e-10)]
    [InlineData(1f, 0)]
    [InlineData(1f, -1)]
    [InlineData(1f, double.NaN)]
    [InlineData(1f, 1e60)]
    public void Weights_or_steps_that_are_no_numbers_are_refused(float value, double step)
    {
        NncException error = Assert.Throws<NncException>(() => TensorCoder.Encode(new Tensor("w", [1], [value]), new TensorCoding(CoderKind.Quantised, step)));
        Assert.Equal("NNC2064", error.Code);
        Assert.Contains("'w'", error.Message);
    }

    [Fact]
    public void Halves_out_of_range_are_refused() =>
        Assert.Equal("NNC2064", Assert.Throws<NncException>(() => TensorCoder.Encode(new Tensor("w", [1], [70000f]), new TensorCoding(CoderKind.Half))).Code);

    [Fact]
    public void Defaults_err_little_and_are_never_larger_than_raw()
    {
        Random random = new(1);
        float[] noise = [.. Enumerable.Range(0, 150).Select(_ => (float)(random.NextDouble() - 0.5))];
        float[] variances = [.. noise.Select(n => n * n * n * n + 1e-3f)];
        AssertDefault(new Tensor("bias", [150], noise), 0.006);
        AssertDefault(new Tensor("zeros", [64], new float[64]), 0);
        AssertDefault(new Tensor("constant", [3, 4], [.. Enumerable.Repeat(-0.123f, 12)]), 0.2471);
        AssertDefault(new Tensor("scalar", [], [3.7f]), 0);
        AssertDefault(new Tensor("nan", [2], [float.NaN, 1]), null);
        EncodedTensor coded = TensorCoder.Encode(new Tensor("var", [150], variances), TensorCoder.Default(new Tensor("var", [150], variances)));
        Assert.All(variances.Zip(coded.Decoded.Floats), p => Assert.InRange(p.Second / p.First, 0.98, 1.02));
    }

    private static void AssertDefault(Tensor tensor, double? error)
    {
        EncodedTensor coded = TensorCoder.Encode(tensor, TensorCoder.Default(tensor));
        Assert.InRange(coded.Payload.Length, 1, Math.Max(tensor.Length * 4, 8));
        if (error is { } most)
            Assert.All(tensor.Floats.Zip(coded.Decoded.Floats), p => Assert.InRange(Math.Abs(p.First - p.Second), 0, most));
        else
            Assert.Equal(CoderKind.Raw, coded.Coder);
    }

    private static void AssertRoundTrip(int[] shape, int[] levels)
    {
        byte[] payload = QuantisedCoder.Encode("t", shape, levels, 0.25);
        Assert.Equal(levels, QuantisedWeights.DecodeLevels(payload, 0, payload.Length, shape, out float step));
        Assert.Equal(0.25f, step);
        byte[] framed = [1, 2, 3, .. payload, 9, 9];
        Assert.Equal(levels, QuantisedWeights.DecodeLevels(framed, 3, payload.Length, shape, out _));
    }

    private static double Entropy(int[] levels) =>
        levels.GroupBy(l => l).Sum(g => -g.Count() * Math.Log2(g.Count() / (double)levels.Length)) / levels.Length;

    // Laplacian.
    private static int[] Noise(int count, double deviation, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (int)Math.Round(deviation * -Math.Log(1 - random.NextDouble()) * (random.Next(2) * 2 - 1)))];
    }
}
