namespace NNCompress.Models.Shapes;

/// <summary>Which elements of a dimension Slice takes.</summary>
/// <param name="Start">The first.</param>
/// <param name="Step">From one to the next; negative backwards.</param>
/// <param name="Count">How many.</param>
internal readonly record struct SliceRange(int Start, int Step, int Count)
{
    /// <summary>A range for each dimension of the input; starts, ends and axes are attributes before opset 10, and inputs since.</summary>
    /// <exception cref="NncException">NNC2020: they are computed. NNC2021: they do not fit the input.</exception>
    public static SliceRange[] Of(ShapeContext c)
    {
        int[] x = c.Shape(0);
        long[] starts = c.Integers("starts", 1) ?? throw c.Misfit("lacks its starts"), ends = c.Integers("ends", 2) ?? throw c.Misfit("lacks its ends");
        long[] axes = c.Integers("axes", 3) ?? [.. Enumerable.Range(0, starts.Length).Select(i => (long)i)];
        long[] steps = c.Integers("steps", 4) ?? [.. Enumerable.Repeat(1L, starts.Length)];
        if (ends.Length != starts.Length || axes.Length != starts.Length || steps.Length != starts.Length || steps.Contains(0))
            throw c.Misfit($"has starts [{string.Join(',', starts)}], ends [{string.Join(',', ends)}], axes [{string.Join(',', axes)}] and steps [{string.Join(',', steps)}]");
        SliceRange[] ranges = [.. x.Select(d => new SliceRange(0, 1, d))];
        for (int i = 0; i < starts.Length; i++)
        {
            int axis = c.Axis(axes[i], x.Length);
            ranges[axis] = Of(x[axis], starts[i], ends[i], steps[i]);
        }
        return ranges;
    }

    /// <summary>The shape rule of Slice.</summary>
    public static int[] Shape(ShapeContext c) => [.. Of(c).Select(r => r.Count)];

    /// <summary>Bounds are brought into the dimension as numpy does; those below 0 count from its end.</summary>
    private static SliceRange Of(int size, long start, long end, long step)
    {
        (long low, long high) = step > 0 ? (0, size) : (-1, size - 1);
        start = Math.Clamp(start < 0 ? start + size : start, Math.Max(low, 0), Math.Max(high, 0));
        end = Math.Clamp(end < 0 ? end + size : end, low, high);
        step = Math.Clamp(step, -size - 1, size + 1L);
        long count = size == 0 ? 0 : step > 0 ? (end - start + step - 1) / step : (start - end - step - 1) / -step;
        return new SliceRange((int)start, (int)step, (int)Math.Max(0, count));
    }
}
