using NNCompress.Compression.Metrics;
using NNCompress.Engines;

namespace NNCompress.Compression;

/// <summary>
/// What the original's own answers say a change of classes costs. Where a candidate decides otherwise, accuracy changes by p(its class) - p(the
/// original's class), if p are the chances of each class to be right: the softmax of the scores over the temperature at which the original
/// believes to be right as often as it is (Guo et al. 2017). Labels are not asked, so it does not matter that the network knows samples it was trained on
/// by heart, where whatever changes an answer looks like a loss; and hardly any noise is left.
/// </summary>
internal sealed class CalibratedConfidence : IExpectedDrop
{
    private const double LowestTemperature = 0.05, HighestTemperature = 50;
    private const int Halvings = 40;

    private readonly Predictions original;
    private readonly double[] probabilities;
    private readonly int places;

    /// <param name="original">Its answers.</param>
    /// <param name="accuracy">How often it is right on samples that it was not trained on, percent.</param>
    /// <param name="places">Among how many of the largest scores the right class may be.</param>
    public CalibratedConfidence(Predictions original, double accuracy, int places = 1)
    {
        (this.original, this.places) = (original, places);
        double[] logarithms = new double[original.Scores.Length];
        Parallel.For(0, original.Count, i => Divergence.LogProbabilities(original.Row(i), logarithms.AsSpan(i * original.Width, original.Width)));
        double low = LowestTemperature, high = HighestTemperature;
        for (int i = 0; i < Halvings; i++)
        {
            double middle = Math.Sqrt(low * high);
            if (Confidence(logarithms, middle) > accuracy / 100)
                low = middle;
            else
                high = middle;
        }
        Temperature = Math.Sqrt(low * high);
        probabilities = logarithms;
        Parallel.For(0, original.Count, i => Soften(probabilities.AsSpan(i * original.Width, original.Width), Temperature));
    }

    public double RelativeError => 0.3;

    public double Temperature { get; }

    /// <summary>The drop of accuracy to expect.</summary>
    /// <param name="candidate">Answers on the same samples.</param>
    /// <returns>Percentage points and their standard error; the chance that a sample's answer turns from right to wrong or back.</returns>
    public (double Drop, double StandardError, double Turned) Drop(Predictions candidate)
    {
        double sum = 0, squares = 0, turned = 0;
        for (int i = 0; i < original.Count; i++)
        {
            (double before, double after) = places == 1 ? OfClass(i, candidate) : OfPlaces(i, candidate);
            if (before == 0 && after == 0)
                continue;
            sum += before - after;
            squares += (before - after) * (before - after);
            turned += before + after;
        }
        double n = original.Count, mean = sum / n;
        return (100 * mean, 100 * Math.Sqrt(Math.Max(0, squares / n - mean * mean) / n), turned / n);
    }

    /// <summary>What the original gives its own class and the candidate's, where they differ.</summary>
    private (double Before, double After) OfClass(int sample, Predictions candidate)
    {
        int was = original.Class(sample), now = candidate.Class(sample);
        return was == now ? (0, 0) : (Probability(sample, was), Probability(sample, now));
    }

    /// <summary>What it gives the classes that leave the first places, and those that come.</summary>
    private (double Before, double After) OfPlaces(int sample, Predictions candidate)
    {
        int[] was = First(original, sample), now = First(candidate, sample);
        return (was.Where(c => !now.Contains(c)).Sum(c => Probability(sample, c)), now.Where(c => !was.Contains(c)).Sum(c => Probability(sample, c)));
    }

    /// <summary>The classes in the first places, of equals the first; none in a row with NaN.</summary>
    private int[] First(Predictions answers, int sample)
    {
        float[] row = answers.Row(sample).ToArray();
        int[] classes = new int[places];
        for (int place = 0; place < places; place++)
        {
            int most = System.Numerics.Tensors.TensorPrimitives.IndexOfMax<float>(row);
            if (float.IsNaN(row[most]))
                return [];
            classes[place] = most;
            row[most] = float.NegativeInfinity;
        }
        return classes;
    }

    private double Probability(int sample, int @class) => @class >= 0 ? probabilities[sample * original.Width + @class] : 0;

    private double Confidence(double[] logarithms, double temperature)
    {
        double[] most = new double[original.Count];
        Parallel.For(0, original.Count, i =>
        {
            Span<double> row = stackalloc double[Math.Min(original.Width, 256)];
            row = original.Width <= 256 ? row : new double[original.Width];
            logarithms.AsSpan(i * original.Width, original.Width).CopyTo(row);
            Soften(row, temperature);
            most[i] = places == 1 ? System.Numerics.Tensors.TensorPrimitives.Max<double>(row) : row.ToArray().OrderDescending().Take(places).Sum();
        });
        return most.Sum() / most.Length;
    }

    // From logarithms of probabilities to probabilities at a temperature.
    private static void Soften(Span<double> row, double temperature)
    {
        double most = System.Numerics.Tensors.TensorPrimitives.Max<double>(row), sum = 0;
        for (int c = 0; c < row.Length; c++)
            sum += row[c] = Math.Exp((row[c] - most) / temperature);
        for (int c = 0; c < row.Length; c++)
            row[c] /= sum;
    }
}
