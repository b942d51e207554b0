namespace NNCompress.Engines.Managed.Operators;

/// <summary>Walks two values that are broadcast to a common shape, in as few nested dimensions as their shapes allow.</summary>
internal sealed class BroadcastLoop
{
    private readonly List<(int Size, nint A, nint B)> dimensions = [];

    /// <param name="shape">The common shape.</param>
    /// <param name="a">Shape of the first value, aligned at its last dimension.</param>
    /// <param name="b">Shape of the second value, likewise.</param>
    public BroadcastLoop(int[] shape, int[] a, int[] b)
    {
        nint[] strideA = Strides(a, shape.Length), strideB = Strides(b, shape.Length);
        for (int i = 0; i < shape.Length; i++)
        {
            if (shape[i] == 1)
                continue;
            (int Size, nint A, nint B) next = (shape[i], strideA[i], strideB[i]);
            // Two dimensions that both values walk as one are one.
            if (dimensions.Count > 0 && dimensions[^1].A == next.A * next.Size && dimensions[^1].B == next.B * next.Size)
                dimensions[^1] = (dimensions[^1].Size * next.Size, next.A, next.B);
            else
                dimensions.Add(next);
        }
        if (dimensions.Count == 0)
            dimensions.Add((1, 1, 1));
    }

    /// <summary>The innermost dimension: its size, and the strides (0 or 1) of both values in it.</summary>
    public (int Size, nint A, nint B) Inner => dimensions[^1];

    /// <summary>Where each run of the innermost dimension starts in both values, in the order of the output.</summary>
    public IEnumerable<(nint A, nint B)> Outer() => Walk(dimensions.Count - 1);

    /// <summary>The same for single elements.</summary>
    public IEnumerable<(nint A, nint B)> All() => Walk(dimensions.Count);

    private IEnumerable<(nint A, nint B)> Walk(int depth)
    {
        if (dimensions.Any(d => d.Size == 0))
            yield break;
        int[] at = new int[depth];
        nint a = 0, b = 0;
        while (true)
        {
            yield return (a, b);
            int d = depth - 1;
            for (; d >= 0; d--)
            {
                (int size, nint stepA, nint stepB) = dimensions[d];
                (a, b) = (a + stepA, b + stepB);
                if (++at[d] < size)
                    break;
                (a, b) = (a - (stepA * size), b - (stepB * size));
                at[d] = 0;
            }
            if (d < 0)
                yield break;
        }
    }

    private static nint[] Strides(int[] shape, int rank)
    {
        nint[] strides = new nint[rank];
        nint stride = 1;
        for (int i = 1; i <= shape.Length; i++)
        {
            strides[^i] = shape[^i] == 1 ? 0 : stride;
            stride *= shape[^i];
        }
        return strides;
    }
}
