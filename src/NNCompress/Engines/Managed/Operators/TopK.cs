namespace NNCompress.Engines.Managed.Operators;

/// <summary>The k largest or smallest elements along an axis, in order, and where they were; of equals the first comes first.</summary>
internal static class TopK
{
    public static Kernel Compile(OperatorContext c)
    {
        int[] x = c.Shape(0), axes = [c.Axis(c.Node.Int("axis", -1), x.Length)];
        bool largest = c.Node.Int("largest", 1) != 0, positions = c.OutputIndex == 1;
        return new RowMap(new AxisRows(x, axes), new AxisRows(c.OutputShape, axes), (row, result) => Take(row, result, largest, positions));
    }

    private static void Take(ReadOnlySpan<float> row, Span<float> result, bool largest, bool positions)
    {
        float[] keys = new float[row.Length];
        int[] order = new int[row.Length];
        for (int i = 0; i < keys.Length; i++)
            (keys[i], order[i]) = (largest ? -row[i] : row[i], i);
        Array.Sort(order, (a, b) => keys[a] != keys[b] ? keys[a].CompareTo(keys[b]) : a.CompareTo(b));
        for (int i = 0; i < result.Length; i++)
            result[i] = positions ? order[i] : row[order[i]];
    }
}
