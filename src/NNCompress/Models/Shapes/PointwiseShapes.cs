namespace NNCompress.Models.Shapes;

/// <summary>Operators that keep the shape of their input, or broadcast two.</summary>
internal static class PointwiseShapes
{
    public static int[] Same(ShapeContext c) => c.Shape(0);

    /// <summary>ONNX multidirectional broadcasting: shapes are aligned at their last dimensions, and a 1 stretches.</summary>
    public static int[] Broadcast(ShapeContext c)
    {
        if (c.Opset < 7 && c.Node.Int("broadcast", 0) != 0)
            throw c.Unsupported("uses the broadcasting of opset 6; convert the model to opset 7 or later");
        return Broadcast(c, c.Shape(0), c.Shape(1));
    }

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
