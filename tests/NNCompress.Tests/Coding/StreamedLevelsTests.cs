using NNCompress.Coding;
using NNCompress.Models;
using NNCompress.Runtime;
using NNCompress.Tests.Models;

namespace NNCompress.Tests.Coding;

public class StreamedLevelsTests
{
    [Theory]
    [InlineData(new[] { 40, 30 }, 0.1)]
    [InlineData(new[] { 30, 4, 5, 5 }, 0.02)]
    [InlineData(new[] { 700 }, 0.3)]
    [InlineData(new[] { 1, 1 }, 0.3)]
    public void A_section_is_the_one_that_is_made_in_memory(int[] shape, double step)
    {
        Tensor tensor = Sample(shape, false);
        (List<byte> section, uint checksum) = new StreamedLevels(new StoredWeights(tensor), step, _ => { }).Encode();
        EncodedTensor expected = TensorCoder.Encode(tensor, new TensorCoding(CoderKind.Quantised, step));
        Assert.Equal(expected.Payload, section);
        Assert.Equal(CodedSection.Of(expected, ElementType.Float).DecodedChecksum, checksum);
    }

    [Fact]
    public void A_matrix_with_columns_that_repeat_themselves_is_scanned_by_columns_in_both_ways()
    {
        Tensor tensor = Sample([96, 20], true);
        (List<byte> section, _) = new StreamedLevels(new StoredWeights(tensor), 0.05, _ => { }).Encode();
        byte[] expected = TensorCoder.Encode(tensor, new TensorCoding(CoderKind.Quantised, 0.05)).Payload;
        Assert.NotEqual(0, expected[0] & QuantisedHead.TransposedFlag);
        Assert.Equal(expected, section);
    }

    [Theory]
    [InlineData(false, 256)]
    [InlineData(false, 7)]
    [InlineData(true, 1000)]
    [InlineData(true, 300)]
    public void A_matrix_greater_than_the_sample_comes_out_as_its_levels_say(bool pictures, int sampled)
    {
        Tensor tensor = Sample([96, 20], pictures);
        int told = 0;
        (List<byte> section, uint checksum) = new StreamedLevels(new StoredWeights(tensor), 0.05, n => told += n, sampled).Encode();
        float[] expected = TensorCoder.Encode(tensor, new TensorCoding(CoderKind.Quantised, 0.05)).Decoded.Floats;
        Assert.Equal(expected, TensorDecoder.Decode((int)CoderKind.Quantised, [.. section], 0, section.Count, tensor.Shape));
        WeightChecksum sum = new(ElementType.Float);
        sum.Append(expected);
        Assert.Equal(sum.Value, checksum);
        Assert.Equal(tensor.Length, told);
    }

    [Fact]
    public void A_row_longer_than_is_kept_is_scanned_by_columns()
    {
        Tensor tensor = new("long", [2, (1 << 20) + 3], GraphBuilder.Noise(2 * ((1 << 20) + 3), 5));
        (List<byte> section, _) = new StreamedLevels(new StoredWeights(tensor), 2, _ => { }, 1 << 16).Encode();
        Assert.NotEqual(0, section[0] & QuantisedHead.TransposedFlag);
        float[] decoded = TensorDecoder.Decode((int)CoderKind.Quantised, [.. section], 0, section.Count, tensor.Shape);
        Assert.All(Enumerable.Range(0, 1000).Select(i => i * 2000), i => Assert.InRange(Math.Abs(decoded[i] - tensor.Floats[i]), 0, 1.00001));
    }

    [Fact]
    public void A_weight_that_no_level_expresses_is_named_NNC2064()
    {
        Tensor tensor = new("w", [2, 3], [1, 2, 3, 4, float.NaN, 6]);
        NncException e = Assert.Throws<NncException>(() => new StreamedLevels(new StoredWeights(tensor), 1, _ => { }).Encode());
        Assert.Equal("NNC2064", e.Code);
        Assert.Contains("weight 4 is NaN", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_section_past_the_limit_is_NNC2141()
    {
        // Raw floats of weights that are not finite: the least weights of which a section would pass 2 GB.
        StoredWeights weights = new("w", [600_000, 1000], ElementType.Float, new Zeros(600_000_000L * 4));
        using SectionSpool spool = SectionSpool.Beside(Path.Combine(Path.GetTempPath(), "nncompress-tests.nnz"));
        NncException e = Assert.Throws<NncException>(() => new SectionEncoder(spool).Encode(weights, new TensorCoding(CoderKind.Raw), _ => { }));
        Assert.Equal("NNC2141", e.Code);
    }

    // Rows, or columns with resemblances four apart, so that a scan by columns pays.
    private static Tensor Sample(int[] shape, bool columns)
    {
        int length = shape.Aggregate(1, (product, d) => product * d), wide = shape[^1];
        float[] noise = GraphBuilder.Noise(length, length + 3, columns ? 0.1f : 1);
        for (int i = 0; i < length && columns; i++)
            noise[i] += MathF.Sin((i / wide * MathF.PI / 2) + (7 * MathF.Sin(1 + (i % wide * 12.9898f))));
        return new Tensor("w", shape, noise);
    }
}
