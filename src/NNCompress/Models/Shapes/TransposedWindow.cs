namespace NNCompress.Models.Shapes;

/// <summary>The windows of ConvTranspose: as of the convolution whose input is this node's output.</summary>
internal static class TransposedWindow
{
    /// <summary>Input and Output are those of the transposed convolution.</summary>
    /// <exception cref="NncException">NNC2020 negative padding or unknown auto_pad, NNC2021 shapes or attributes that do not fit.</exception>
    public static WindowGeometry Of(ShapeContext c)
    {
        int[] x = c.Shape(0), w = c.Shape(1);
        long groups = c.Node.Int("group", 1);
        if (x.Length < 3 || w.Length != x.Length || groups < 1 || w[0] != x[1] || x[1] == 0 || x[1] % groups != 0 || w.AsSpan(2).Contains(0))
            throw c.Misfit($"convolves shape {ShapeContext.Text(x)} in {groups} groups with kernels of shape {ShapeContext.Text(w)}");
        if (c.Node.Input(2) is not null && (c.Shape(2) is not [int biases] || biases != w[1] * groups))
            throw c.Misfit($"has {w[1] * groups} channels but a bias of shape {ShapeContext.Text(c.Shape(2))}");
        int rank = x.Length - 2;
        int[] strides = WindowGeometry.List(c, "strides", rank, 1), dilations = WindowGeometry.List(c, "dilations", rank, 1);
        IReadOnlyList<long> extra = c.Node.Ints("output_padding") ?? [.. new long[rank]], pads = c.Node.Ints("pads") ?? [.. new long[2 * rank]];
        IReadOnlyList<long>? wanted = c.Node.Ints("output_shape");
        if (extra.Count != rank || pads.Count != 2 * rank || (wanted is not null && wanted.Count != rank))
            throw c.Misfit($"has output_padding, pads or output_shape of another length than its {rank} spatial dimensions need");
        string mode = c.Node.Text("auto_pad", "NOTSET");
        if (mode is not ("NOTSET" or "VALID" or "SAME_UPPER" or "SAME_LOWER"))
            throw c.Unsupported($"has auto_pad '{mode}'");
        int[] output = new int[rank], begin = new int[rank], end = new int[rank];
        for (int i = 0; i < rank; i++)
        {
            long full = ((x[i + 2] - 1L) * strides[i]) + extra[i] + ((w[i + 2] - 1L) * dilations[i]) + 1;
            long first = mode is "NOTSET" ? pads[i] : 0, last = mode is "NOTSET" ? pads[rank + i] : 0;
            if (wanted is not null || mode is "SAME_UPPER" or "SAME_LOWER")
            {
                // An odd element goes to the end with SAME_UPPER alone.
                long total = Math.Max(0, full - (wanted?[i] ?? ((long)x[i + 2] * strides[i]))), half = total / 2;
                (first, last) = mode is "SAME_UPPER" ? (half, total - half) : (total - half, half);
            }
            if (first < 0 || last < 0 || extra[i] < 0)
                throw c.Unsupported("has negative padding");
            long size = wanted?[i] ?? (full - first - last);
            if (size is < 1 or > int.MaxValue || first > int.MaxValue || last > int.MaxValue)
                throw c.Misfit($"makes {size} elements of {x[i + 2]} along spatial dimension {i}");
            (output[i], begin[i], end[i]) = ((int)size, (int)first, (int)last);
        }
        return new WindowGeometry(x[2..], output, w[2..], strides, dilations, begin, end);
    }

    /// <summary>The shape rule of ConvTranspose.</summary>
    public static int[] Shape(ShapeContext c)
    {
        int[] spatial = Of(c).Output;
        return [c.Shape(0)[0], c.Shape(1)[1] * (int)c.Node.Int("group", 1), .. spatial];
    }
}
