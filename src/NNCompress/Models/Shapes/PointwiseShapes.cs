namespace NNCompress.Models.Shapes;

/// <summary>Operators that keep the shape of their input, or broadcast two.</summary>
internal static class PointwiseShapes
{
    public static int[] Same(ShapeContext c) => c.Shape(0);

    /// <summary>ONNX multidirectional broadcasting: shapes are aligned at their last dimensions, and a 1 stretches.</summary>
    public static int[] Broadcast(ShapeContext c) => Broadcast(c, c.Shape(0), SecondShape(c));

    /// <summary>The same for any number of inputs.</summary>
    public static int[] BroadcastAll(ShapeContext c)
    {
        int[] result = c.Shape(0);
        for (int i = 1; i < c.Node.Inputs.Count; i++)
            result = Broadcast(c, result, c.Shape(i));
        return result;
    }

    /// <summary>A condition and two sides.</summary>
    public static int[] Where(ShapeContext c) => c.Node.Inputs.Count == 3 ? BroadcastAll(c) : throw c.Misfit($"has {c.Node.Inputs.Count} inputs");

    /// <summary>
    /// The second input's shape, made so that it aligns at the last dimension: before opset 7 an attribute says where it aligns, and PRelu's slopes
    /// belong to channels.
    /// </summary>
    public static int[] SecondShape(ShapeContext c)
    {
        int[] a = c.Shape(0), b = c.Shape(1);
        if (c.Opset >= 7)
            return b;
        if (c.Node.OpType == "PRelu" && b is [> 1] && a.Length > 1)
            return [.. b, .. Enumerable.Repeat(1, a.Length - 2)];
        if (c.Node.Int("broadcast", 0) == 0 || !c.Node.Has("axis"))
            return b;
        int axis = c.Axis(c.Node.Int("axis", 0), a.Length);
        return axis + b.Length <= a.Length ? [.. b, .. Enumerable.Repeat(1, a.Length - axis - b.Length)] : throw c.Misfit($"aligns shape {Text(b)} at axis {axis} of {Text(a)}");

        static string Text(int[] shape) => ShapeContext.Text(shape);
    }

    /// <summary>The second input broadcasts to the first, but not the other way round.</summary>
    public static int[] OneWay(ShapeContext c) => Broadcast(c).AsSpan().SequenceEqual(c.Shape(0))
        ? c.Shape(0)
        : throw c.Misfit($"cannot broadcast shape {ShapeContext.Text(c.Shape(1))} to {ShapeContext.Text(c.Shape(0))}");

    public static int[] Broadcast(ShapeContext c, ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        int[] result = new int[Math.Max(a.Length, b.Length)];
        for (int i = 1; i <= result.Length; i++)
        {
            int x = i <= a.Length ? a[^i] : 1, y = i <= b.Length ? b[^i] : 1;
            if (x != y && x != 1 && y != 1)
                throw c.Misfit($"cannot broadcast shapes {ShapeContext.Text(a.ToArray())} and {ShapeContext.Text(b.ToArray())}");
            result[^i] = x == 1 ? y : x;
        }
        return result;
    }

    public static int[] Softmax(ShapeContext c)
    {
        int[] shape = c.Shape(0);
        SoftmaxAxis(c, shape.Length);
        return shape;
    }

    /// <summary>The axis; its default is 1 before opset 13 (where all dimensions from it on are one), and the last since.</summary>
    public static int SoftmaxAxis(ShapeContext c, int rank) => c.Axis(c.Node.Int("axis", c.Opset < 13 ? 1 : -1), rank);

    public static int[] BatchNormalization(ShapeContext c)
    {
        int[] shape = c.Shape(0);
        if (shape.Length < 2)
            throw c.Misfit($"needs an input with channels, not shape {ShapeContext.Text(shape)}");
        if (c.Node.Int("training_mode", 0) != 0)
            throw c.Unsupported("is in training mode; export the model for inference");
        if (c.Opset < 9 && c.Node.Int("spatial", 1) == 0)
            throw c.Unsupported("has attribute spatial=0");
        for (int i = 1; i <= 4; i++)
        {
            if (c.Shape(i) is not [int channels] || channels != shape[1])
                throw c.Misfit($"has {shape[1]} channels but an input {i + 1} of shape {ShapeContext.Text(c.Shape(i))}");
        }
        return shape;
    }
}
