using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;

namespace NNCompress.Compression;

/// <summary>
/// Makes calibration data as hard as the data that judges. A network knows the samples that it was trained on: there it is nearly always right
/// and sure of it, so that whatever changes an answer looks like a loss, and a search on such data overrates every drop. Each sample is mixed
/// with another one, <c>(1 - α)·x + α·x'</c>, label kept (after Zhang et al. 2018, "mixup"), with the α at which the original network is as
/// often right as on the judging data. Only the original's accuracy is taken from the judge; no candidate is ever tried on it.
/// </summary>
internal static class DifficultyMatch
{
    /// <summary>Beyond this the label no longer belongs to the sample.</summary>
    private const double LargestShare = 0.5;

    private const int Halvings = 6;

    /// <param name="network">The original.</param>
    /// <param name="data">Labelled data for the search.</param>
    /// <param name="target">The original's accuracy on the judging data, percent.</param>
    /// <param name="judged">Number of judging samples.</param>
    /// <param name="seed">Draws the partners.</param>
    /// <param name="evaluate">Runs the original.</param>
    /// <returns>The data with the share α that was mixed in; 0 where it is no easier than the target already.</returns>
    public static (Dataset Data, double Share) Apply(Network network, Dataset data, double target, int judged, int seed, Func<Network, Dataset, Predictions> evaluate)
    {
        if (data.Labels is null || AccuracyOf(data) - target <= Chance(target, data.Count, judged))
            return (data, 0);
        int[] partners = [.. Enumerable.Range(0, data.Count)];
        new Random(seed).Shuffle(partners);
        double low = 0, high = LargestShare;
        for (int i = 0; i < Halvings; i++)
        {
            double middle = (low + high) / 2;
            if (AccuracyOf(Mix(data, partners, middle)) > target)
                low = middle;
            else
                high = middle;
        }
        return (Mix(data, partners, high), high);

        double AccuracyOf(Dataset candidate) => Accuracy.Percent(evaluate(network, candidate), candidate);
    }

    /// <summary>The difference that two draws of that many samples may well show by chance: two standard errors, percentage points.</summary>
    private static double Chance(double percent, int n, int m) => 2 * Math.Sqrt(percent * (100 - percent) * (1.0 / n + 1.0 / m));

    private static Dataset Mix(Dataset data, int[] partners, double share)
    {
        float[] mixed = new float[data.Inputs.Length];
        int length = data.SampleLength;
        Parallel.For(0, data.Count, i =>
        {
            ReadOnlySpan<float> own = data.Inputs.AsSpan(i * length, length), other = data.Inputs.AsSpan(partners[i] * length, length);
            System.Numerics.Tensors.TensorPrimitives.Lerp(own, other, (float)share, mixed.AsSpan(i * length, length));
        });
        return new Dataset(data.Source, data.SampleShape, mixed, data.Labels, data.Scaling);
    }
}
