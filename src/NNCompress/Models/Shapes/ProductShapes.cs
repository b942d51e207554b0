namespace NNCompress.Models.Shapes;

/// <summary>Matrix products.</summary>
internal static class ProductShapes
{
    public static int[] Gemm(ShapeContext c)
    {
        int[] a = c.Shape(0), b = c.Shape(1);
        if (a.Length != 2 || b.Length != 2)
            throw c.Misfit($"multiplies shapes {ShapeContext.Text(a)} and {ShapeContext.Text(b)}, which are not both matrices");
        bool transposeA = c.Node.Int("transA", 0) != 0, transposeB = c.Node.Int("transB", 0) != 0;
        (int m, int k) = transposeA ? (a[1], a[0]) : (a[0], a[1]);
        (int inner, int n) = transposeB ? (b[1], b[0]) : (b[0], b[1]);
        if (inner != k)
            throw c.Misfit($"multiplies {m}×{k} with {inner}×{n}");
        int[] result = [m, n];
        if (c.Node.Input(2) is not null && !PointwiseShapes.Broadcast(c, result, c.Shape(2)).AsSpan().SequenceEqual(result))
            throw c.Misfit($"adds a value of shape {ShapeContext.Text(c.Shape(2))} to {m}×{n}");
        return result;
    }

    /// <summary>Matrix product as of numpy.matmul: a vector is a row on the left and a column on the right, leading dimensions broadcast.</summary>
    public static int[] MatMul(ShapeContext c)
    {
        int[] a = c.Shape(0), b = c.Shape(1);
        if (a.Length == 0 || b.Length == 0)
            throw c.Misfit("multiplies a scalar");
        int k = a[^1], inner = b.Length > 1 ? b[^2] : b[0];
        if (k != inner)
            throw c.Misfit($"multiplies shapes {ShapeContext.Text(a)} and {ShapeContext.Text(b)}");
        int[] batch = PointwiseShapes.Broadcast(c, a.AsSpan(0, Math.Max(0, a.Length - 2)), b.AsSpan(0, Math.Max(0, b.Length - 2)));
        List<int> result = [.. batch];
        if (a.Length > 1)
            result.Add(a[^2]);
        if (b.Length > 1)
            result.Add(b[^1]);
        return [.. result];
    }
}
