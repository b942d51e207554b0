using NNCompress.Coding.Jpeg;
using NNCompress.Runtime;

namespace NNCompress.Tests.Coding.Cosine;

public class CosineBasisTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(28)]
    [InlineData(256)]
    public void Entries_are_those_of_the_definition(int n)
    {
        float[] basis = CosineBasis.Scaled(new sbyte[n], new sbyte[n]);
        for (int u = 0; u < n; u++)
        {
            for (int y = 0; y < n; y++)
            {
                double expected = Math.Sqrt((u == 0 ? 1.0 : 2.0) / n) * Math.Cos(((2 * y) + 1) * u * Math.PI / (2 * n));
                Assert.Equal(expected, basis[(u * n) + y], 2e-7);
            }
        }
    }

    [Fact]
    public void Exponents_are_eighths_of_an_octave()
    {
        for (int e = -128; e < 128; e++)
            Assert.Equal(1, CosineBasis.Power((sbyte)e) / Math.Pow(2, e / 8.0), 1e-15);
        float[] plain = CosineBasis.Scaled([0, 0], [0, 0]), scaled = CosineBasis.Scaled([8, -16], [0, 24]);
        Assert.Equal([2 * plain[0], 16 * plain[1], plain[2] / 4, 2 * plain[3]], scaled);
    }

    [Fact]
    public void Zigzag_is_that_of_jpeg_and_a_permutation_for_any_size()
    {
        Assert.Equal(Zigzag.Order.Select(i => (int)i), CosineBasis.Zigzag(8, 8));
        Assert.Equal([0, 1, 3, 4, 2, 5], CosineBasis.Zigzag(2, 3));
        foreach ((int height, int width) in new[] { (1, 7), (7, 1), (3, 11), (28, 28) })
            Assert.Equal(Enumerable.Range(0, height * width), CosineBasis.Zigzag(height, width).Order());
    }
}
