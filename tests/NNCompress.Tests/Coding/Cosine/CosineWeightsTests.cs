using NNCompress.Coding.Cosine;
using NNCompress.Runtime;

namespace NNCompress.Tests.Coding.Cosine;

public class CosineWeightsTests
{
    private const int Count = 5, Height = 4, Width = 6;
    private const float Step = 0.125f;

    private static readonly CosineProfiles Profiles = new([0, 3, -9, 1], [0, 0, 8, -8, 2, 5], [-20, 0, 4, 7], [1, 2, 3, 4, 5, 6]);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Weights_are_those_of_the_definition(bool transposed)
    {
        int[] levels = Levels();
        float[] decoded = Decode(CosineCoder.Encode(Profiles, levels, Step, transposed), transposed);
        for (int i = 0; i < Count; i++)
        {
            for (int y = 0; y < Height; y++)
            {
                for (int x = 0; x < Width; x++)
                {
                    double sum = 0;
                    for (int k = 0; k < Height * Width; k++)
                    {
                        int u = k / Width, v = k % Width;
                        sum += levels[(i * Height * Width) + k] * Math.Pow(2, (Profiles.RowSteps[u] + Profiles.ColumnSteps[v]) / 8.0) * Cosine(u, y, Height) * Cosine(v, x, Width);
                    }
                    sum *= Step * Math.Pow(2, (Profiles.RowGains[y] + Profiles.ColumnGains[x]) / 8.0);
                    int at = (y * Width) + x;
                    Assert.Equal(sum, decoded[transposed ? (at * Count) + i : (i * Height * Width) + at], 1e-5);
                }
            }
        }
    }

    [Fact]
    public void Damage_is_refused_or_decodes()
    {
        byte[] section = CosineCoder.Encode(Profiles, Levels(), Step, false);
        for (int length = 0; length < 3 + (2 * (Height + Width)) + 3; length++)
            Assert.Throws<InvalidDataException>(() => TensorDecoder.Decode(TensorDecoder.Cosine, section, 0, length, [Count, Height * Width]));
        for (int bit = 0; bit < section.Length * 8; bit++)
        {
            byte[] damaged = [.. section];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                Assert.Equal(Count * Height * Width, Decode(damaged, false).Length);
            }
            catch (InvalidDataException)
            {
            }
        }
    }

    [Theory]
    [InlineData(0, 2, "flags 2")]
    [InlineData(1, 5, "do not fill")]
    [InlineData(1, 0, "do not fill")]
    public void A_head_that_cannot_be_is_refused(int at, byte value, string reason)
    {
        byte[] section = CosineCoder.Encode(Profiles, Levels(), Step, false);
        section[at] = value;
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => Decode(section, false)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_side_longer_than_256_is_refused()
    {
        byte[] section = [0, 0x81, 0x02, 1, .. new byte[600]];
        Assert.Contains("at most 256", Assert.Throws<InvalidDataException>(() => TensorDecoder.Decode(TensorDecoder.Cosine, section, 0, section.Length, [1, 257])).Message, StringComparison.Ordinal);
    }

    private static float[] Decode(byte[] section, bool transposed) =>
        TensorDecoder.Decode(TensorDecoder.Cosine, section, 0, section.Length, transposed ? [Height * Width, Count] : [Count, Height * Width]);

    private static double Cosine(int u, int y, int n) => Math.Sqrt((u == 0 ? 1.0 : 2.0) / n) * Math.Cos(((2 * y) + 1) * u * Math.PI / (2 * n));

    private static int[] Levels()
    {
        Random random = new(4);
        return [.. Enumerable.Range(0, Count * Height * Width).Select(_ => random.Next(3) == 0 ? random.Next(-4, 5) : 0)];
    }
}
