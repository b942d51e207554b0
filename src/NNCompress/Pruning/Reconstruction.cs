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
    private readonly ActivationStatistics statistics;
    private readonly RemovalSet removals;
    private readonly Dictionary<int, ChannelGroup> groupOf = [];
    private readonly Dictionary<int, double> costs = [];
    private readonly Dictionary<ChannelGroup, int> left = [];
    private readonly Dictionary<ChannelGroup, int> cheapest = [];
    private readonly ParameterLedger ledger;
    private readonly HashSet<int> removed = [];
    private readonly IReporter reporter;

    /// <param name="dependencies">Of the network.</param>
    /// <param name="removals">For the weight of each layer that reads channels which may leave.</param>
    /// <param name="statistics">Over the calibration data.</param>
    /// <param name="refit">Towards the network's outputs.</param>
    /// <param name="reporter">Told what runs.</param>
    internal Reconstruction(Dependencies dependencies, RemovalSet removals, ActivationStatistics statistics, OutputRefit refit, IReporter reporter)
    {
        (this.dependencies, this.removals, this.statistics, this.refit, this.reporter) = (dependencies, removals, statistics, refit, reporter);
        ledger = new ParameterLedger(dependencies);
        foreach (ChannelGroup group in dependencies.Groups.Where(g => g.Locked is null))
        {
            left[group] = group.Units.Length;
            foreach (int unit in group.Units)
                groupOf[unit] = group;
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
            reporter.Progress("removal", RemovedShare / ratio);
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
    public Network ToNetwork() => ToNetwork(last: false);

    /// <summary>As <see cref="ToNetwork()"/>, and nothing can be removed afterwards: what that needs is let go first.</summary>
    internal Network Finish() => ToNetwork(last: true);

    private Network ToNetwork(bool last)
    {
        Network pruned = Cut(last);
        if (removed.Count > 0)
            refit.Apply(pruned, removed, new Stage(reporter, "refit"));
        return pruned;
    }

    // In a method of its own, so that the mended network, all of whose channels are there, is gone before layers are fitted.
    private Network Cut(bool last)
    {
        Network mended = dependencies.Network.Clone();
        // Where nothing has left there is nothing to mend, and the copy shares its weights with the original.
        HashSet<string> unmended = [.. removals.Weights.Where(w => removals[w] is UnmendedRemoval)];
        removals.Store(removed.Count > 0 ? mended : null, last);
        MeanFolding.Apply(dependencies, mended, removed, statistics, constantOnly: false, l => unmended.Contains(l.Weight));
        return Surgery.Remove(dependencies, mended, removed);
    }

    private int? Cheapest()
    {
        int? best = null;
        double lowest = double.PositiveInfinity;
        foreach ((ChannelGroup group, int unit) in cheapest)
        {
            if (left[group] <= 1)
                continue;
            double price = costs[unit] / ledger.Freed(unit);
            if (price < lowest || (price == lowest && unit < best))
                (lowest, best) = (price, unit);
        }
        return best;
    }

    private void Remove(int unit)
    {
        ChannelGroup group = groupOf[unit];
        HashSet<ChannelGroup> changed = [group];
        foreach (Layer layer in group.Consumers.DistinctBy(l => l.Weight))
        {
            removals.Remove(layer.Weight, unit);
            changed.UnionWith(layer.InUnits.Where(groupOf.ContainsKey).Select(u => groupOf[u]));
        }
        foreach (Layer producer in group.Producers.Where(p => removals.Contains(p.Weight)).DistinctBy(p => p.Weight))
        {
            for (int row = 0; row < producer.OutUnits.Length; row++)
            {
                if (producer.OutUnits[row] == unit)
                    removals[producer.Weight].DropRow(row);
            }
            changed.UnionWith(producer.InUnits.Where(groupOf.ContainsKey).Select(u => groupOf[u]));
        }
        ledger.Remove(unit);
        left[group]--;
        removed.Add(unit);
        costs.Remove(unit);
        foreach (ChannelGroup g in changed)
            Price(g);
    }

    /// <summary>
    /// What each channel of the group costs now. What it frees changes with its neighbours, but for all channels of a group alike, so that the
    /// group's cheapest stays the cheapest until the group is priced again.
    /// </summary>
    private void Price(ChannelGroup group)
    {
        double lowest = double.PositiveInfinity;
        cheapest.Remove(group);
        foreach (int unit in group.Units.Where(u => !removed.Contains(u)))
        {
            double cost = costs[unit] = group.Consumers.Sum(layer => removals[layer.Weight].Cost(unit));
            double price = cost / ledger.Freed(unit);
            if (price < lowest || !cheapest.ContainsKey(group))
                (lowest, cheapest[group]) = (price, unit);
        }
        removals.Settle();
    }
}
