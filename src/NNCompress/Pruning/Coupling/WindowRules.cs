using NNCompress.Models;
using NNCompress.Models.Shapes;

namespace NNCompress.Pruning.Coupling;

/// <summary>Operators that change the places of a picture and leave its channels alone.</summary>
internal static class WindowRules
{
    /// <summary>Channels pass; positions are not tracked.</summary>
    public static bool Pool(DependencyWalk walk, Node node)
    {
        if (walk.Axes(node.Inputs[0]) is not { Length: >= 3 } x || node.Outputs.Skip(1).Any(o => o.Length > 0))
            return false;
        foreach (int[]? units in x[2..])
            walk.Units.Lock(units ?? [], $"{node}");
        walk.Set(node.Outputs[0], [x[0], x[1], .. new int[]?[x.Length - 2]]);
        return true;
    }

    /// <summary>Dimensions without padding pass; what is padded may not lose indices.</summary>
    public static bool Pad(DependencyWalk walk, Node node)
    {
        if (walk.Axes(node.Inputs[0]) is not { } x)
            return false;
        PadWidths widths = PadWidths.Of(walk.Context(node));
        Pass(walk, node, x, axis => widths.Before[axis] == 0 && widths.After[axis] == 0);
        return true;
    }

    /// <summary>Dimensions of scale 1 pass; sizes that are written in the file follow.</summary>
    public static bool Resize(DependencyWalk walk, Node node)
    {
        if (walk.Axes(node.Inputs[0]) is not { } x)
            return false;
        ShapeContext context = walk.Context(node);
        ResizeGeometry geometry = ResizeGeometry.Of(context);
        if (node.OpType == "Resize" && node.Opset >= 11 && node.Input(3) is { } sizes)
        {
            int[] axes = node.Ints("axes") is { } some ? [.. some.Select(a => context.Axis(a, x.Length))] : [.. Enumerable.Range(0, x.Length)];
            if (ShapeEntries.Read(walk, sizes) is not { } entries || entries.Length != axes.Length)
                return false;
            walk.Edits.Add(new ShapeEdit(node, 3, entries, axes, zeroCopies: false));
        }
        Pass(walk, node, x, axis => geometry.Scales[axis] == 1);
        return true;
    }

    private static void Pass(DependencyWalk walk, Node node, int[]?[] x, Predicate<int> whole)
    {
        int[]?[] result = [.. x];
        for (int axis = 0; axis < x.Length; axis++)
        {
            if (whole(axis))
                continue;
            walk.Units.Lock(x[axis] ?? [], $"{node}");
            result[axis] = null;
        }
        walk.Set(node.Outputs[0], result);
    }
}
