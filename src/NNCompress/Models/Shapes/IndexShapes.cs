namespace NNCompress.Models.Shapes;

/// <summary>Operators that read or write at indices, and those that make a value out of a few numbers.</summary>
internal static class IndexShapes
{
    public static int[] GatherElements(ShapeContext c) => c.Shape(0).Length == c.Shape(1).Length && c.Shape(0).Length > 0
        ? c.Shape(1)
        : throw c.Misfit($"takes indices of shape {ShapeContext.Text(c.Shape(1))} from shape {ShapeContext.Text(c.Shape(0))}");

    public static int[] GatherND(ShapeContext c)
    {
        int[] x = c.Shape(0), indices = c.Shape(1);
        long batch = c.Node.Int("batch_dims", 0);
        if (indices.Length == 0 || batch < 0 || batch >= Math.Min(x.Length, indices.Length) || batch + indices[^1] > x.Length || indices[^1] == 0
            || !x.AsSpan(0, (int)batch).SequenceEqual(indices.AsSpan(0, (int)batch)))
            throw c.Misfit($"takes indices of shape {ShapeContext.Text(indices)} with {batch} batch dimensions from shape {ShapeContext.Text(x)}");
        return [.. indices[..^1], .. x[((int)batch + indices[^1])..]];
    }

    public static int[] ScatterElements(ShapeContext c)
    {
        if (c.Shape(1).Length != c.Shape(0).Length || !c.Shape(1).AsSpan().SequenceEqual(c.Shape(2)) || c.Shape(1).Length == 0)
            throw c.Misfit($"writes shape {ShapeContext.Text(c.Shape(2))} at indices of shape {ShapeContext.Text(c.Shape(1))} into shape {ShapeContext.Text(c.Shape(0))}");
        return c.Shape(0);
    }

    public static int[] ScatterND(ShapeContext c)
    {
        int[] x = c.Shape(0), indices = c.Shape(1);
        if (indices.Length == 0 || indices[^1] > x.Length || !c.Shape(2).AsSpan().SequenceEqual((int[])[.. indices[..^1], .. x[indices[^1]..]]))
            throw c.Misfit($"writes shape {ShapeContext.Text(c.Shape(2))} at indices of shape {ShapeContext.Text(indices)} into shape {ShapeContext.Text(x)}");
        return x;
    }

    public static int[] OneHot(ShapeContext c)
    {
        int[] indices = c.Shape(0);
        if (c.Constant(1) is not { Length: 1 } depth)
            throw c.Unsupported($"computes its depth ('{c.Node.Input(1)}') while it runs; only constants are supported");
        long size = depth.IsFloat ? (long)depth.Floats[0] : depth.Integers[0];
        if (size is < 1 or > int.MaxValue || c.Shape(2) is not [2])
            throw c.Misfit($"has depth {size} and values of shape {ShapeContext.Text(c.Shape(2))}");
        int axis = c.Axis(c.Node.Int("axis", -1), indices.Length + 1);
        return [.. indices[..axis], (int)size, .. indices[axis..]];
    }

    public static int[] ConstantOfShape(ShapeContext c)
    {
        long[] shape = c.Integers("shape", 0) ?? throw c.Misfit("lacks its shape");
        return shape.All(d => d is >= 0 and <= int.MaxValue) ? [.. shape.Select(d => (int)d)] : throw c.Misfit($"has shape [{string.Join(',', shape)}]");
    }

    /// <summary>An axis of <c>k</c> elements; <c>k</c> is an attribute before opset 10 and an input since.</summary>
    public static int[][] TopK(ShapeContext c)
    {
        int[] x = c.Shape(0);
        int axis = c.Axis(c.Node.Int("axis", -1), x.Length);
        long k = c.Node.Has("k") ? c.Node.Int("k", 0) : c.Integers("k", 1) is [long single] ? single : throw c.Misfit("lacks its k");
        if (k < 0 || k > x[axis])
            throw c.Misfit($"takes {k} of {x[axis]} elements along axis {axis}");
        int[] shape = [.. x[..axis], (int)k, .. x[(axis + 1)..]];
        return [shape, shape];
    }

    /// <summary>Range and NonZero: their shape is in their operands, so they stand where all of them are constants.</summary>
    public static int[] OfConstants(ShapeContext c) =>
        c.Output()?.Shape ?? throw c.Unsupported("makes a shape that depends on computed values; only constants are supported");
}
