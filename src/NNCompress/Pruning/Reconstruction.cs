using NNCompress.Models;

namespace NNCompress.Pruning;

/// <summary>
/// Takes out one channel after another, each time the one that costs least at the network's outputs for each parameter freed, and lets the
/// channels that stay make up for it in the layers that read them. Needs second moments of a few thousand inputs, no labels, no training.
/// </summary>
public sealed class Reconstruction
{
    private readonly Dependencies dependencies;
    private readonly OutputRefit refit;
    private readonly Dictionary<string, ColumnRemoval> removals = [];
    private readonly Dictionary<string, LayerMatrix> matrices = [];
    private readonly Dictionary<string, Dictionary<int, int[]>> columns = [];
    private readonly Dictionary<int, ChannelGroup> groupOf = [];
    private readonly Dictionary<int, double> costs = [];
    private readonly Dictionary<ChannelGroup, int> left = [];
    private readonly ParameterLedger ledger;
    private readonly HashSet<int> removed = [];

    internal Reconstruction(Dependencies dependencies, SecondMoments moments, ActivationStatistics statistics, OutputRefit refit)
    {
        (this.dependencies, this.refit) = (dependencies, refit);
        ledger = new ParameterLedger(dependencies);
        OutputSensitivity sensitivity = new(dependencies, statistics);
        foreach (ChannelGroup group in dependencies.Groups.Where(g => g.Locked is null))
        {
            left[group] = group.Units.Length;
            foreach (int unit in group.Units)
                groupOf[unit] = group;
            foreach (Layer layer in group.Consumers.Where(l => !removals.ContainsKey(l.Weight)))
            {
                LayerMatrix matrix = matrices[layer.Weight] = new LayerMatrix(dependencies.Network, layer);
                removals[layer.Weight] = new ColumnRemoval(matrix, moments.Of(layer)!, sensitivity.Of(layer));
                columns[layer.Weight] = matrix.ColumnsOfUnits();
            }
        }
        foreach (ChannelGroup group in left.Keys)
            Price(group);
    }

    /// <summary>Share of the network's parameters that have left, 0 to 1.</summary>
    public double RemovedShare => (double)ledger.Removed / ledger.Total;

    public IReadOnlySet<int> Removed => removed;

    /// <summary>Removes channels until at least <paramref name="ratio"/> of the parameters are gone, or one channel a group is left.</summary>
    public void RemoveUntil(double ratio, CancellationToken cancellation = default)
    {
        while (RemovedShare < ratio && Cheapest() is { } unit)
        {
            cancellation.ThrowIfCancellationRequested();
            Remove(unit);
        }
    }

    /// <summary>Removes exactly these units, in the order of their cost, as when a plan is repeated.</summary>
    public void RemoveThese(IReadOnlySet<int> units, CancellationToken cancellation = default)
    {
        foreach (int unit in units.OrderBy(u => costs[u]).ThenBy(u => u))
        {
            cancellation.ThrowIfCancellationRequested();
            Remove(unit);
        }
    }

    /// <summary>The network as it stands: mended, without the removed channels, and its layers fitted anew to the original's outputs.</summary>
    public Network ToNetwork()
    {
        Network mended = dependencies.Network.Clone();
        foreach (LayerMatrix matrix in matrices.Values)
            matrix.Store(mended);
        Network pruned = Surgery.Remove(dependencies, mended, removed);
        if (removed.Count > 0)
            refit.Apply(pruned, removed);
        return pruned;
    }

    private int? Cheapest()
    {
        int? best = null;
        double lowest = double.PositiveInfinity;
        foreach ((int unit, double cost) in costs)
        {
            if (left[groupOf[unit]] <= 1)
                continue;
            double price = cost / ledger.Freed(unit);
            if (price < lowest || (price == lowest && unit < best))
                (lowest, best) = (price, unit);
        }
        return best;
    }

    private void Remove(int unit)
    {
        ChannelGroup group = groupOf[unit];
        foreach (Layer layer in group.Consumers)
            removals[layer.Weight].Remove(columns[layer.Weight][unit]);
        HashSet<ChannelGroup> changed = [group];
        foreach (Layer producer in group.Producers.Where(p => removals.ContainsKey(p.Weight)))
        {
            for (int row = 0; row < producer.OutUnits.Length; row++)
            {
                if (producer.OutUnits[row] == unit)
                    removals[producer.Weight].DropRow(row);
            }
            changed.UnionWith(producer.InUnits.Where(groupOf.ContainsKey).Select(u => groupOf[u]));
        }
        foreach (Layer layer in group.Consumers)
            changed.UnionWith(layer.InUnits.Where(groupOf.ContainsKey).Select(u => groupOf[u]));
        ledger.Remove(unit);
        left[group]--;
        removed.Add(unit);
        costs.Remove(unit);
        foreach (ChannelGroup g in changed)
            Price(g);
    }

    private void Price(ChannelGroup group)
    {
        foreach (int unit in group.Units.Where(u => !removed.Contains(u)))
            costs[unit] = group.Consumers.Sum(layer => removals[layer.Weight].Cost(columns[layer.Weight][unit]));
    }
}
