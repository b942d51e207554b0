namespace NNCompress.Models.Shapes;

/// <summary>What Resize and Upsample make of each dimension.</summary>
/// <param name="Output">Sizes.</param>
/// <param name="Scales">Output size per input size, as given or as the sizes make it.</param>
/// <param name="Region">Start and end of the part that tf_crop_and_resize stretches, in shares of the dimension.</param>
internal sealed record ResizeGeometry(int[] Output, float[] Scales, (float Start, float End)[] Region)
{
    /// <exception cref="NncException">NNC2020: sizes or scales are computed. NNC2021: they do not fit the input.</exception>
    public static ResizeGeometry Of(ShapeContext c)
    {
        int[] x = c.Shape(0);
        // Upsample and the first version of Resize have their scales where later ones have a region.
        bool old = c.Node.OpType == "Upsample" || c.Opset < 11;
        int[] axes = c.Node.Ints("axes") is { } some ? [.. some.Select(a => c.Axis(a, x.Length))] : [.. Enumerable.Range(0, x.Length)];
        float[]? scales = c.Node.Floats("scales") is { } list ? [.. list] : Floats(c, old ? 1 : 2);
        float[]? region = old ? null : Floats(c, 1);
        long[]? sizes = old || scales is not null ? null : c.Integers("sizes", 3);
        if ((scales?.Length ?? sizes?.Length) != axes.Length || (region is not null && region.Length != 2 * axes.Length))
            throw c.Misfit($"has scales or sizes that do not fit {axes.Length} dimensions");
        ResizeGeometry result = new([.. x], [.. Enumerable.Repeat(1f, x.Length)], [.. Enumerable.Repeat((0f, 1f), x.Length)]);
        float[] factors = [.. axes.Select((axis, i) => sizes is null ? scales![i] : (float)sizes[i] / x[axis])];
        string policy = c.Node.Text("keep_aspect_ratio_policy", "stretch");
        if (sizes is not null && policy is not "stretch")
            Array.Fill(factors, policy is "not_larger" ? factors.Min() : factors.Max());
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = axes[i];
            (float start, float end) = result.Region[axis] = region is null ? (0, 1) : (region[i], region[axes.Length + i]);
            float part = c.Node.Text("coordinate_transformation_mode", "") is "tf_crop_and_resize" ? end - start : 1;
            float size = sizes is null ? MathF.Floor(x[axis] * part * factors[i]) : policy is "stretch" ? sizes[i] : MathF.Floor((x[axis] * factors[i]) + 0.5f);
            if (!(factors[i] > 0 && size is >= 1 and <= int.MaxValue))
                throw c.Misfit($"makes {size} elements of {x[axis]} along axis {axis}");
            (result.Output[axis], result.Scales[axis]) = ((int)size, factors[i]);
        }
        return result;
    }

    /// <summary>The shape rule of Resize and Upsample.</summary>
    public static int[] Shape(ShapeContext c) => Of(c).Output;

    private static float[]? Floats(ShapeContext c, int index)
    {
        if (c.Node.Input(index) is not { } name)
            return null;
        return c.Constant(index) switch
        {
            { Length: 0 } => null,
            { IsFloat: true } tensor => tensor.Floats,
            _ => throw c.Unsupported($"computes '{name}' while it runs; only constants are supported"),
        };
    }
}
