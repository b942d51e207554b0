using NNCompress.Data;
using NNCompress.Engines;

namespace NNCompress.Compression.Metrics;

/// <summary>Share of the samples whose class is among the first scores: <see cref="Metric.Top1"/> and <see cref="Metric.Top5"/>.</summary>
internal sealed class RightAnswers : IMeasure
{
    private readonly Dataset data;
    private readonly Predictions original;
    private readonly int places;

    /// <exception cref="NncException">NNC2131: no more scores than places, so that every answer is right.</exception>
    public RightAnswers(Metric metric, Dataset data, Predictions original)
    {
        (this.data, this.original, places) = (data, original, Places(metric));
        if (places > 1 && original.Width <= places)
            throw new NncException("NNC2131", data.Source, $"the network gives {original.Width} scores, so that the right class is always among the first {places}: take --metric top1.");
        Original = Accuracy.Percent(original, data, places);
    }

    public double Original { get; }

    public int Count => data.Count;

    /// <summary>Among how many of the largest scores the right class may be.</summary>
    public static int Places(Metric metric) => metric == Metric.Top5 ? 5 : 1;

    public Verdict Compare(Predictions after)
    {
        double now = Accuracy.Percent(after, data, places);
        return new Verdict(Original, now, Original - now, Accuracy.Interval(original, after, data, places));
    }

    public (double Drop, double StandardError) Drop(Predictions after) => Accuracy.Drop(original, after, data, places);

    public bool IsFamiliarBeside(IMeasure judged) => Original - judged.Original > Chance(judged.Original, Count, judged.Count);

    /// <summary>The difference that two draws of that many samples may well show by chance: two standard errors, percentage points.</summary>
    private static double Chance(double percent, int n, int m) => 2 * Math.Sqrt(percent * (100 - percent) * (1.0 / n + 1.0 / m));
}
