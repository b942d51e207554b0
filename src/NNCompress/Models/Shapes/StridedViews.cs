namespace NNCompress.Models.Shapes;

/// <summary>Operators whose output is a <see cref="StridedView"/> of their first input.</summary>
internal static class StridedViews
{
    private static readonly Dictionary<string, Func<ShapeContext, int, StridedView>> Views = new()
    {
        ["Transpose"] = (c, _) => Permuted(c.Shape(0), LayoutShapes.Permutation(c, c.Shape(0).Length)),
        ["Slice"] = (c, _) => Sliced(c.Shape(0), SliceRange.Of(c)),
        ["Split"] = (c, output) => Sliced(c.Shape(0), SplitSizes.Of(c).Range(c.Shape(0), output)),
        ["Expand"] = (c, _) => StridedView.Broadcast(c.Shape(0), LayoutShapes.Expand(c)),
        ["Tile"] = (c, _) => Tiled(c.Shape(0), LayoutShapes.Repeats(c)),
        ["DepthToSpace"] = (c, _) => BlockShapes.DepthToSpaceView(c),
        ["SpaceToDepth"] = (c, _) => BlockShapes.SpaceToDepthView(c),
    };

    /// <summary>The view that an output of the node is, or null where the operator computes something.</summary>
    /// <exception cref="NncException">NNC2020: the view depends on computed values. NNC2021: it does not fit the input.</exception>
    public static StridedView? Find(ShapeContext c, int output) =>
        c.Node.Domain.Length == 0 && Views.TryGetValue(c.Node.OpType, out Func<ShapeContext, int, StridedView>? view) ? view(c, output) : null;

    public static StridedView Permuted(int[] shape, IReadOnlyList<int> permutation)
    {
        int[] strides = StridedView.Strides(shape);
        return StridedView.Of(0, permutation.Select(axis => (shape[axis], strides[axis])));
    }

    private static StridedView Sliced(int[] shape, SliceRange[] ranges)
    {
        int[] strides = StridedView.Strides(shape);
        // Where nothing is taken there is no first element either.
        int start = ranges.Any(r => r.Count == 0) ? 0 : ranges.Select((r, i) => r.Start * strides[i]).Sum();
        return StridedView.Of(start, ranges.Select((r, i) => (r.Count, r.Step * strides[i])));
    }

    private static StridedView Tiled(int[] shape, int[] repeats)
    {
        int[] strides = StridedView.Strides(shape);
        return StridedView.Of(0, shape.SelectMany<int, (int, int)>((size, i) => [(repeats[i], 0), (size, strides[i])]));
    }
}
