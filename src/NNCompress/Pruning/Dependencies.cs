using NNCompress.Models;
using NNCompress.Pruning.Coupling;

namespace NNCompress.Pruning;

/// <summary>
/// Which channels hang together. Every index along every tensor axis belongs to a unit; the rules of the operators unite units that must
/// stay or leave together (a layer's output with the next layer's input, both sides of a residual sum, a channel with its h·w entries
/// behind a flatten). What an unknown operator touches is locked, so that a wrong cut cannot be written down.
/// </summary>
public sealed class Dependencies
{
    private readonly Dictionary<WeightAxis, int[]> weightUnits;
    private readonly Dictionary<string, int[]?[]> valueUnits;

    internal Dependencies(DependencyWalk walk)
    {
        Network = walk.Network;
        Units = walk.Units;
        weightUnits = walk.WeightUnits.ToDictionary(w => w.Key, w => Units.Roots(w.Value));
        valueUnits = walk.ValueUnits.ToDictionary(v => v.Key, v => Array.ConvertAll(v.Value, axis => axis is null ? null : Units.Roots(axis)));
        Edits = walk.Edits;
        Parts = [.. walk.Parts.Select(p => UnitsOf(p.Value)?[p.Axis]).OfType<int[]>()];
        Layers = [.. walk.Layers.Select(l => l with { InUnits = Units.Roots(l.InUnits), OutUnits = Units.Roots(l.OutUnits) })];
        Groups = ChannelGrouping.Of(this);
        Warnings = [.. walk.Warnings, .. Held(walk)];
    }

    public Network Network { get; }

    /// <summary>Dense layers and convolutions in the order of the file.</summary>
    public IReadOnlyList<Layer> Layers { get; }

    public IReadOnlyList<ChannelGroup> Groups { get; }

    /// <summary>One line for each node that holds channels which would else be free to leave; outputs of the network are no news.</summary>
    public IReadOnlyList<string> Warnings { get; }

    internal ChannelUnits Units { get; }

    internal IReadOnlyList<GraphEdit> Edits { get; }

    /// <summary>Units of values that are parts of others (Split, Slice, Gather): one at least must stay in each.</summary>
    internal IReadOnlyList<int[]> Parts { get; }

    internal IReadOnlyDictionary<WeightAxis, int[]> WeightUnits => weightUnits;

    /// <summary>Unit of each index along each axis of a computed value; null for an axis whose indices cannot leave.</summary>
    internal int[]?[]? UnitsOf(string value) => valueUnits.GetValueOrDefault(value);

    private IEnumerable<string> Held(DependencyWalk walk) => Groups
        .Where(g => g.Locked is { } reason && walk.Network.Nodes.Any(n => reason.Contains($"{n}", StringComparison.Ordinal)) && !reason.StartsWith(Coupling.Layers.NetworkInput, StringComparison.Ordinal))
        .GroupBy(g => g.Locked!)
        .Where(g => !g.Key.EndsWith(ConvolutionRules.StaysGrouped, StringComparison.Ordinal))
        .Where(g => !walk.Warnings.Any(w => w.StartsWith(g.Key, StringComparison.Ordinal)))
        .Select(g => $"{g.Key}: the {g.Sum(group => group.Units.Length)} channels of {Names([.. g.Select(group => $"'{group.Name}'")])} stay as they are");

    private static string Names(string[] names) => names.Length <= 3 ? string.Join(", ", names) : $"{names[0]}, {names[1]} and {names.Length - 2} more groups";

    /// <param name="network">The network.</param>
    /// <param name="pruneInputs">Whether features that a Gather picks from the input are channels too; otherwise they are locked.</param>
    /// <exception cref="NncException">NNC2021: the graph's shapes do not fit together.</exception>
    public static Dependencies Of(Network network, bool pruneInputs = false)
    {
        DependencyWalk walk = new(network, pruneInputs);
        walk.Run();
        return new Dependencies(walk);
    }
}
