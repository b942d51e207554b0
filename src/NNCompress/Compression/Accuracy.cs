using NNCompress.Data;
using NNCompress.Engines;

namespace NNCompress.Compression;

/// <summary>
/// Top-1 accuracy, or that of the right class among the first few scores, and what two networks' answers on the same samples say about their difference. Data with labels that are no class of the
/// network is NNC2043.
/// </summary>
public static class Accuracy
{
    /// <summary>Percent of the samples whose class is right.</summary>
    /// <param name="predictions">A network's scores.</param>
    /// <param name="data">With labels.</param>
    /// <param name="places">Among how many of the largest scores the class may be.</param>
    /// <exception cref="InvalidOperationException">The data has no labels.</exception>
    public static double Percent(Predictions predictions, Dataset data, int places = 1) => 100.0 * Right(predictions, data, places).Count(r => r) / data.Count;

    /// <summary>Drop in percentage points with its standard error, from paired samples.</summary>
    public static (double Drop, double StandardError) Drop(Predictions before, Predictions after, Dataset data, int places = 1)
    {
        bool[] right = Right(before, data, places), still = Right(after, data, places);
        int lost = 0, won = 0;
        for (int i = 0; i < right.Length; i++)
        {
            lost += right[i] && !still[i] ? 1 : 0;
            won += still[i] && !right[i] ? 1 : 0;
        }
        double n = right.Length, mean = (lost - won) / n;
        double variance = (lost + won) / n - mean * mean;
        return (100 * mean, 100 * Math.Sqrt(variance / n));
    }

    /// <summary>
    /// The 95 % confidence interval of the drop in percentage points from paired samples: differences of proportions with Agresti and Min's
    /// adjustment (2005: half a sample added to each cell), which stays sound when hardly any sample changed.
    /// </summary>
    public static double[] Interval(Predictions before, Predictions after, Dataset data, int places = 1)
    {
        bool[] right = Right(before, data, places), still = Right(after, data, places);
        double lost = 0.5, won = 0.5, n = right.Length + 2;
        for (int i = 0; i < right.Length; i++)
        {
            lost += right[i] && !still[i] ? 1 : 0;
            won += still[i] && !right[i] ? 1 : 0;
        }
        double mean = (lost - won) / n;
        double half = 1.959964 * Math.Sqrt(((lost + won) / n - mean * mean) / n);
        return [100 * (mean - half), 100 * (mean + half)];
    }

    /// <summary>For each sample whether its class is right.</summary>
    internal static bool[] Right(Predictions predictions, Dataset data, int places)
    {
        int[] labels = data.Labels ?? throw new InvalidOperationException("The data has no labels.");
        int stranger = Array.FindIndex(labels, label => label >= predictions.Width);
        if (stranger >= 0)
            throw new NncException("NNC2043", data.Source, $"the label of sample {stranger} is {labels[stranger]}, and the network gives {predictions.Width} scores, for classes 0 to {predictions.Width - 1}: give labels of the network's own classes.");
        return [.. Enumerable.Range(0, data.Count).Select(i => places == 1 ? predictions.Class(i) == labels[i] : predictions.Rank(i, labels[i]) < places)];
    }
}
