namespace NNCompress.Pruning;

/// <summary>From scores to the units that leave; every group keeps at least one channel.</summary>
public static class ScoreSelection
{
    /// <summary>All channels that the thresholds condemn; where that is all of a group, its highest score stays.</summary>
    public static IReadOnlySet<int> ByThreshold(Dependencies dependencies, IImportance importance, PruningOptions options)
    {
        HashSet<int> removed = [];
        foreach (ChannelGroup group in dependencies.Groups.Where(g => g.Locked is null))
        {
            bool[] leaves = importance.BelowThreshold(group, options);
            if (leaves.All(l => l))
                leaves[IndexOfMax(importance.Score(group))] = false;
            removed.UnionWith(group.Units.Where((_, i) => leaves[i]));
        }
        return removed;
    }

    /// <summary>The same share of every group, the smallest share by which at least <paramref name="ratio"/> of the parameters leave.</summary>
    public static IReadOnlySet<int> ByRatio(Dependencies dependencies, IImportance importance, double ratio)
    {
        List<(ChannelGroup Group, int[] Order)> groups = [.. dependencies.Groups.Where(g => g.Locked is null)
            .Select(g => (g, Ascending(importance.Score(g))))];
        double[] shares = [0, .. groups.SelectMany(g => Enumerable.Range(1, g.Group.Units.Length).Select(k => (double)k / g.Group.Units.Length)).Distinct().Order()];
        int low = 0, high = shares.Length - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (ShareRemoved(Take(shares[middle])) >= ratio)
                high = middle;
            else
                low = middle + 1;
        }
        return Take(shares[low]);

        HashSet<int> Take(double share) => [.. groups.SelectMany(g => g.Order
            .Take(Math.Min((int)(share * g.Group.Units.Length + 1e-9), g.Group.Units.Length - 1)).Select(i => g.Group.Units[i]))];

        double ShareRemoved(HashSet<int> units)
        {
            ParameterLedger ledger = new(dependencies);
            foreach (int unit in units)
                ledger.Remove(unit);
            return (double)ledger.Removed / ledger.Total;
        }
    }

    private static int[] Ascending(double[] scores) => [.. Enumerable.Range(0, scores.Length).OrderBy(i => scores[i]).ThenBy(i => i)];

    private static int IndexOfMax(double[] scores) => Array.IndexOf(scores, scores.Max());
}
