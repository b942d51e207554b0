namespace NNCompress.Pruning;

/// <summary>Which channels leave. Written as JSON by <c>--plan</c>, repeated by <c>--replay</c>.</summary>
public sealed record PruningPlan
{
    /// <summary>How the channels were chosen; <see cref="PruningMethod.Reconstruct"/> also mends the layers behind them.</summary>
    public required PruningMethod Method { get; init; }

    public required IReadOnlyList<GroupCut> Groups { get; init; }

    /// <summary>The units to remove.</summary>
    /// <exception cref="NncException">NNC2091: the plan does not fit the network.</exception>
    public IReadOnlySet<int> Resolve(Dependencies dependencies, string path)
    {
        HashSet<int> removed = [];
        foreach (GroupCut cut in Groups)
        {
            ChannelGroup group = dependencies.Groups.FirstOrDefault(g => g.Name == cut.Group)
                ?? throw Misfit($"no channel group '{cut.Group}'");
            if (group.Units.Length != cut.Channels)
                throw Misfit($"{group.Units.Length} channels in group '{cut.Group}' where the plan was made for {cut.Channels}");
            if (group.Locked is { } reason && cut.Removed.Count > 0)
                throw Misfit($"a locked group '{cut.Group}' ({reason})");
            if (cut.Removed.Distinct().Count() >= cut.Channels || cut.Removed.Any(i => i < 0 || i >= cut.Channels))
                throw Misfit($"channels 0 to {cut.Channels - 1} in group '{cut.Group}', of which at least one must stay");
            removed.UnionWith(cut.Removed.Select(i => group.Units[i]));
        }
        return removed;

        NncException Misfit(string what) => new("NNC2091", path, $"the plan does not fit: {dependencies.Network.Path} has {what}. Replay a plan on the model that it was made for.");
    }

    /// <summary>Both plans as one, where <paramref name="next"/> was made for the network that this one leaves; the method stays this plan's.</summary>
    internal PruningPlan Then(PruningPlan next) => this with
    {
        Groups = [.. Groups.Select(cut =>
        {
            if (next.Groups.FirstOrDefault(n => n.Group == cut.Group) is not { } later)
                return cut;
            int[] left = [.. Enumerable.Range(0, cut.Channels).Except(cut.Removed)];
            return cut with { Removed = [.. cut.Removed.Concat(later.Removed.Select(i => left[i])).Order()] };
        })],
    };

    public static PruningPlan Of(PruningMethod method, Dependencies dependencies, IReadOnlySet<int> removed) => new()
    {
        Method = method,
        Groups = [.. dependencies.Groups.Where(g => g.Locked is null).Select(g => new GroupCut(
            g.Name, g.Units.Length, [.. Enumerable.Range(0, g.Units.Length).Where(i => removed.Contains(g.Units[i]))]))],
    };
}
