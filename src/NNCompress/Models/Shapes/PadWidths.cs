namespace NNCompress.Models.Shapes;

/// <summary>How many elements Pad puts before and after each dimension; none of either where PyTorch writes it before an AveragePool.</summary>
/// <param name="Before">A width a dimension; negative where elements are cut away.</param>
/// <param name="After">A width a dimension, likewise.</param>
internal sealed record PadWidths(int[] Before, int[] After)
{
    /// <exception cref="NncException">NNC2020: an unknown mode, or computed widths. NNC2021: widths that do not fit the input.</exception>
    public static PadWidths Of(ShapeContext c)
    {
        int rank = c.Shape(0).Length;
        string mode = Mode(c);
        long[] pads = c.Integers("pads", 1) ?? throw c.Misfit("lacks its pads");
        int[] axes = c.Integers("axes", 3) is { } some ? [.. some.Select(a => c.Axis(a, rank))] : [.. Enumerable.Range(0, rank)];
        if (pads.Length != 2 * axes.Length || axes.Distinct().Count() != axes.Length)
            throw c.Misfit($"has {pads.Length} pads for {axes.Length} of {rank} dimensions");
        if (pads.Any(p => p is < int.MinValue / 4 or > int.MaxValue / 4))
            throw c.Misfit($"has pads [{string.Join(',', pads)}]");
        PadWidths widths = new(new int[rank], new int[rank]);
        for (int i = 0; i < axes.Length; i++)
            (widths.Before[axes[i]], widths.After[axes[i]]) = ((int)pads[i], (int)pads[axes.Length + i]);
        for (int i = 0; i < rank; i++)
        {
            int size = c.Shape(0)[i], most = mode switch { "constant" or "wrap" => int.MaxValue, "reflect" => size - 1, _ => size > 0 ? int.MaxValue : 0 };
            if (Math.Max(widths.Before[i], widths.After[i]) > Math.Max(most, 0) || (long)widths.Before[i] + size + widths.After[i] < 0)
                throw c.Misfit($"pads {size} elements of axis {i} by {widths.Before[i]} and {widths.After[i]} in mode '{mode}'");
        }
        return widths;
    }

    /// <summary>Where the elements beyond an edge come from: constant, reflect, edge or wrap.</summary>
    public static string Mode(ShapeContext c) => c.Node.Text("mode", "constant") is "constant" or "reflect" or "edge" or "wrap"
        ? c.Node.Text("mode", "constant")
        : throw c.Unsupported($"has mode '{c.Node.Text("mode", "")}'; constant, reflect, edge and wrap are supported");

    /// <summary>The shape rule of Pad.</summary>
    public static int[] Shape(ShapeContext c)
    {
        PadWidths widths = Of(c);
        long[] shape = [.. c.Shape(0).Select((d, i) => (long)widths.Before[i] + d + widths.After[i])];
        return shape.All(d => d <= int.MaxValue) ? [.. shape.Select(d => (int)d)] : throw c.Misfit($"pads to shape [{string.Join(',', shape)}]");
    }
}
