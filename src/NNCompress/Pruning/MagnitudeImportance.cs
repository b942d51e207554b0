using NNCompress.Models;

namespace NNCompress.Pruning;

/// <summary>
/// Small weights or biases. L1 and L2: the norms of a channel's incoming and outgoing weights, each divided by its layer's mean norm,
/// multiplied, so that a channel that hardly listens or hardly speaks scores low. Bias: the magnitude of the producer's bias. Features of the
/// network's input have no producer: the norm of their outgoing weights counts, times their deviation where statistics are known.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="norm">What is measured.</param>
/// <param name="statistics">Of the input features; null where there is no data.</param>
public sealed class MagnitudeImportance(Network network, MagnitudeNorm norm, ActivationStatistics? statistics = null) : IImportance
{
    public double[] Score(ChannelGroup group)
    {
        if (norm == MagnitudeNorm.Bias && !group.PicksInputs)
            return Biases(group);
        double[] scores = [.. Enumerable.Repeat(1.0, group.Units.Length)];
        foreach ((Layer layer, bool incoming) in group.Producers.Select(l => (l, true)).Concat(group.Consumers.Select(l => (l, false))))
        {
            double[] norms = Norms(group, layer, incoming);
            double mean = norms.Average();
            for (int i = 0; i < scores.Length; i++)
                scores[i] *= mean > 0 ? norms[i] / mean : 0;
        }
        if (group.PicksInputs && statistics is not null)
        {
            for (int i = 0; i < scores.Length; i++)
                scores[i] *= statistics.Of(group.Units[i])?.Deviation ?? 1;
        }
        return scores;
    }

    public bool[] BelowThreshold(ChannelGroup group, PruningOptions options) => Array.ConvertAll(Score(group), s => s <= options.Threshold);

    private double[] Norms(ChannelGroup group, Layer layer, bool incoming)
    {
        Tensor weight = network.Constant(layer.Weight)!;
        int axis = incoming ? layer.OutAxis : layer.InAxis;
        int[] units = incoming ? layer.OutUnits : layer.InUnits;
        int inner = 1;
        for (int i = axis + 1; i < weight.Shape.Length; i++)
            inner *= weight.Shape[i];
        Dictionary<int, double> sums = [];
        for (int i = 0; i < weight.Length; i++)
        {
            int unit = units[i / inner % units.Length];
            double value = Math.Abs((double)weight.Floats[i]);
            sums[unit] = sums.GetValueOrDefault(unit) + (norm == MagnitudeNorm.L1 ? value : value * value);
        }
        return Array.ConvertAll(group.Units, u => norm == MagnitudeNorm.L1 ? sums.GetValueOrDefault(u) : Math.Sqrt(sums.GetValueOrDefault(u)));
    }

    private double[] Biases(ChannelGroup group)
    {
        Layer[] biased = [.. group.Producers.Where(l => l.Bias is not null)];
        if (biased.Length == 0)
            throw new NncException("NNC2092", network.Path, $"channel group '{group.Name}' has no bias for --norm bias to look at: use --norm l2.");
        double[] scores = new double[group.Units.Length];
        foreach (Layer layer in biased)
        {
            float[] bias = network.Constant(layer.Bias)!.Floats;
            for (int row = 0; row < layer.OutUnits.Length; row++)
            {
                int channel = Array.IndexOf(group.Units, layer.OutUnits[row]);
                if (channel >= 0)
                    scores[channel] = Math.Max(scores[channel], Math.Abs(bias[row % bias.Length]));
            }
        }
        return scores;
    }
}
