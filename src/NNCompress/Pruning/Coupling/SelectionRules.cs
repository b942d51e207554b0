using NNCompress.Models;
using NNCompress.Models.Shapes;

namespace NNCompress.Pruning.Coupling;

/// <summary>Operators that join values and take parts of them.</summary>
internal static class SelectionRules
{
    public static bool Concat(DependencyWalk walk, Node node)
    {
        if (node.Inputs.All(walk.IsConstant) || node.Inputs.Any(i => !walk.IsConstant(i) && walk.Axes(i) is null))
            return false;
        int[] shape = walk.ShapeOf(node.Outputs[0])!;
        int axis = walk.Context(node).Axis(node.Int("axis", 1), shape.Length);
        int[]?[] result = new int[]?[shape.Length];
        for (int i = 0; i < shape.Length; i++)
        {
            if (i != axis)
            {
                result[i] = PointwiseRules.Aligned(walk, node, node.Inputs, i - shape.Length, shape[i]);
                continue;
            }
            // What a constant adds to the channels stays.
            int[]?[] parts = [.. node.Inputs.Select(input => walk.IsConstant(input) ? null : walk.AxisUnits(input, axis))];
            if (parts.Any(p => p is not null))
                result[i] = [.. node.Inputs.SelectMany((input, n) => parts[n] ?? Fixed(walk.ShapeOf(input)![axis]))];
        }
        walk.Set(node.Outputs[0], result);
        return true;

        int[] Fixed(int count)
        {
            int[] units = walk.Units.Fresh(count);
            walk.Units.Lock(units, $"{node}");
            return units;
        }
    }

    public static bool Split(DependencyWalk walk, Node node)
    {
        if (walk.LayoutOf(node.Inputs[0]) is not { } x)
            return false;
        SplitSizes split = SplitSizes.Of(walk.Context(node));
        bool free = node.Input(1) is null || walk.IsConstant(node.Input(1));
        Prepare(walk, node, x, split.Axis, free);
        for (int i = 0, start = 0; i < node.Outputs.Count; start += split.Sizes[i++])
        {
            if (node.Outputs[i].Length == 0)
                continue;
            walk.Set(node.Outputs[i], x.Take(split.Axis, [.. Enumerable.Range(start, split.Sizes[i])], keep: true));
            walk.Part(node.Outputs[i], split.Axis);
        }
        walk.Edits.Add(new SplitEdit(node, split.Axis, split.Sizes));
        return true;
    }

    public static bool Slice(DependencyWalk walk, Node node)
    {
        if (walk.LayoutOf(node.Inputs[0]) is not { } x)
            return false;
        ShapeContext context = walk.Context(node);
        SliceRange[] ranges = SliceRange.Of(context);
        int[] shape = walk.ShapeOf(node.Inputs[0])!;
        long[] starts = context.Integers("starts", 1)!, ends = context.Integers("ends", 2)!;
        long[] axes = context.Integers("axes", 3) ?? [.. Enumerable.Range(0, starts.Length).Select(i => (long)i)];
        // Axes and steps are constants in every export; bounds may be computed, but not from the batch.
        bool known = node.Has("starts") || (IsFixed(walk, node.Input(1)) && IsFixed(walk, node.Input(2)));
        for (int input = known ? 3 : 1; input < node.Inputs.Count; input++)
        {
            if (walk.Integers.TryGetValue(node.Inputs[input], out ShapeEntry[]? counted))
                walk.LockCounted(counted, $"{node}");
        }
        List<(int, int, int, int)> edited = [];
        for (int place = 0; place < axes.Length; place++)
        {
            int axis = context.Axis(axes[place], shape.Length);
            SliceRange range = ranges[axis];
            // Bounds that hold everything are cut off at the dimension, whatever its length.
            if (range is { Start: 0, Step: 1 } && range.Count == shape[axis])
                continue;
            Prepare(walk, node, x, axis, free: known && range.Step == 1);
            x = x.Take(axis, [.. Enumerable.Range(0, range.Count).Select(i => range.Start + (i * range.Step))], keep: true);
            edited.Add((place, axis, range.Start, range.Count));
        }
        walk.Set(node.Outputs[0], x);
        foreach ((_, int axis, _, _) in edited)
            walk.Part(node.Outputs[0], axis);
        if (known)
            walk.Edits.Add(new SliceEdit(node, starts, ends, edited));
        return true;
    }

    private static bool IsFixed(DependencyWalk walk, string? value) => walk.Fixed(value)?.All(v => v is not null) == true;

    /// <summary>
    /// Constant indices along an axis of channels are written anew where some leave. A list of indices along an axis of the network's input, which no
    /// layer before has made, is itself what may become shorter (<see cref="InputSelection"/>).
    /// </summary>
    public static bool Gather(DependencyWalk walk, Node node)
    {
        if (walk.IsConstant(node.Inputs[0]))
            return Embedding(walk, node);
        if (walk.LayoutOf(node.Inputs[0]) is not { } x || !walk.IsConstant(node.Inputs[1]) || walk.ShapeOf(node.Inputs[1]) is not { Length: <= 1 } picked)
            return false;
        GatherIndices gather = GatherIndices.Of(walk.Context(node));
        int axis = gather.Axis;
        bool list = picked.Length == 1;
        if (x.TablesOf(axis).Count == 0 && list && axis > 0)
        {
            ChannelLayout rest = x.Take(axis, gather.Indices, keep: true);
            // The first axis is the batch.
            int[] units = walk.Weight(node.Inputs[1], 0) ?? [];
            if (!walk.PrunesInputs)
                walk.Units.Lock(units, "the network's input");
            walk.Set(node.Outputs[0], rest);
            if (units.Length > 0 && walk.Axes(node.Outputs[0]) is { } axes)
                walk.Set(node.Outputs[0], [.. axes[..axis], units, .. axes[(axis + 1)..]]);
            return true;
        }
        Prepare(walk, node, x, axis, free: true);
        if (!list && x.Units(axis, out _) is { } along && x.TablesOf(axis).All(t => x.AxesOf(t).Count == 1))
            walk.Units.Lock(along[gather.Indices[0]], $"{node}");
        walk.Set(node.Outputs[0], x.Take(axis, gather.Indices, keep: list));
        if (list)
            walk.Part(node.Outputs[0], axis);
        walk.Edits.Add(new GatherEdit(node, axis, gather.Indices, picked));
        return true;
    }

    /// <summary>Rows of a table that computed indices pick: the table's other axes are channels.</summary>
    private static bool Embedding(DependencyWalk walk, Node node)
    {
        if (walk.Axes(node.Inputs[1]) is not { } indices || walk.ShapeOf(node.Inputs[0]) is not { Length: > 1 } shape)
            return false;
        int axis = walk.Context(node).Axis(node.Int("axis", 0), shape.Length);
        foreach (int[]? units in indices)
            walk.Units.Lock(units ?? [], $"{node}");
        walk.Set(node.Outputs[0], [.. Table(0, axis), .. new int[]?[indices.Length], .. Table(axis + 1, shape.Length)]);
        return true;

        IEnumerable<int[]?> Table(int from, int to) => Enumerable.Range(from, to - from).Select(i => walk.AxisUnits(node.Inputs[0], i));
    }

    /// <summary>
    /// Before parts of an axis are taken: channels of two kinds along it cannot be told apart, bounds that cannot be rewritten hold the channels fast,
    /// and where the channels lie along other axes too, it is from those that they leave.
    /// </summary>
    private static void Prepare(DependencyWalk walk, Node node, ChannelLayout x, int axis, bool free)
    {
        foreach (int[] table in x.TablesOf(axis))
        {
            bool whole = x.AxesOf(table).Count == 1;
            if (!whole)
                walk.Pin(node.Inputs[0], axis);
            if (table != x.TablesOf(axis)[0] || (whole && !free))
                walk.Units.Lock(table, $"{node}");
        }
    }
}
