using NNCompress.Compression;

namespace NNCompress.Tests.Compression;

public sealed class DropSmoothingTests
{
    [Fact]
    public void The_first_counts_stand_as_they_are()
    {
        DropSmoothing smoothing = new();
        Assert.Equal((0.4, 0.1), smoothing.Add(0.01, 0.4, 0.1));
    }

    [Fact]
    public void Smoothed_drops_are_nearer_to_the_truth_than_counts()
    {
        // The truth is 4·√d + 10·d; each count is off by ±0.15.
        DropSmoothing smoothing = new();
        double counted = 0, smoothed = 0;
        for (int i = 0; i < 40; i++)
        {
            double divergence = 0.002 * Math.Pow(2, i % 8 / 2.0), truth = 4 * Math.Sqrt(divergence) + 10 * divergence;
            double noise = i * 7919 % 13 < 6 ? 0.15 : -0.15;
            (double drop, double error) = smoothing.Add(divergence, truth + noise, 0.15);
            if (i < 10)
                continue;
            Assert.True(error < 0.15);
            counted += noise * noise;
            smoothed += (drop - truth) * (drop - truth);
        }
        Assert.True(smoothed < 0.5 * counted, $"{smoothed} against {counted}");
    }

    [Fact]
    public void A_count_without_error_is_kept()
    {
        DropSmoothing smoothing = new();
        for (int i = 1; i < 6; i++)
            smoothing.Add(0.001 * i, 0.1 * i, 0.05);
        Assert.Equal((0, 0), smoothing.Add(0, 0, 0));
    }
}
