using NNCompress.Models;
using NNCompress.Models.Shapes;

namespace NNCompress.Pruning.Coupling;

/// <summary>
/// Reshape, Transpose, Reshape that do nothing but put channels in another order (Zhang et al., "ShuffleNet", 2017): proved by following every
/// channel through the three. Each channel keeps a unit of its own.
/// </summary>
internal static class ChannelShuffle
{
    /// <summary>Whether a shuffle begins at the node; its last output is set then.</summary>
    public static bool Match(DependencyWalk walk, Node first)
    {
        if (first.OpType != "Reshape" || Only(walk, first) is not { OpType: "Transpose", Domain: "" } middle || Only(walk, middle) is not { OpType: "Reshape", Domain: "" } last
            || last.Inputs[0] != middle.Outputs[0] || last.Int("allowzero", 0) != 0)
            return false;
        string source = first.Inputs[0], result = last.Outputs[0];
        if (walk.ShapeOf(source) is not { } shape || walk.ShapeOf(result)?.AsSpan().SequenceEqual(shape) != true || walk.ShapeOf(middle.Outputs[0]) is not { } between)
            return false;
        int[]?[] numbered = [.. shape.Select(size => (int[])[.. Enumerable.Range(0, size)])];
        if (ChannelLayout.Of(shape, numbered).Reshape(walk.ShapeOf(first.Outputs[0])!, out _)?
            .Transpose(LayoutShapes.Permutation(walk.Context(middle), between.Length)).Reshape(shape, out _) is not { } moved)
            return false;
        int[][] orders = new int[shape.Length][];
        for (int axis = 0; axis < shape.Length; axis++)
        {
            if (moved.TablesOf(axis).Count > 1)
                return false;
            orders[axis] = moved.Units(axis, out _) ?? [0];
            // Every index of this axis, and of no other, must be found again.
            if (moved.TablesOf(axis) is [{ } table] && (table.Length != shape[axis] || moved.AxesOf(table).Count > 1))
                return false;
            if (!orders[axis].Order().SequenceEqual(Enumerable.Range(0, shape[axis])))
                return false;
        }
        int[] shuffled = [.. Enumerable.Range(0, shape.Length).Where(axis => !orders[axis].SequenceEqual(Enumerable.Range(0, shape[axis])))];
        if (shuffled is not [int at] || walk.Axes(source)?[at] is null)
            return false;
        int[]?[] units = [.. walk.Axes(source)!];
        units[at] = [.. orders[at].Select(i => units[at]![i])];
        foreach (Node node in new[] { first, middle })
            walk.Set(node.Outputs[0], new int[]?[walk.ShapeOf(node.Outputs[0])!.Length]);
        walk.Set(result, units);
        walk.Edits.Add(new ShuffleEdit(first, middle, last, at, orders[at]));
        walk.Done(middle, last);
        return true;
    }

    /// <summary>The only reader of the node's output.</summary>
    private static Node? Only(DependencyWalk walk, Node node) =>
        !walk.Graph.IsOutput(node.Outputs[0]) && walk.Graph.Of(node.Outputs[0]) is [(Node reader, 0)] ? reader : null;
}
