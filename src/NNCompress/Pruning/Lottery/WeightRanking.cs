using NNCompress.Data;
using NNCompress.Engines.Training;
using NNCompress.Models;

namespace NNCompress.Pruning.Lottery;

/// <summary>Scores single weights; the lowest leave first, whatever their layer.</summary>
internal sealed class WeightRanking(ITrainingEngine engine, Dependencies dependencies, Dataset data, LotteryOptions options)
{
    private const int StatisticsSamples = 5000;

    /// <param name="kept">The weights in question, by tensor.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>A score a weight; those of weights that are gone mean nothing.</returns>
    public Dictionary<string, double[]> Scores(IReadOnlyDictionary<string, bool[]> kept, CancellationToken cancellation)
    {
        if (options.Resolved == LotteryRank.Taylor)
            return WeightSaliency.Of(engine, dependencies.Network, [.. kept.Keys], data, options.Training, cancellation);
        if (options.Resolved != LotteryRank.Contribution)
            return kept.Keys.ToDictionary(w => w, w => Array.ConvertAll(dependencies.Network.Constant(w)!.Floats, v => (double)Math.Abs(v)));
        ActivationStatistics statistics = ActivationStatistics.Collect(engine, dependencies, data.Sample(StatisticsSamples, options.Training.Seed), null, cancellation);
        return kept.ToDictionary(k => k.Key, k => LayerAdaptive(Contributions(dependencies.Layers.First(l => l.Weight == k.Key), statistics), k.Value));
    }

    /// <summary>Squares of weights times the variance of what they read.</summary>
    private double[] Contributions(Layer layer, ActivationStatistics statistics)
    {
        Tensor weight = dependencies.Network.Constant(layer.Weight)!;
        double[] squares = Array.ConvertAll(weight.Floats, w => (double)w * w);
        if (layer.InAxis < 0)
            return squares;
        int inner = 1;
        for (int i = layer.InAxis + 1; i < weight.Shape.Length; i++)
            inner *= weight.Shape[i];
        double[] variance = Array.ConvertAll(layer.InUnits, unit => statistics.Of(unit) is { } s ? s.Deviation * s.Deviation : 1);
        for (int i = 0; i < squares.Length; i++)
            squares[i] *= variance[i / inner % variance.Length];
        return squares;
    }

    /// <summary>Each score over the sum of those of its tensor that are not below it (LAMP).</summary>
    private static double[] LayerAdaptive(double[] squares, bool[] kept)
    {
        int[] order = [.. Enumerable.Range(0, squares.Length).Where(i => kept[i]).OrderByDescending(i => squares[i])];
        double sum = 0;
        double[] scores = new double[squares.Length];
        foreach (int i in order)
        {
            sum += squares[i];
            scores[i] = sum > 0 ? squares[i] / sum : 0;
        }
        return scores;
    }
}
