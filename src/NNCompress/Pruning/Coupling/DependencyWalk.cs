using NNCompress.Models;
using NNCompress.Models.Proto;
using NNCompress.Models.Shapes;

namespace NNCompress.Pruning.Coupling;

/// <summary>Walks the graph once, in its order, and unites units by each operator's rule.</summary>
internal sealed class DependencyWalk
{
    /// <summary>An odd size where the model leaves the batch open, so that merging it with channels shows in the shapes.</summary>
    private const int ProbeBatch = 3;

    /// <summary>Numbers that come out the same with another batch do not depend on it.</summary>
    private const int OtherBatch = 7;

    private readonly HashSet<string> lockedConstants = [];
    private readonly HashSet<int> done = [];
    private readonly ConstantResolver constants;
    private readonly ConstantResolver others;
    private readonly Dictionary<string, int[]> shapes;
    private readonly Dictionary<string, int[]?[]> plain = [];
    private readonly Dictionary<string, ChannelLayout> layouts = [];
    private readonly List<string> cut = [];
    private readonly HashSet<(string Value, int Axis)> pinned = [];
    private readonly List<(string Value, int Axis, string Reason)> counted = [];

    /// <param name="network">The network.</param>
    /// <param name="prunesInputs">Whether lists of input features (<see cref="InputSelection"/>) may become shorter.</param>
    /// <exception cref="NncException">NNC2021: the graph's shapes do not fit together.</exception>
    public DependencyWalk(Network network, bool prunesInputs = false)
    {
        (Network, PrunesInputs) = (network, prunesInputs);
        constants = new ConstantResolver(network);
        shapes = ShapeInference.Infer(network, constants, ProbeBatch, lenient: true);
        others = new ConstantResolver(network);
        ShapeInference.Infer(network, others, OtherBatch, lenient: true);
        Graph = new ValueReaders(network);
    }

    public Network Network { get; }

    public bool PrunesInputs { get; }

    public ValueReaders Graph { get; }

    public ChannelUnits Units { get; } = new();

    public Dictionary<WeightAxis, int[]> WeightUnits { get; } = [];

    /// <summary>Unit of each index along each axis of every computed value; complete when the walk has ended.</summary>
    public IReadOnlyDictionary<string, int[]?[]> ValueUnits => plain;

    /// <summary>Values that hold what a shape is computed from.</summary>
    public Dictionary<string, ShapeEntry[]> Integers { get; } = [];

    public List<Layer> Layers { get; } = [];

    public List<GraphEdit> Edits { get; } = [];

    public List<string> Warnings { get; } = [];

    /// <summary>Parts that are taken of an axis: one channel at least must stay in each.</summary>
    public List<(string Value, int Axis)> Parts { get; } = [];

    public void Run()
    {
        foreach (ValueInfo input in Network.Inputs)
        {
            if (ShapeOf(input.Name) is { } shape)
                Set(input.Name, new int[]?[shape.Length]);
        }
        foreach (Node node in Network.Nodes)
        {
            LockCaptured(node);
            if (!done.Contains(node.Index))
                Visit(node);
        }
        foreach (ValueInfo output in Network.Outputs)
        {
            foreach (int[]? axis in Axes(output.Name) ?? [])
                Units.LockFirst(axis ?? [], $"network output '{output.Name}'");
            LockValue(output.Name, $"network output '{output.Name}'");
        }
        // From the last to the first: what a later reader wants of a shared axis decides for the values before it.
        foreach (string value in cut.AsEnumerable().Reverse())
            Collapse(value);
        foreach ((string value, int axis, string reason) in counted)
            Units.Lock(plain.GetValueOrDefault(value)?[axis] ?? [], reason);
        foreach (ShapeEdit edit in Edits.OfType<ShapeEdit>())
            edit.Check(this);
    }

    public ShapeContext Context(Node node) => new(Network, node, shapes, constants);

    public int[]? ShapeOf(string? value) => value is null ? null : shapes.GetValueOrDefault(value);

    /// <summary>The integers of a value, in the file or computed from shapes, with null for each that depends on the batch; null where they are not known.</summary>
    public long?[]? Fixed(string? value) =>
        constants.Find(value) is { IsFloat: false } a && others.Find(value) is { IsFloat: false } b && a.Length == b.Length
            ? [.. a.Integers.Select((v, i) => v == b.Integers[i] ? v : (long?)null)]
            : null;

    public bool IsConstant(string? value) => value is not null && Network.ConstantNames.Contains(value);

    /// <summary>The rule of these nodes has been done with that of an earlier one.</summary>
    public void Done(params ReadOnlySpan<Node> nodes)
    {
        foreach (Node node in nodes)
            done.Add(node.Index);
    }

    /// <summary>Units of each axis of a computed value; null where it is not known.</summary>
    public int[]?[]? Axes(string value)
    {
        Collapse(value);
        return plain.GetValueOrDefault(value);
    }

    public void Set(string value, int[]?[] axes) => plain[value] = axes;

    /// <summary>Where the channels of a computed value lie, however they are cut; null where it is not known.</summary>
    public ChannelLayout? LayoutOf(string value) => layouts.GetValueOrDefault(value)
        ?? (plain.TryGetValue(value, out int[]?[]? axes) ? ChannelLayout.Of(shapes[value], axes) : null);

    public void Set(string value, ChannelLayout layout)
    {
        layouts[value] = layout;
        plain.Remove(value);
        if (layout.Joint.Any())
            cut.Add(value);
        else
            Collapse(value);
    }

    /// <summary>The value is a part of another along this axis, and may not become empty.</summary>
    public void Part(string value, int axis) => Parts.Add((value, axis));

    /// <summary>The axis keeps its length: what reads the value counts on it.</summary>
    public void Pin(string value, int axis) => pinned.Add((value, axis));

    /// <summary>Units along an axis of a constant; null where the constant is locked as a whole.</summary>
    public int[]? Weight(string name, int axis)
    {
        if (lockedConstants.Contains(name))
            return null;
        WeightAxis key = new(name, axis);
        if (!WeightUnits.TryGetValue(key, out int[]? units))
            WeightUnits[key] = units = Units.Fresh(shapes[name][axis]);
        return units;
    }

    /// <summary>Units along an axis of any value, constant or computed; axes of length 1 of a constant are not tracked.</summary>
    public int[]? AxisUnits(string value, int axis) =>
        !IsConstant(value) ? Axes(value)![axis] : shapes[value][axis] > 1 ? Weight(value, axis) : null;

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
        if (Integers.TryGetValue(value, out ShapeEntry[]? entries))
            LockCounted(entries, reason);
        if (IsConstant(value))
        {
            lockedConstants.Add(value);
            for (int axis = 0; axis < shapes[value].Length; axis++)
                Units.Lock(WeightUnits.GetValueOrDefault(new WeightAxis(value, axis)) ?? [], reason);
            return;
        }
        foreach (int[]? axis in Axes(value) ?? [])
            Units.Lock(axis ?? [], reason);
    }

    /// <summary>Dimensions whose length becomes a value, or a shape that is not understood, may not shrink.</summary>
    public void LockCounted(IEnumerable<ShapeEntry> entries, string reason) =>
        counted.AddRange(entries.SelectMany(e => e.Dimensions).Distinct().Select(d => (d.Value, d.Axis, reason)));

    /// <summary>
    /// Gives each table that lies along several axes one axis to leave from, so that the value stays a box: the axis that its units
    /// agree on already, or the outermost, whose indices then take all theirs along.
    /// </summary>
    private void Collapse(string value)
    {
        if (!layouts.Remove(value, out ChannelLayout? layout))
            return;
        int[]?[] result = new int[]?[layout.Rank];
        foreach (int[] table in layout.Tables)
        {
            int[] axes = [.. layout.AxesOf(table).Where(axis => !pinned.Contains((value, axis)))];
            if (axes.Length == 0)
            {
                Units.Lock(table, $"the reader of '{value}'");
                continue;
            }
            int chosen = Array.FindIndex(axes, axis => Agree(layout, axis, table));
            int at = chosen >= 0 ? axes[chosen] : axes.MaxBy(axis => layout.Reach(axis, table));
            if (chosen < 0)
                Gather(layout, at, table);
            if (result[at] is not null)
                Units.Lock(table, $"two dimensions of channels that meet in '{value}'");
            result[at] ??= layout.Along(at, table);
        }
        plain[value] = result;
    }

    private bool Agree(ChannelLayout layout, int axis, int[] table)
    {
        int[] beside = layout.Beside(axis, table);
        return beside.Length == 1 || layout.Offsets(axis, table).All(o => Array.TrueForAll(beside, b => Units.Root(table[o + b]) == Units.Root(table[o])));
    }

    private void Gather(ChannelLayout layout, int axis, int[] table)
    {
        int[] beside = layout.Beside(axis, table);
        foreach (int offset in layout.Offsets(axis, table))
        {
            foreach (int other in beside)
                Units.Unite(table[offset], table[offset + other]);
        }
    }

    private void Visit(Node node)
    {
        string[] inputs = [.. node.Inputs.Where(i => i.Length > 0)];
        if (ShapeEntries.Of(this, node, inputs))
            return;
        OperatorRule? rule = node.Domain.Length == 0 && node.Outputs.Where(o => o.Length > 0).All(o => ShapeOf(o) is not null) ? OperatorRules.Find(node.OpType) : null;
        if (rule is null || !Try(rule, node))
        {
            LockNode(node);
            return;
        }
        for (int i = 0; i < node.Inputs.Count; i++)
        {
            if (!rule.ShapeInputs.Contains(i) && Integers.TryGetValue(node.Inputs[i], out ShapeEntry[]? entries))
                LockCounted(entries, $"{node}");
        }
    }

    private bool Try(OperatorRule rule, Node node)
    {
        try
        {
            return rule.Apply(this, node);
        }
        catch (NncException e) when (e.Code == "NNC2020")
        {
            // An attribute is computed, or has a form that the engine does not know either.
            return false;
        }
    }

    private void LockNode(Node node)
    {
        bool touches = false;
        foreach (string input in node.Inputs.Where(i => i.Length > 0))
        {
            touches |= Axes(input)?.Any(a => a is not null) == true;
            LockValue(input, $"{node}");
        }
        if (touches)
            Warnings.Add($"{node} is not understood by the pruner: the channels that it touches stay as they are");
        foreach (string output in node.Outputs.Where(o => o.Length > 0))
        {
            if (ShapeOf(output) is { } shape)
                Set(output, new int[]?[shape.Length]);
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
