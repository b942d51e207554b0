namespace NNCompress.Models.Shapes;

/// <summary>Convolution and pooling.</summary>
internal static class WindowShapes
{
    public static int[] Conv(ShapeContext c)
    {
        int[] x = c.Shape(0);
        return [x[0], c.Shape(1)[0], .. ConvGeometry(c).Output];
    }

    /// <summary>The windows of a convolution; checks input, kernels, groups and bias against each other.</summary>
    public static WindowGeometry ConvGeometry(ShapeContext c)
    {
        int[] x = c.Shape(0), w = c.Shape(1);
        if (x.Length < 3 || w.Length != x.Length)
            throw c.Misfit($"convolves shape {ShapeContext.Text(x)} with kernels of shape {ShapeContext.Text(w)}");
        long groups = c.Node.Int("group", 1);
        if (groups < 1 || w[1] * groups != x[1] || w[0] % groups != 0)
            throw c.Misfit($"has {x[1]} channels, {groups} groups and kernels of shape {ShapeContext.Text(w)}");
        if (w.AsSpan(2).Contains(0))
            throw c.Misfit($"has kernels of shape {ShapeContext.Text(w)}");
        if (c.Node.Ints("kernel_shape") is { } kernel && !kernel.SequenceEqual(w.Skip(2).Select(d => (long)d)))
            throw c.Misfit($"has kernel_shape [{string.Join(',', kernel)}] but kernels of shape {ShapeContext.Text(w)}");
        if (c.Node.Input(2) is not null && (c.Shape(2) is not [int biases] || biases != w[0]))
            throw c.Misfit($"has {w[0]} kernels but a bias of shape {ShapeContext.Text(c.Shape(2))}");
        return WindowGeometry.Of(c, x[2..], w[2..]);
    }

    public static int[] Pool(ShapeContext c)
    {
        int[] x = c.Shape(0);
        return [x[0], x[1], .. PoolGeometry(c).Output];
    }

    public static WindowGeometry PoolGeometry(ShapeContext c)
    {
        int[] x = Spatial(c);
        return WindowGeometry.Of(c, x[2..], WindowGeometry.List(c, "kernel_shape", x.Length - 2, null));
    }

    public static int[] GlobalPool(ShapeContext c)
    {
        int[] x = Spatial(c);
        return [x[0], x[1], .. Enumerable.Repeat(1, x.Length - 2)];
    }

    private static int[] Spatial(ShapeContext c)
    {
        int[] x = c.Shape(0);
        return x.Length >= 3 ? x : throw c.Misfit($"pools shape {ShapeContext.Text(x)}, which has no spatial dimension");
    }
}
