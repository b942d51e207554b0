using System.Text;
using NNCompress.Runtime;

namespace NNCompress.Runtime.Tests;

public class NumberTests
{
    [Fact]
    public void Checksum_has_the_check_value_of_CRC_32()
    {
        byte[] digits = Encoding.ASCII.GetBytes("x123456789");
        Assert.Equal(0xCBF43926u, Crc32.Of(digits, 1, 9));
        Assert.Equal(0xCBF43926u, Crc32.Append(Crc32.Of(digits, 1, 4), digits, 5, 5));
        Assert.Equal(0u, Crc32.Of(digits, 0, 0));
    }

    [Fact]
    public void Every_half_is_widened_as_the_platform_does()
    {
        for (int bits = 0; bits < 65536; bits++)
        {
            float expected = (float)BitConverter.UInt16BitsToHalf((ushort)bits), actual = HalfFloat.ToSingle(bits);
            Assert.True(float.IsNaN(expected) ? float.IsNaN(actual) : BitConverter.SingleToUInt32Bits(expected) == BitConverter.SingleToUInt32Bits(actual), $"{bits:x4}");
        }
    }

    [Fact]
    public void Floats_are_rounded_to_half_as_the_platform_does()
    {
        Random random = new(3);
        List<uint> patterns = [0, 0x80000000, 0x7F800000, 0xFF800000, 0x33000000, 0x33000001, 0x33800000, 0x387FFFFF, 0x38800000, 0x477FEFFF, 0x477FF000, 0x47800000];
        for (int i = 0; i < 200_000; i++)
            patterns.Add((uint)random.NextInt64(1L << 32));
        for (int half = 0; half < 65535; half++)
            patterns.Add(HalfFloat.ToPattern((HalfFloat.ToSingle(half) + HalfFloat.ToSingle(half + 1)) / 2));
        foreach (uint pattern in patterns.Where(p => !float.IsNaN(HalfFloat.FromPattern(p))))
        {
            float number = HalfFloat.FromPattern(pattern);
            Assert.True(BitConverter.HalfToUInt16Bits((Half)number) == HalfFloat.FromSingle(number), $"{pattern:x8}");
        }
        Assert.True(Half.IsNaN(BitConverter.UInt16BitsToHalf((ushort)HalfFloat.FromSingle(float.NaN))));
    }

    [Fact]
    public void Logits_and_probabilities_follow_the_logistic_function()
    {
        for (int logit = -2047; logit <= 2047; logit++)
        {
            double exact = 65536 / (1 + Math.Exp(-logit / 256.0));
            Assert.InRange(Logistic.Probability(logit), exact - 200, exact + 200);
            Assert.True(logit == -2047 || Logistic.Probability(logit) >= Logistic.Probability(logit - 1));
        }
        for (uint p = 1; p < 4095; p++)
            Assert.InRange(Logistic.Probability(Logistic.Logit(p)) / 16.0, p - 4.0, p + 5.0);
    }

    [Fact]
    public void Scale_classes_grow_by_half_octaves()
    {
        Assert.Equal(0, ScaleClasses.Of(0));
        Assert.Equal(0, ScaleClasses.Of((1 << 11) - 1));
        Assert.Equal(1, ScaleClasses.Of(1 << 11));
        Assert.Equal(11, ScaleClasses.Of(1 << 16));
        Assert.Equal(12, ScaleClasses.Of(3 << 15));
        Assert.Equal(13, ScaleClasses.Of(1 << 17));
        Assert.Equal(26, ScaleClasses.Of(255 << 16));
        Assert.Equal(26, ScaleClasses.Of((512 << 16) - 1));
        Assert.Equal([0, 0, 1, 1, 2, 3, 4, 11, 11], new[] { 0, 7, 8, 11, 12, 16, 24, 256, 1 << 20 }.Select(ScaleClasses.OfPrediction));
    }
}
