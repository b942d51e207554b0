using NNCompress.Models;
using NNCompress.Models.Proto;

namespace NNCompress.Pruning;

/// <summary>Walks the graph once, in its order, and unites units by each operator's rule.</summary>
/// <param name="network">The network.</param>
/// <param name="prunesInputs">Whether lists of input features (<see cref="InputSelection"/>) may become shorter.</param>
internal sealed class DependencyWalk(Network network, bool prunesInputs = false)
{
    /// <summary>An odd size where the model leaves the batch open, so that merging it with channels shows in the shapes.</summary>
    private const int ProbeBatch = 3;

    private readonly HashSet<string> lockedConstants = [];
    private readonly IReadOnlyDictionary<string, int[]> shapes = ShapeInference.Infer(network, ProbeBatch, lenient: true);

    public Network Network => network;

    public bool PrunesInputs => prunesInputs;

    public ChannelUnits Units { get; } = new();

    public Dictionary<WeightAxis, int[]> WeightUnits { get; } = [];

    public Dictionary<string, int[]?[]> ValueUnits { get; } = [];

    public List<Layer> Layers { get; } = [];

    public List<ReshapeUse> Reshapes { get; } = [];

    public List<(Node Node, string Weight)> Depthwise { get; } = [];

    public List<string> Warnings { get; } = [];

    public void Run()
    {
        foreach (ValueInfo input in network.Inputs)
        {
            if (ShapeOf(input.Name) is { } shape)
                ValueUnits[input.Name] = new int[]?[shape.Length];
        }
        foreach (Node node in network.Nodes)
        {
            LockCaptured(node);
            if (node is { OpType: "Constant", Domain: "" })
                continue;
            bool known = node.Domain.Length == 0 && node.Outputs.Where(o => o.Length > 0).All(o => ShapeOf(o) is not null)
                && DependencyRules.Find(node.OpType) is { } rule && rule(this, node);
            if (!known)
                LockNode(node);
        }
        foreach (ValueInfo output in network.Outputs)
            LockValue(output.Name, $"network output '{output.Name}'");
    }

    public int[]? ShapeOf(string? value) => value is null ? null : shapes.GetValueOrDefault(value);

    public bool IsConstant(string? value) => value is not null && network.ConstantNames.Contains(value);

    /// <summary>Units along an axis of a constant; null where the constant is locked as a whole.</summary>
    public int[]? Weight(string name, int axis)
    {
        if (lockedConstants.Contains(name))
            return null;
        WeightAxis key = new(name, axis);
        if (!WeightUnits.TryGetValue(key, out int[]? units))
            WeightUnits[key] = units = Units.Fresh(network.Constant(name)!.Shape[axis]);
        return units;
    }

    /// <summary>Units along an axis of any value, constant or computed; axes of length 1 of a constant are not tracked.</summary>
    public int[]? AxisUnits(string value, int axis) =>
        !IsConstant(value) ? ValueUnits[value][axis] : network.Constant(value)!.Shape[axis] > 1 ? Weight(value, axis) : null;

    /// <summary>Unites two axes of equal length index by index; where one cannot lose indices, the other is locked.</summary>
    /// <returns>The united units; null where nothing may leave.</returns>
    public int[]? Unite(int[]? a, int[]? b, string reason)
    {
        if (a is null || b is null || a.Length != b.Length)
        {
            Units.Lock(a ?? [], reason);
            Units.Lock(b ?? [], reason);
            return null;
        }
        for (int i = 0; i < a.Length; i++)
            Units.Unite(a[i], b[i]);
        return a;
    }

    public void LockValue(string value, string reason)
    {
        if (IsConstant(value))
        {
            lockedConstants.Add(value);
            foreach ((WeightAxis axis, int[] units) in WeightUnits)
            {
                if (axis.Tensor == value)
                    Units.Lock(units, reason);
            }
        }
        else if (ValueUnits.TryGetValue(value, out int[]?[]? axes))
        {
            foreach (int[]? axis in axes)
                Units.Lock(axis ?? [], reason);
        }
    }

    private void LockNode(Node node)
    {
        bool touches = false;
        foreach (string input in node.Inputs.Where(i => i.Length > 0))
        {
            touches |= ValueUnits.TryGetValue(input, out int[]?[]? axes) && axes.Any(a => a is not null);
            LockValue(input, $"{node}");
        }
        if (touches)
            Warnings.Add($"{node} is not understood by the pruner: the channels that it touches stay as they are");
        foreach (string output in node.Outputs.Where(o => o.Length > 0))
        {
            if (ShapeOf(output) is { } shape)
                ValueUnits[output] = new int[]?[shape.Length];
        }
    }

    /// <summary>Values that a branch or loop body reads from outside may not change.</summary>
    private void LockCaptured(Node node)
    {
        foreach (GraphProto graph in node.Proto.Attribute.SelectMany(a => a.Graphs.Concat(a.G is null ? [] : [a.G])))
        {
            foreach (string value in Reads(graph))
                LockValue(value, $"the body of {node}");
        }
    }

    private static IEnumerable<string> Reads(GraphProto graph) => graph.Output.Select(o => o.Name).Concat(graph.Node.SelectMany(
        n => n.Input.Concat(n.Attribute.SelectMany(a => a.Graphs.Concat(a.G is null ? [] : [a.G]).SelectMany(Reads)))));
}
