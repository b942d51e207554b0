using NNCompress.Models;

namespace NNCompress.Pruning.Gates;

/// <summary>
/// Where gates stand. Each layer shall read its input gated, once: gates start at the inputs of the layers that mix channels and move up
/// through operators that only rearrange (flatten, reshape, concatenation, dropout), as long as all readers of the value are gated, so that
/// each channel has an index of its own again and each side of a concatenation its own gate. Other readers, such as the sum of a residual
/// block, read the value without its gate, or it would act twice.
/// </summary>
internal sealed class GateSites
{
    private static readonly HashSet<string> Rearranging = ["Flatten", "Reshape", "Squeeze", "Unsqueeze", "Identity", "Dropout", "Concat"];

    private readonly Dependencies dependencies;
    private readonly Dictionary<int, ChannelGroup> groupOf = [];

    private GateSites(Dependencies dependencies)
    {
        this.dependencies = dependencies;
        Graph = new ValueReaders(dependencies.Network);
        foreach (ChannelGroup group in dependencies.Groups.Where(g => g.Locked is null && g.Units.Length > 1))
        {
            foreach (int unit in group.Units)
                groupOf[unit] = group;
        }
    }

    public ValueReaders Graph { get; }

    /// <summary>Sites of every group that can be gated, in the order of the file.</summary>
    public IReadOnlyList<GateSite> Sites { get; private set; } = [];

    /// <summary>Groups with several channels that are free, yet cannot be gated, since a reader that rearranges also feeds something else.</summary>
    public IReadOnlyList<ChannelGroup> Ungated { get; private set; } = [];

    public static GateSites Of(Dependencies dependencies)
    {
        GateSites sites = new(dependencies);
        sites.Find();
        return sites;
    }

    private void Find()
    {
        HashSet<(int Node, int Input)> edges = [.. dependencies.Layers.Where(l => l.InAxis >= 0).Select(l => (l.Node.Index, 0))];
        IReadOnlyList<Node> nodes = dependencies.Network.Nodes;
        // Readers stand behind makers, so one pass from the end lifts each edge as far as it goes.
        for (int i = nodes.Count - 1; i >= 0; i--)
        {
            Node node = nodes[i];
            if (node.Domain.Length > 0 || !Rearranging.Contains(node.OpType) || !OnlyGated(node.Outputs[0], edges))
                continue;
            foreach ((Node reader, int input) in Graph.Of(node.Outputs[0]))
                edges.Remove((reader.Index, input));
            for (int input = 0; input < (node.OpType == "Concat" ? node.Inputs.Count : 1); input++)
                edges.Add((i, input));
        }
        List<GateSite> sites = [];
        HashSet<ChannelGroup> refused = [];
        foreach (IGrouping<string, (int Node, int Input)> read in edges.OrderBy(e => e).GroupBy(e => nodes[e.Node].Inputs[e.Input]))
        {
            ChannelGroup[] touched = [.. Units(read.Key).Distinct().Where(groupOf.ContainsKey).Select(u => groupOf[u]).Distinct()];
            if (touched.Length == 1 && Place(read.Key, touched[0], [.. read.Select(e => (nodes[e.Node], e.Input))]) is { } site)
                sites.Add(site);
            else
                refused.UnionWith(touched);
        }
        Sites = [.. sites.Where(s => !refused.Contains(s.Group))];
        Ungated = [.. dependencies.Groups.Where(refused.Contains)];
    }

    private bool OnlyGated(string value, HashSet<(int Node, int Input)> edges)
    {
        IReadOnlyList<(Node Node, int Input)> readers = Graph.Of(value);
        return readers.Count > 0 && !Graph.IsOutput(value) && readers.All(r => edges.Contains((r.Node.Index, r.Input)));
    }

    private IEnumerable<int> Units(string value) => (dependencies.UnitsOf(value) ?? []).SelectMany(axis => axis ?? []);

    /// <summary>The site, or null where the group's channels do not lie along one axis in their order.</summary>
    internal GateSite? Place(string value, ChannelGroup group, IReadOnlyList<(Node Node, int Input)> readers)
    {
        int[]?[] axes = dependencies.UnitsOf(value) ?? [];
        int[] at = [.. Enumerable.Range(0, axes.Length).Where(i => axes[i]?.Any(group.Units.Contains) == true)];
        if (at is not [int axis] || axes[axis]!.Length % group.Units.Length != 0)
            return null;
        int run = axes[axis]!.Length / group.Units.Length;
        for (int i = 0; i < axes[axis]!.Length; i++)
        {
            if (axes[axis]![i] != group.Units[i / run])
                return null;
        }
        return new GateSite(value, group, axis, run, readers);
    }
}
