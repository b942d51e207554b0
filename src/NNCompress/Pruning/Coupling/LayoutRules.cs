using NNCompress.Models;
using NNCompress.Models.Shapes;

namespace NNCompress.Pruning.Coupling;

/// <summary>Operators that move channels about without mixing them.</summary>
internal static class LayoutRules
{
    /// <summary>Row-major reshape, with the shape in the file, computed, or told by the operator (Flatten, Squeeze, Unsqueeze).</summary>
    public static bool Reshape(DependencyWalk walk, Node node)
    {
        if (walk.LayoutOf(node.Inputs[0]) is not { } from || (node.OpType == "Reshape" && node.Int("allowzero", 0) != 0))
            return false;
        if (ChannelShuffle.Match(walk, node))
            return true;
        int[] target = walk.ShapeOf(node.Outputs[0])!;
        ShapeEntry[]? entries = null;
        if (node.OpType == "Reshape")
        {
            entries = node.Ints("shape") is { } attribute ? [.. attribute.Select(ShapeEntry.OfLiteral)] : ShapeEntries.Read(walk, node.Input(1)!);
            if (entries?.Length != target.Length)
                return false;
        }
        if (from.Reshape(target, out IReadOnlyList<int[]> lost) is not { } to)
            return false;
        foreach (int[] single in lost)
            walk.Units.Lock(single, $"{node}");
        walk.Set(node.Outputs[0], to);
        if (entries is not null)
            walk.Edits.Add(new ShapeEdit(node, 1, entries, [.. Enumerable.Range(0, target.Length)], zeroCopies: true));
        return true;
    }

    public static bool Transpose(DependencyWalk walk, Node node)
    {
        if (walk.LayoutOf(node.Inputs[0]) is not { } from)
            return false;
        walk.Set(node.Outputs[0], from.Transpose(LayoutShapes.Permutation(walk.Context(node), from.Rank)));
        return true;
    }

    /// <summary>Dimensions that keep their length pass; those of 1 that are repeated have no channels afterwards.</summary>
    public static bool Expand(DependencyWalk walk, Node node)
    {
        string value = node.Inputs[0];
        if (!walk.IsConstant(value) && walk.Axes(value) is null)
            return false;
        int[] target = walk.ShapeOf(node.Outputs[0])!;
        if (ShapeEntries.Read(walk, node.Inputs[1]) is not { } entries || entries.Length > target.Length)
            return false;
        walk.Set(node.Outputs[0], [.. target.Select((size, i) => PointwiseRules.Aligned(walk, node, [value], i - target.Length, size))]);
        int first = target.Length - entries.Length;
        walk.Edits.Add(new ShapeEdit(node, 1, entries, [.. Enumerable.Range(first, entries.Length)], zeroCopies: false, ones: true));
        return true;
    }
}
