namespace NNCompress.Pruning.Coupling;

/// <summary>
/// Channels as the graph couples them: indices along tensor axes that must stay or leave together form one unit (union-find).
/// A unit may be locked, with the reason; a union with a locked unit is locked.
/// </summary>
internal sealed class ChannelUnits
{
    private readonly List<int> parent = [];
    private readonly Dictionary<int, string> locks = [];

    public int Count => parent.Count;

    public int[] Fresh(int count)
    {
        int[] units = new int[count];
        for (int i = 0; i < count; i++)
        {
            units[i] = parent.Count;
            parent.Add(parent.Count);
        }
        return units;
    }

    public int Root(int unit)
    {
        while (parent[unit] != unit)
            unit = parent[unit] = parent[parent[unit]];
        return unit;
    }

    public int[] Roots(int[] units) => Array.ConvertAll(units, Root);

    public void Unite(int a, int b)
    {
        (a, b) = (Root(a), Root(b));
        if (a == b)
            return;
        (int keep, int drop) = a < b ? (a, b) : (b, a);
        parent[drop] = keep;
        if (locks.Remove(drop, out string? reason))
            locks.TryAdd(keep, reason);
    }

    public void Lock(int unit, string reason) => locks.TryAdd(Root(unit), reason);

    /// <summary>Locks for a reason that stands above all others.</summary>
    public void LockFirst(IEnumerable<int> units, string reason)
    {
        foreach (int unit in units)
            locks[Root(unit)] = reason;
    }

    public void Lock(IEnumerable<int> units, string reason)
    {
        foreach (int unit in units)
            Lock(unit, reason);
    }

    /// <summary>Why the unit must stay, or null.</summary>
    public string? LockOf(int unit) => locks.GetValueOrDefault(Root(unit));
}
