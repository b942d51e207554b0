namespace NNCompress.Models.Shapes;

/// <summary>Normalisation by statistics of the sample itself.</summary>
internal static class NormalisationShapes
{
    /// <summary>Output, then mean and inverse deviation of each normalised part.</summary>
    public static int[][] Layer(ShapeContext c)
    {
        int[] x = c.Shape(0);
        int axis = LayerAxis(c);
        int[] statistics = [.. x[..axis], .. Enumerable.Repeat(1, x.Length - axis)];
        for (int i = 1; i <= 2; i++)
        {
            if (c.Node.Input(i) is not null && !PointwiseShapes.Broadcast(c, x.AsSpan(axis), c.Shape(i)).AsSpan().SequenceEqual(x.AsSpan(axis)))
                throw c.Misfit($"normalises {ShapeContext.Text(x[axis..])} with an input {i + 1} of shape {ShapeContext.Text(c.Shape(i))}");
        }
        return [x, statistics, statistics];
    }

    public static int LayerAxis(ShapeContext c) => c.Axis(c.Node.Int("axis", -1), c.Shape(0).Length);

    public static int[] Instance(ShapeContext c)
    {
        int[] x = Channels(c);
        Expect(c, x[1]);
        return x;
    }

    /// <summary>Scale and bias have an element a group before opset 21, and a channel since.</summary>
    public static int[] Group(ShapeContext c)
    {
        int[] x = Channels(c);
        long groups = c.Node.Int("num_groups", 0);
        if (groups < 1 || x[1] % groups != 0)
            throw c.Misfit($"has {groups} groups for {x[1]} channels");
        Expect(c, c.Opset < 21 ? groups : x[1]);
        return x;
    }

    private static int[] Channels(ShapeContext c) => c.Shape(0) is { Length: > 1 } x ? x : throw c.Misfit($"needs an input with channels, not shape {ShapeContext.Text(c.Shape(0))}");

    private static void Expect(ShapeContext c, long elements)
    {
        for (int i = 1; i <= 2; i++)
        {
            if (c.Shape(i) is not [int given] || given != elements)
                throw c.Misfit($"needs {elements} elements in its input {i + 1}, not shape {ShapeContext.Text(c.Shape(i))}");
        }
    }
}
