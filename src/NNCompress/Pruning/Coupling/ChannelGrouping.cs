namespace NNCompress.Pruning.Coupling;

/// <summary>Sorts units into groups: free units that occupy the same axes, and the same parts of them, belong together; so do locked ones.</summary>
internal static class ChannelGrouping
{
    public static IReadOnlyList<ChannelGroup> Of(Dependencies dependencies)
    {
        WeightAxis[] axes = [.. dependencies.WeightUnits.Keys];
        // Axis after axis splits the classes that the units are in: each unit's class stands for the set of axes so far.
        List<(int Before, int Axis)> classes = [(-1, -1)];
        Dictionary<(int Before, int Axis), int> known = [];
        Dictionary<int, int> classOf = [];
        int[][] all = [.. axes.Select(a => dependencies.WeightUnits[a]), .. dependencies.Parts, [.. dependencies.WeightUnits.Values.SelectMany(u => u).Where(u => dependencies.Units.LockOf(u) is not null)]];
        for (int i = 0; i < all.Length; i++)
        {
            foreach (int unit in all[i])
            {
                int before = classOf.GetValueOrDefault(unit);
                // An axis holds a unit more than once behind a flatten. Parts hold no units that no weight has.
                if (classes[before].Axis == i || (i >= axes.Length && before == 0))
                    continue;
                if (!known.TryGetValue((before, i), out int after))
                {
                    known[(before, i)] = after = classes.Count;
                    classes.Add((before, i));
                }
                classOf[unit] = after;
            }
        }
        // Parts and locks tell groups of one producer apart; which comes first must not depend on which channels are left.
        IEnumerable<ChannelGroup> groups = classOf.GroupBy(c => c.Value, c => c.Key)
            .Select(g => (Members: Members(g.Key), Units: (int[])[.. g.Order()]))
            .OrderBy(g => g.Members, Comparer<int[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b)))
            .Select(g => Make(dependencies, [.. g.Members.Where(m => m < axes.Length).Select(m => axes[m])], g.Units))
            .Where(g => g.Producers.Count > 0 || g.PicksInputs);
        Dictionary<string, int> names = [];
        return [.. groups.Select(g => g.Named(Number(g.Name))).OrderBy(g => g.Units[0])];

        string Number(string name) => (names[name] = names.GetValueOrDefault(name) + 1) is > 1 and int n ? $"{name}#{n}" : name;

        int[] Members(int end)
        {
            List<int> result = [];
            for (int at = end; at > 0; at = classes[at].Before)
                result.Add(classes[at].Axis);
            result.Reverse();
            return [.. result];
        }
    }

    private static ChannelGroup Make(Dependencies dependencies, WeightAxis[] axes, int[] units)
    {
        HashSet<WeightAxis> set = [.. axes];
        Layer[] producers = [.. dependencies.Layers.Where(l => set.Contains(new WeightAxis(l.Weight, l.OutAxis)))];
        Layer[] consumers = [.. dependencies.Layers.Where(l => l.InAxis >= 0 && set.Contains(new WeightAxis(l.Weight, l.InAxis)))];
        string? locked = units.Select(dependencies.Units.LockOf).FirstOrDefault(reason => reason is not null)
            ?? (consumers.Length == 0 ? "no layer reads these channels" : null);
        bool picks = producers.Length == 0 && consumers.Length > 0 && axes.Any(a => dependencies.Network.Constant(a.Tensor) is { IsFloat: false });
        return new ChannelGroup(producers.FirstOrDefault()?.Weight ?? axes[0].Tensor, units, locked, axes, producers, consumers) { PicksInputs = picks };
    }
}
