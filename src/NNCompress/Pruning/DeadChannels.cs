using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;

namespace NNCompress.Pruning;

/// <summary>
/// Channels that single-weight sparsity has emptied: those that nobody reads any more, and those whose own weights are all zero, which give
/// every sample the same value. Both leave without changing what the network computes.
/// </summary>
internal static class DeadChannels
{
    /// <summary>Samples from which the values of constant channels are read.</summary>
    private const int Samples = 256;

    /// <summary>Takes dead channels out, again and again, for each that leaves may empty another.</summary>
    /// <param name="engine">Runs the network to see which values are constant.</param>
    /// <param name="network">Stays as it is.</param>
    /// <param name="data">Samples to run.</param>
    /// <param name="pruneInputs">Whether features of the input that nobody reads leave too.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The network without them, and one plan for each time something left, to be followed in turn.</returns>
    public static (Network Network, IReadOnlyList<PruningPlan> Plans) Remove(IEngine engine, Network network, Dataset data, bool pruneInputs, CancellationToken cancellation)
    {
        List<PruningPlan> plans = [];
        Dataset seen = data.Range(0, Math.Min(Samples, data.Count));
        while (true)
        {
            Dependencies dependencies = Dependencies.Of(network, pruneInputs);
            ActivationStatistics statistics = ActivationStatistics.Collect(engine, dependencies, seen, null, cancellation);
            IReadOnlySet<int> dead = Find(dependencies, statistics);
            if (dead.Count == 0)
                return (network, plans);
            plans.Add(PruningPlan.Of(PruningMethod.Magnitude, dependencies, dead));
            network = Surgery.Remove(dependencies, MeanFolding.Apply(dependencies, dead, statistics, constantOnly: true), dead);
        }
    }

    private static HashSet<int> Find(Dependencies dependencies, ActivationStatistics statistics)
    {
        Dictionary<string, Weights> weights = dependencies.Layers.DistinctBy(l => l.Weight).ToDictionary(l => l.Weight, l => new Weights(dependencies.Network, l));
        HashSet<int> dead = [];
        foreach (ChannelGroup group in dependencies.Groups.Where(g => g.Locked is null && g.Consumers.Count > 0))
        {
            List<int> found = [.. group.Units.Where(unit => Unread(group, unit, weights) || (Constant(group, unit, weights) && MeanFolding.IsConstant(statistics.Of(unit))))];
            // A layer without channels is no layer: one stays.
            dead.UnionWith(found.Count == group.Units.Length ? found.Skip(1) : found);
        }
        return dead;
    }

    private static bool Unread(ChannelGroup group, int unit, Dictionary<string, Weights> weights) =>
        group.Consumers.All(layer => weights[layer.Weight].EmptyInput(layer, unit));

    // Behind padding a constant is none any more: at the border some of its taps see zeros.
    private static bool Constant(ChannelGroup group, int unit, Dictionary<string, Weights> weights) =>
        group.Producers.Count > 0
        && group.Producers.All(layer => weights[layer.Weight].EmptyOutput(layer, unit))
        && group.Consumers.DistinctBy(layer => layer.Input).Count() == 1
        && group.Consumers.All(layer => weights[layer.Weight].HasBias && layer.Node.OpType != "ConvTranspose" && !Pads(layer.Node));

    private static bool Pads(Node node) => node.Ints("pads")?.Any(p => p != 0) == true || node.Text("auto_pad", "NOTSET") is not ("NOTSET" or "VALID");

    /// <summary>Which rows and input channels of a layer's matrix hold nothing but zeros.</summary>
    private sealed class Weights
    {
        private readonly bool[] rows;
        private readonly bool[] inputs;

        public Weights(Network network, Layer layer)
        {
            LayerRows? matrix = layer.InAxis >= 0 ? new LayerRows(network, layer) : null;
            if (matrix is null)
            {
                // A depthwise kernel a row.
                Tensor kernel = network.Constant(layer.Weight)!;
                int taps = kernel.Length / kernel.Shape[layer.OutAxis];
                rows = [.. Enumerable.Range(0, kernel.Shape[layer.OutAxis]).Select(r => !kernel.Floats.AsSpan(r * taps, taps).ContainsAnyExcept(0f))];
                inputs = [];
                return;
            }
            HasBias = matrix.HasBias;
            rows = new bool[matrix.Rows];
            inputs = new bool[matrix.Inputs / matrix.Taps];
            Array.Fill(rows, true);
            Array.Fill(inputs, true);
            float[] row = new float[matrix.Width];
            for (int r = 0; r < matrix.Rows; r++)
            {
                matrix.Read(r, row);
                for (int c = 0; c < matrix.Inputs; c++)
                {
                    if (row[c] != 0)
                        rows[r] = inputs[c / matrix.Taps] = false;
                }
            }
        }

        public bool HasBias { get; }

        public bool EmptyOutput(Layer layer, int unit) => All(layer.OutUnits, unit, rows);

        public bool EmptyInput(Layer layer, int unit) => All(layer.InUnits, unit, inputs);

        private static bool All(int[] units, int unit, bool[] empty)
        {
            for (int i = 0; i < units.Length; i++)
            {
                if (units[i] == unit && !empty[i])
                    return false;
            }
            return true;
        }
    }
}
