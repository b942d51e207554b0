namespace NNCompress.Pruning;

/// <summary>Sorts units into groups: units that occupy the same axes belong together.</summary>
internal static class ChannelGrouping
{
    public static IReadOnlyList<ChannelGroup> Of(Dependencies dependencies)
    {
        Dictionary<int, SortedSet<int>> axesOfUnit = [];
        WeightAxis[] axes = [.. dependencies.WeightUnits.Keys];
        for (int i = 0; i < axes.Length; i++)
        {
            foreach (int unit in dependencies.WeightUnits[axes[i]])
            {
                if (!axesOfUnit.TryGetValue(unit, out SortedSet<int>? set))
                    axesOfUnit[unit] = set = [];
                set.Add(i);
            }
        }
        return [.. axesOfUnit
            .GroupBy(u => string.Join(',', u.Value))
            .Select(g => (Axes: g.First().Value.Select(i => axes[i]).ToArray(), Units: g.Select(u => u.Key).Order().ToArray()))
            .Select(g => Make(dependencies, g.Axes, g.Units))
            .Where(g => g.Producers.Count > 0 || g.PicksInputs)
            .OrderBy(g => g.Units[0])];
    }

    private static ChannelGroup Make(Dependencies dependencies, WeightAxis[] axes, int[] units)
    {
        HashSet<WeightAxis> set = [.. axes];
        Layer[] producers = [.. dependencies.Layers.Where(l => set.Contains(new WeightAxis(l.Weight, l.OutAxis)))];
        Layer[] consumers = [.. dependencies.Layers.Where(l => l.InAxis >= 0 && set.Contains(new WeightAxis(l.Weight, l.InAxis)))];
        string? locked = units.Select(dependencies.Units.LockOf).FirstOrDefault(reason => reason is not null)
            ?? (consumers.Length == 0 ? "no layer reads these channels" : null);
        bool picks = producers.Length == 0 && axes.Any(a => dependencies.Network.Constant(a.Tensor) is { IsFloat: false });
        return new ChannelGroup(producers.FirstOrDefault()?.Weight ?? axes[0].Tensor, units, locked, axes, producers, consumers) { PicksInputs = picks };
    }
}
