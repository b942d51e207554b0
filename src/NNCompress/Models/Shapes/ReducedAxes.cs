namespace NNCompress.Models.Shapes;

/// <summary>Which axes a reduction takes away.</summary>
/// <param name="Axes">From the front, in order.</param>
/// <param name="Keep">Whether they stay as dimensions of 1.</param>
internal sealed record ReducedAxes(int[] Axes, bool Keep)
{
    /// <summary>Of ReduceX: an attribute in old versions and an input in newer ones; without axes all of them, or none where the node says so.</summary>
    /// <exception cref="NncException">NNC2020: the axes are computed. NNC2021: they are not there.</exception>
    public static ReducedAxes Of(ShapeContext c)
    {
        int rank = c.Shape(0).Length;
        bool keep = c.Node.Int("keepdims", 1) != 0;
        if (c.Integers("axes", 1) is { Length: > 0 } axes)
            return new ReducedAxes([.. axes.Select(a => c.Axis(a, rank)).Distinct().Order()], keep);
        return new ReducedAxes(c.Node.Int("noop_with_empty_axes", 0) != 0 ? [] : [.. Enumerable.Range(0, rank)], keep);
    }

    /// <summary>Of ArgMax and ArgMin.</summary>
    public static ReducedAxes OfArgument(ShapeContext c) => new([c.Axis(c.Node.Int("axis", 0), c.Shape(0).Length)], c.Node.Int("keepdims", 1) != 0);

    /// <summary>The shape rule of ReduceX.</summary>
    public static int[] Shape(ShapeContext c) => Of(c).From(c.Shape(0));

    /// <summary>The shape rule of ArgMax and ArgMin.</summary>
    public static int[] ArgumentShape(ShapeContext c) => OfArgument(c).From(c.Shape(0));

    private int[] From(int[] shape) => [.. shape.Select((d, i) => Axes.Contains(i) ? 1 : d).Where((_, i) => Keep || !Axes.Contains(i))];
}
