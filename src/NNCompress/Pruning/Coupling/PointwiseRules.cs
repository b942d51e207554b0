using NNCompress.Models;

namespace NNCompress.Pruning.Coupling;

/// <summary>Operators that compute each element from the elements at its place.</summary>
internal static class PointwiseRules
{
    /// <summary>Every output has the channels of the first input where that has them.</summary>
    public static bool Same(DependencyWalk walk, Node node)
    {
        if (walk.LayoutOf(node.Inputs[0]) is not { } layout)
            return false;
        foreach (string output in node.Outputs.Where(o => o.Length > 0))
            walk.Set(output, layout);
        return true;
    }

    /// <summary>Axes are aligned from the right; equal lengths unite, length 1 is repeated (ONNX, multidirectional broadcasting).</summary>
    public static bool Broadcast(DependencyWalk walk, Node node)
    {
        if (node.Inputs.All(walk.IsConstant) || node.Inputs.Any(i => !walk.IsConstant(i) && walk.Axes(i) is null))
            return false;
        int[] shape = walk.ShapeOf(node.Outputs[0])!;
        int[]?[] result = new int[]?[shape.Length];
        for (int axis = 0; axis < shape.Length; axis++)
            result[axis] = Aligned(walk, node, node.Inputs, axis - shape.Length, shape[axis]);
        walk.Set(node.Outputs[0], result);
        return true;
    }

    /// <summary>Unites one axis, counted from the end (-1 is the last), of several values that are broadcast to <paramref name="size"/>.</summary>
    public static int[]? Aligned(DependencyWalk walk, Node node, IEnumerable<string> values, int fromEnd, int size)
    {
        List<int[]?> sides = [];
        foreach (string value in values)
        {
            int[] own = walk.ShapeOf(value)!;
            int at = own.Length + fromEnd;
            if (at < 0)
                continue;
            if (own[at] == size && (size > 1 || !walk.IsConstant(value)))
                sides.Add(walk.AxisUnits(value, at));
            else if (!walk.IsConstant(value))
                // A single channel that is repeated for many.
                walk.Units.Lock(walk.AxisUnits(value, at) ?? [], $"{node}");
        }
        return sides.Count == 0 ? null : sides.Aggregate((a, b) => walk.Unite(a, b, $"{node}"));
    }
}
