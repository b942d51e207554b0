namespace NNCompress.Models.Shapes;

/// <summary>Which indices along an axis Gather takes.</summary>
/// <param name="Axis">From the front.</param>
/// <param name="Indices">From 0, row-major.</param>
/// <param name="Shape">What the axis becomes; empty where it goes.</param>
internal sealed record GatherIndices(int Axis, int[] Indices, int[] Shape)
{
    /// <exception cref="NncException">NNC2020: the indices are computed. NNC2021: they do not fit the input.</exception>
    public static GatherIndices Of(ShapeContext c)
    {
        int[] x = c.Shape(0);
        int axis = c.Axis(c.Node.Int("axis", 0), x.Length);
        if (c.Constant(1) is not { IsFloat: false } indices)
            throw c.Unsupported($"computes its indices ('{c.Node.Input(1)}') while it runs; only constants are supported");
        if (Array.FindIndex(indices.Integers, i => i < -x[axis] || i >= x[axis]) is >= 0 and int wrong)
            throw c.Misfit($"takes index {indices.Integers[wrong]} of {x[axis]} along axis {axis}");
        return new GatherIndices(axis, Array.ConvertAll(indices.Integers, i => (int)(i < 0 ? i + x[axis] : i)), indices.Shape);
    }

    /// <summary>The shape rule of Gather; constant indices are held to the input.</summary>
    public static int[] OutputShape(ShapeContext c)
    {
        int[] x = c.Shape(0);
        int axis = c.Axis(c.Node.Int("axis", 0), x.Length);
        int[] indices = c.Constant(1) is null ? c.Shape(1) : Of(c).Shape;
        return [.. x[..axis], .. indices, .. x[(axis + 1)..]];
    }
}
