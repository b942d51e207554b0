namespace NNCompress.Precision;

/// <summary>Distribution of an activation over equal bins between its least and greatest value, with each bin's mean.</summary>
internal sealed class ValueHistogram(double low, double high)
{
    private const int Bins = 2048;

    /// <summary>Bounds that are tried on each side, of those without clipping.</summary>
    private const int Bounds = 40;

    private const double LeastBound = 0.2;

    private readonly long[] counts = new long[Bins];
    private readonly double[] sums = new double[Bins];
    private readonly double factor = Bins / (high - low);

    public void Add(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            int bin = Math.Clamp((int)((value - low) * factor), 0, Bins - 1);
            counts[bin]++;
            sums[bin] += value;
        }
    }

    /// <summary>The bytes with the least mean squared error: rounding between the bounds, clipping beyond them.</summary>
    public ActivationScale Best()
    {
        ActivationScale best = ActivationScale.Of(low, high);
        (double Mean, long Count)[] values = [.. Enumerable.Range(0, Bins).Where(b => counts[b] > 0).Select(b => (sums[b] / counts[b], counts[b]))];
        double least = Error(best);
        foreach (double below in low < 0 ? Shares() : [1])
        {
            foreach (double above in high > 0 ? Shares() : [1])
            {
                ActivationScale scale = ActivationScale.Of(low * below, high * above);
                double error = Error(scale);
                if (error < least)
                    (best, least) = (scale, error);
            }
        }
        return best;

        double Error(ActivationScale scale)
        {
            double error = 0;
            foreach ((double mean, long count) in values)
            {
                double difference = mean - scale.Decoded(mean);
                error += count * difference * difference;
            }
            return error;
        }

        static IEnumerable<double> Shares() => Enumerable.Range(0, Bounds).Select(i => 1 - (1 - LeastBound) * i / Bounds);
    }
}
