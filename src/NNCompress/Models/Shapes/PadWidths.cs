namespace NNCompress.Models.Shapes;

/// <summary>How many elements Pad puts before and after each dimension; none of either where PyTorch writes it before an AveragePool.</summary>
/// <param name="Before">A width a dimension.</param>
/// <param name="After">A width a dimension.</param>
internal sealed record PadWidths(int[] Before, int[] After)
{
    /// <exception cref="NncException">NNC2020: another mode than constant, or a width that cuts. NNC2021: widths that do not fit the input.</exception>
    public static PadWidths Of(ShapeContext c)
    {
        int rank = c.Shape(0).Length;
        if (c.Node.Text("mode", "constant") is not "constant" and string mode)
            throw c.Unsupported($"has mode '{mode}'; only 'constant' is supported");
        long[] pads = c.Integers("pads", 1) ?? throw c.Misfit("lacks its pads");
        int[] axes = c.Integers("axes", 3) is { } some ? [.. some.Select(a => c.Axis(a, rank))] : [.. Enumerable.Range(0, rank)];
        if (pads.Length != 2 * axes.Length || axes.Distinct().Count() != axes.Length)
            throw c.Misfit($"has {pads.Length} pads for {axes.Length} of {rank} dimensions");
        if (pads.Any(p => p is < 0 or > int.MaxValue / 4))
            throw c.Unsupported($"has pads [{string.Join(',', pads)}]; only widths from 0 are supported");
        PadWidths widths = new(new int[rank], new int[rank]);
        for (int i = 0; i < axes.Length; i++)
            (widths.Before[axes[i]], widths.After[axes[i]]) = ((int)pads[i], (int)pads[axes.Length + i]);
        return widths;
    }

    /// <summary>The shape rule of Pad.</summary>
    public static int[] Shape(ShapeContext c)
    {
        PadWidths widths = Of(c);
        long[] shape = [.. c.Shape(0).Select((d, i) => (long)widths.Before[i] + d + widths.After[i])];
        return shape.All(d => d <= int.MaxValue) ? [.. shape.Select(d => (int)d)] : throw c.Misfit($"pads to shape [{string.Join(',', shape)}]");
    }
}
