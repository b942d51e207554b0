using NNCompress.Precision;

namespace NNCompress.Tests.Precision;

public sealed class ValueHistogramTests
{
    [Fact]
    public void Values_that_bytes_hold_are_kept_exactly()
    {
        float[] pixels = [.. Enumerable.Range(0, 256).Select(i => i / 255f)];
        ValueHistogram histogram = new(0, 1);
        histogram.Add(pixels);
        ActivationScale scale = histogram.Best();
        Assert.Equal((1 / 255f, (byte)0), (scale.Scale, scale.ZeroPoint));
    }

    [Fact]
    public void A_rare_outlier_is_clipped_where_that_costs_less_than_coarse_steps()
    {
        float[] values = [.. GraphBuilder.Noise(200_000, 5).Select(Math.Abs), 40f];
        ValueHistogram histogram = new(0, 40);
        histogram.Add(values);
        ActivationScale best = histogram.Best(), whole = ActivationScale.Of(0, 40);
        Assert.True(best.Scale < 0.9 * whole.Scale, $"{best.Scale} of {whole.Scale}");
        Assert.True(Error(best) < Error(whole), $"{Error(best)} is no less than {Error(whole)}");

        double Error(ActivationScale scale) => values.Sum(v => Math.Pow(v - scale.Decoded(v), 2));
    }

    [Fact]
    public void Zero_is_a_byte_of_its_own_whatever_the_bounds()
    {
        foreach ((double low, double high) in new[] { (-1.0, 3.0), (-0.013, 0.5), (-7.0, 0.0), (0.0, 0.0) })
            Assert.Equal(0, ActivationScale.Of(low, high).Decoded(0));
    }
}
