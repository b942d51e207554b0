namespace NNCompress.Models.Shapes;

/// <summary>Where the elements of a value come from that only moves, repeats or drops those of its input.</summary>
/// <param name="Start">Position in the input of the first element.</param>
/// <param name="Dimensions">
/// From the outermost in: a size, and how far the next element lies in the input. 0 repeats, a negative stride goes backwards. Neighbours that can be walked
/// as one dimension are one, so these need not be the dimensions of the value.
/// </param>
internal sealed record StridedView(int Start, IReadOnlyList<(int Size, int Stride)> Dimensions)
{
    /// <summary>A view over dimensions as they come.</summary>
    public static StridedView Of(int start, IEnumerable<(int Size, int Stride)> dimensions)
    {
        List<(int Size, int Stride)> merged = [];
        foreach ((int size, int stride) in dimensions)
        {
            if (size == 1)
                continue;
            if (merged.Count > 0 && merged[^1].Stride == (long)stride * size)
                merged[^1] = (merged[^1].Size * size, stride);
            else
                merged.Add((size, stride));
        }
        return new StridedView(start, merged.Count == 0 ? [(1, 1)] : merged);
    }

    /// <summary>The input repeated to a shape that it broadcasts to.</summary>
    public static StridedView Broadcast(int[] from, int[] to)
    {
        int[] strides = Strides(from);
        int missing = to.Length - from.Length;
        return Of(0, to.Select((size, i) => (size, i < missing || from[i - missing] == 1 ? 0 : strides[i - missing])));
    }

    /// <summary>How far the next element lies in each dimension of a row-major value.</summary>
    public static int[] Strides(int[] shape)
    {
        int[] strides = new int[shape.Length];
        int stride = 1;
        for (int i = shape.Length - 1; i >= 0; i--)
            (strides[i], stride) = (stride, unchecked(stride * shape[i]));
        return strides;
    }

    /// <summary>The input position of each element, in order.</summary>
    public IEnumerable<int> Positions() => Dimensions.Any(d => d.Size == 0) ? [] : Walk(0, Start);

    private IEnumerable<int> Walk(int depth, int at)
    {
        (int size, int stride) = Dimensions[depth];
        for (int i = 0; i < size; i++, at += stride)
        {
            if (depth == Dimensions.Count - 1)
            {
                yield return at;
                continue;
            }
            foreach (int position in Walk(depth + 1, at))
                yield return position;
        }
    }
}
