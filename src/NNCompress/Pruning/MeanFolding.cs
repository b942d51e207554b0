using NNCompress.Models;

namespace NNCompress.Pruning;

/// <summary>Keeps what a removed channel contributes on average: its mean activation times its outgoing weights joins the next layer's bias.</summary>
internal static class MeanFolding
{
    /// <summary>A channel whose deviation is below this share of its mean's magnitude, plus a little, is constant.</summary>
    private const double ConstantShare = 1e-4;

    /// <summary>Whether a channel has the same value for every sample and place.</summary>
    public static bool IsConstant(UnitStatistics? statistics) =>
        statistics is { } s && s.Deviation <= ConstantShare * Math.Abs(s.Mean) + 1e-7;

    /// <param name="dependencies">Of the network to mend.</param>
    /// <param name="removed">Units that are going to leave.</param>
    /// <param name="statistics">Over the calibration data.</param>
    /// <param name="constantOnly">
    /// True folds only channels that are constant, where folding is exact, and features of the network's input; false folds every mean.
    /// </param>
    /// <returns>A mended copy that still has all its channels.</returns>
    public static Network Apply(Dependencies dependencies, IReadOnlySet<int> removed, ActivationStatistics statistics, bool constantOnly)
    {
        Network mended = dependencies.Network.Clone();
        Apply(dependencies, mended, removed, statistics, constantOnly, _ => true);
        return mended;
    }

    /// <summary>Mends some layers of a copy of the network in place.</summary>
    public static void Apply(Dependencies dependencies, Network mended, IReadOnlySet<int> removed, ActivationStatistics statistics, bool constantOnly, Predicate<Layer> layers)
    {
        HashSet<int> inputs = [.. dependencies.Groups.Where(g => g.PicksInputs).SelectMany(g => g.Units)];
        foreach (Layer layer in dependencies.Layers.Where(l => l.InAxis >= 0 && layers(l) && l.InUnits.Any(removed.Contains)))
        {
            LayerRows matrix = new(mended, layer);
            if (!matrix.HasBias || statistics.MeansOf(layer) is not { } means)
                continue;
            // Each output of a transposed convolution sees one tap in so many, and not the same ones.
            bool transposed = layer.Node.OpType == "ConvTranspose";
            double share = transposed ? 1.0 / (layer.Node.Ints("strides")?.Aggregate(1L, (a, b) => a * b) ?? 1) : 1;
            double[] given = new double[matrix.Rows];
            float[] row = new float[matrix.Width];
            List<int> folded = [];
            int rowsOfGroup = matrix.Rows / Math.Max(1, means.Length / layer.InUnits.Length);
            for (int channel = 0; channel < layer.InUnits.Length; channel++)
            {
                int unit = layer.InUnits[channel];
                if (!removed.Contains(unit) || statistics.Of(unit) is not { } s)
                    continue;
                if (constantOnly && (transposed || (!inputs.Contains(unit) && !IsConstant(s))))
                    continue;
                folded.Add(channel);
            }
            for (int r = 0; r < matrix.Rows && folded.Count > 0; r++)
            {
                matrix.Read(r, row);
                given[r] = row[^1];
                foreach (int channel in folded)
                {
                    double mean = share * means[(r / rowsOfGroup * layer.InUnits.Length) + channel];
                    foreach (float tap in row.AsSpan(channel * matrix.Taps, matrix.Taps))
                        given[r] += mean * tap;
                }
            }
            if (folded.Count > 0)
                matrix.StoreBias(mended, Array.ConvertAll(given, v => (float)v));
        }
    }
}
