namespace NNCompress.Pruning;

/// <summary>
/// Takes the channels of all groups in one order, the lowest score for each parameter that leaves with the channel first, so that layers are
/// compared by what their channels cost. What a channel costs shrinks as the layers beside it do. One channel of a group always stays.
/// </summary>
internal sealed class RankedRemoval
{
    private readonly ParameterLedger ledger;
    private readonly List<ChannelGroup> groups;
    private readonly HashSet<int> removed = [];
    private readonly Dictionary<ChannelGroup, int> left;

    /// <param name="dependencies">Of the network.</param>
    /// <param name="groups">Whose channels may leave.</param>
    public RankedRemoval(Dependencies dependencies, IEnumerable<ChannelGroup> groups)
    {
        ledger = new ParameterLedger(dependencies);
        this.groups = [.. groups];
        left = this.groups.ToDictionary(g => g, g => g.Units.Length);
    }

    /// <summary>Units that have left.</summary>
    public IReadOnlySet<int> Removed => removed;

    /// <summary>Share of the parameters that has left.</summary>
    public double Share => (double)ledger.Removed / ledger.Total;

    /// <summary>Takes a unit out, whatever its score; false where it is the last of its group, which stays.</summary>
    public bool Remove(ChannelGroup group, int unit)
    {
        if (removed.Contains(unit))
            return true;
        if (left[group] == 1)
            return false;
        removed.Add(unit);
        left[group]--;
        ledger.Remove(unit);
        return true;
    }

    /// <summary>Goes on until the share has left, or only the last channels are there.</summary>
    /// <param name="share">Of the parameters, 0 to below 1.</param>
    /// <param name="score">A group's scores, one a unit.</param>
    public void Until(double share, Func<ChannelGroup, double[]> score)
    {
        Dictionary<ChannelGroup, Queue<(int Unit, double Score)>> queues = groups.ToDictionary(g => g, g =>
        {
            double[] scores = score(g);
            return new Queue<(int, double)>(Enumerable.Range(0, g.Units.Length).Where(i => !removed.Contains(g.Units[i])).OrderBy(i => scores[i]).ThenBy(i => i).Select(i => (g.Units[i], scores[i])));
        });
        while (Share < share)
        {
            ChannelGroup? next = null;
            double least = double.PositiveInfinity;
            foreach (ChannelGroup group in groups.Where(g => left[g] > 1))
            {
                (int unit, double value) = queues[group].Peek();
                double price = value / Math.Max(1, ledger.Freed(unit));
                if (next is null || price < least)
                    (next, least) = (group, price);
            }
            if (next is null)
                return;
            Remove(next, queues[next].Dequeue().Unit);
        }
    }
}
