using NNCompress.Coding.Jpeg;
using NNCompress.Runtime;
using Xunit.Abstractions;

namespace NNCompress.Tests.Coding.Jpeg;

/// <summary>Both transforms against the defining sums of ITU-T T.81, A.3.3, in double.</summary>
public sealed class DctTests(ITestOutputHelper output)
{
    [Fact]
    public void Forward_transform_equals_the_defining_sum()
    {
        double worst = 0;
        Random random = new(3);
        long[] block = new long[64];
        for (int trial = 0; trial < 500; trial++)
        {
            double[] samples = new double[64];
            for (int i = 0; i < 64; i++)
                block[i] = (long)(samples[i] = trial % 2 == 0 ? random.Next(-128, 128) : random.Next(2) * 255 - 128);
            ForwardDct.Transform(block);
            for (int v = 0; v < 8; v++)
            {
                for (int u = 0; u < 8; u++)
                    worst = Math.Max(worst, Math.Abs((block[(v * 8) + u] * Math.Pow(2, -ForwardDct.Bits)) - Forward(samples, u, v)));
            }
        }
        output.WriteLine($"worst deviation of a coefficient: {worst:E2}");
        Assert.InRange(worst, 1e-12, 0.002);
    }

    [Fact]
    public void Inverse_transform_is_the_defining_sum_rounded()
    {
        double worst = 0;
        Random random = new(5);
        ushort[] steps = QuantisationTable.Of(35);
        for (int trial = 0; trial < 300; trial++)
        {
            short[] coefficients = new short[64];
            for (int k = 0; k < 64; k++)
                coefficients[k] = (short)(random.Next(4) == 0 ? random.Next(-9, 10) : 0);
            double[] dequantised = new double[64];
            for (int k = 0; k < 64; k++)
                dequantised[Zigzag.Order[k]] = coefficients[k] * steps[k];
            byte[] stream = JpegStream.Complete(new CoefficientPicture(8, 8, steps, coefficients));
            byte[] pixels = new JpegDecoder().Decode(stream, 0, stream.Length);
            for (int i = 0; i < 64; i++)
                worst = Math.Max(worst, Math.Abs(pixels[i] - Math.Clamp(128 + Inverse(dequantised, i % 8, i / 8), 0, 255)));
        }
        output.WriteLine($"worst deviation of a pixel: {worst:F6}");
        Assert.InRange(worst, 0.4, 0.5005);
    }

    [Fact]
    public void Quantised_coefficients_survive_a_stream()
    {
        Random random = new(9);
        ushort[] steps = [.. Enumerable.Range(1, 64).Select(i => (ushort)(i * 5))];
        short[] coefficients = [.. Enumerable.Range(0, 6 * 64).Select(i => (short)(random.Next(3) > 0 ? 0 : random.Next(-1023, 1024)))];
        byte[] stream = JpegStream.Complete(new CoefficientPicture(20, 16, steps, coefficients));
        JpegDecoder decoder = new();
        Assert.Equal(coefficients, decoder.DecodeCoefficients(stream, 0, stream.Length));
        Assert.Equal(steps, decoder.Quantisation);
        Assert.Equal((20, 16, stream.Length), (decoder.Width, decoder.Height, decoder.Consumed));
    }

    private static double Forward(double[] samples, int u, int v)
    {
        double sum = 0;
        for (int i = 0; i < 64; i++)
            sum += samples[i] * Basis(i % 8, u) * Basis(i / 8, v);
        return sum;
    }

    private static double Inverse(double[] coefficients, int x, int y)
    {
        double sum = 0;
        for (int i = 0; i < 64; i++)
            sum += coefficients[i] * Basis(x, i % 8) * Basis(y, i / 8);
        return sum;
    }

    private static double Basis(int x, int u) => (u == 0 ? Math.Sqrt(0.125) : 0.5) * Math.Cos(((2 * x) + 1) * u * Math.PI / 16);
}
