namespace NNCompress.Models.Shapes;

/// <summary>How a window slides over the spatial dimensions: convolution and pooling (ONNX operator specification, Conv and MaxPool).</summary>
/// <param name="Input">Spatial input sizes.</param>
/// <param name="Output">Spatial output sizes.</param>
/// <param name="Kernel">Window sizes.</param>
/// <param name="Strides">Steps between windows.</param>
/// <param name="Dilations">Steps inside a window.</param>
/// <param name="PadsBegin">Padding before the first element of each dimension.</param>
/// <param name="PadsEnd">Padding after the last element of each dimension.</param>
internal sealed record WindowGeometry(
    int[] Input, int[] Output, int[] Kernel, int[] Strides, int[] Dilations, int[] PadsBegin, int[] PadsEnd)
{
    /// <summary>Reads strides, dilations, pads and auto_pad of the node.</summary>
    /// <param name="c">The node.</param>
    /// <param name="input">Spatial input sizes.</param>
    /// <param name="kernel">Window sizes.</param>
    /// <exception cref="NncException">NNC2020 negative padding or unknown auto_pad, NNC2021 attributes of a wrong length or a window larger than its input.</exception>
    public static WindowGeometry Of(ShapeContext c, int[] input, int[] kernel)
    {
        int rank = input.Length;
        int[] strides = List(c, "strides", rank, 1), dilations = List(c, "dilations", rank, 1);
        int[] output = new int[rank], begin = new int[rank], end = new int[rank];
        string mode = c.Node.Text("auto_pad", "NOTSET");
        bool ceil = c.Node.Int("ceil_mode", 0) != 0;
        if (mode is "NOTSET" && c.Node.Ints("pads") is { } pads)
        {
            if (pads.Count != 2 * rank || pads.Any(p => p > int.MaxValue / 4))
                throw c.Misfit($"has pads [{string.Join(',', pads)}] for {rank} spatial dimensions");
            if (pads.Any(p => p < 0))
                throw c.Unsupported($"has negative pads [{string.Join(',', pads)}]");
            begin = [.. pads.Take(rank).Select(p => (int)p)];
            end = [.. pads.Skip(rank).Select(p => (int)p)];
        }
        else if (mode is not ("NOTSET" or "VALID" or "SAME_UPPER" or "SAME_LOWER"))
        {
            throw c.Unsupported($"has auto_pad '{mode}'");
        }
        for (int i = 0; i < rank; i++)
        {
            long extent = ((kernel[i] - 1L) * dilations[i]) + 1;
            if (mode is "SAME_UPPER" or "SAME_LOWER")
            {
                output[i] = (input[i] + strides[i] - 1) / strides[i];
                long total = Math.Max(0, ((output[i] - 1L) * strides[i]) + extent - input[i]);
                if (total > int.MaxValue)
                    throw c.Misfit($"needs {total} elements of padding");
                int small = (int)(total / 2), large = (int)(total - small);
                (begin[i], end[i]) = mode is "SAME_UPPER" ? (small, large) : (large, small);
                continue;
            }
            long room = (long)input[i] + begin[i] + end[i] - extent;
            if (room < 0)
                throw c.Misfit($"slides a window of {extent} over {input[i]} elements with {begin[i]}+{end[i]} of padding");
            bool up = ceil && mode is "NOTSET";
            output[i] = (int)((room + (up ? strides[i] - 1 : 0)) / strides[i]) + 1;
            // A last window that would start in the padding at the end is left out.
            if (up && (output[i] - 1L) * strides[i] >= (long)input[i] + begin[i])
                output[i]--;
        }
        return new WindowGeometry(input, output, kernel, strides, dilations, begin, end);
    }

    /// <summary>The attribute's positive integers, one a spatial dimension.</summary>
    public static int[] List(ShapeContext c, string attribute, int rank, int? otherwise)
    {
        IReadOnlyList<long>? list = c.Node.Ints(attribute);
        if (list is null && otherwise is { } value)
            return [.. Enumerable.Repeat(value, rank)];
        if (list is null || list.Count != rank || list.Any(v => v is < 1 or > int.MaxValue / 4))
            throw c.Misfit($"has {attribute} [{string.Join(',', list ?? [])}] for {rank} spatial dimensions");
        return [.. list.Select(v => (int)v)];
    }
}
