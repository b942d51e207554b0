namespace NNCompress.Models.Shapes;

/// <summary>How Split cuts an axis.</summary>
/// <param name="Axis">From the front.</param>
/// <param name="Sizes">Of each output along the axis.</param>
internal sealed record SplitSizes(int Axis, int[] Sizes)
{
    /// <summary>Sizes are an attribute before opset 13 and an input since; without them the parts are equal, the last one smaller where the node may make it so.</summary>
    /// <exception cref="NncException">NNC2020: the sizes are computed. NNC2021: they do not fit the input.</exception>
    public static SplitSizes Of(ShapeContext c)
    {
        int[] x = c.Shape(0);
        int axis = c.Axis(c.Node.Int("axis", 0), x.Length), parts = c.Node.Outputs.Count;
        if (c.Integers("split", 1) is { } sizes)
        {
            if (sizes.Length != parts || sizes.Any(s => s < 0 || s > x[axis]) || sizes.Sum() != x[axis])
                throw c.Misfit($"splits {x[axis]} elements along axis {axis} into {parts} parts of [{string.Join(',', sizes)}]");
            return new SplitSizes(axis, [.. sizes.Select(s => (int)s)]);
        }
        if (c.Node.Int("num_outputs", parts) != parts || (!c.Node.Has("num_outputs") && x[axis] % parts != 0))
            throw c.Misfit($"splits {x[axis]} elements along axis {axis} into {parts} equal parts");
        int size = (x[axis] + parts - 1) / parts;
        return new SplitSizes(axis, [.. Enumerable.Range(0, parts).Select(i => Math.Clamp(x[axis] - (i * size), 0, size))]);
    }

    /// <summary>The shape rule of Split.</summary>
    public static int[][] Shapes(ShapeContext c)
    {
        SplitSizes split = Of(c);
        return [.. split.Sizes.Select((_, i) => (int[])[.. split.Range(c.Shape(0), i).Select(r => r.Count)])];
    }

    /// <summary>What an output takes of each dimension.</summary>
    public SliceRange[] Range(int[] shape, int output) =>
        [.. shape.Select((d, i) => i == Axis ? new SliceRange(Sizes.Take(output).Sum(), 1, Sizes[output]) : new SliceRange(0, 1, d))];
}
