using NNCompress.Models;

namespace NNCompress.Pruning;

/// <summary>
/// The rows that a layer multiplies with its weights: for a dense layer the row of each sample, or a few of its tokens; for a convolution, the patches
/// under the kernel at a few output positions of each sample. Chosen by a running number so that they cover the places evenly over the data.
/// </summary>
internal sealed class PatchSampler
{
    private const double FirstStep = 0.7548776662466927;

    private readonly bool convolution;
    private readonly int[] kernel, strides, dilations, pads;
    private readonly string autoPad;
    private long seen;

    public PatchSampler(Network network, Layer layer)
    {
        convolution = layer.IsConvolution;
        kernel = convolution ? network.ShapeOf(layer.Weight)[2..] : [];
        strides = List("strides", 1, kernel.Length);
        dilations = List("dilations", 1, kernel.Length);
        pads = List("pads", 0, kernel.Length * 2);
        autoPad = layer.Node.Text("auto_pad", "NOTSET");

        int[] List(string name, int otherwise, int length) =>
            layer.Node.Ints(name) is { Count: > 0 } list ? [.. list.Select(v => (int)v)] : [.. Enumerable.Repeat(otherwise, length)];
    }

    /// <summary>Length of a row.</summary>
    public int Width(ReadOnlySpan<int> shape) => convolution ? kernel.Aggregate(shape[1], (a, b) => a * b) : shape[^1];

    public int RowsIn(ReadOnlySpan<int> shape, int patches)
    {
        if (convolution)
            return shape[0] * patches;
        return shape.Length < 2 ? 1 : shape[0] * Math.Min(patches, Places(shape));
    }

    /// <summary>Goes on as if so many rows had been read.</summary>
    public void Skip(int rows) => seen += rows;

    /// <summary>Copies row number <paramref name="row"/> of the batch.</summary>
    public void Read(ReadOnlySpan<float> data, ReadOnlySpan<int> shape, int row, int patches, Span<float> target)
    {
        if (!convolution)
        {
            int places = shape.Length < 2 ? 1 : Places(shape), chosen = Math.Min(patches, places);
            int place = places <= chosen ? row % chosen : (int)(seen++ * FirstStep % 1.0 * places);
            data.Slice(((row / chosen * places) + place) * shape[^1], shape[^1]).CopyTo(target);
            return;
        }
        int rank = kernel.Length, channels = shape[1];
        Span<int> origin = stackalloc int[rank];
        Origin(shape, seen++, origin);
        int plane = 1;
        foreach (int d in shape[2..])
            plane *= d;
        ReadOnlySpan<float> sample = data.Slice(row / patches * channels * plane, channels * plane);
        int taps = target.Length / channels;
        for (int tap = 0; tap < taps; tap++)
        {
            int at = 0, rest = tap, stride = 1;
            bool inside = true;
            for (int d = rank - 1; d >= 0; d--)
            {
                int position = origin[d] + rest % kernel[d] * dilations[d];
                rest /= kernel[d];
                inside &= position >= 0 && position < shape[2 + d];
                at += position * stride;
                stride *= shape[2 + d];
            }
            for (int c = 0; c < channels; c++)
                target[c * taps + tap] = inside ? sample[c * plane + at] : 0;
        }
    }

    /// <summary>Rows of one index of the first axis.</summary>
    private static int Places(ReadOnlySpan<int> shape)
    {
        int places = 1;
        foreach (int d in shape[1..^1])
            places *= d;
        return places;
    }

    /// <summary>Input position of the kernel's first tap, for an output position drawn by a fixed low-discrepancy sequence.</summary>
    private void Origin(ReadOnlySpan<int> shape, long number, Span<int> origin)
    {
        for (int d = 0; d < origin.Length; d++)
        {
            int extent = (kernel[d] - 1) * dilations[d] + 1, size = shape[2 + d];
            int before = pads[d], after = pads[d + origin.Length];
            if (autoPad is "SAME_UPPER" or "SAME_LOWER")
            {
                int total = Math.Max(0, ((size + strides[d] - 1) / strides[d] - 1) * strides[d] + extent - size);
                before = autoPad == "SAME_UPPER" ? total / 2 : total - total / 2;
                after = total - before;
            }
            int positions = Math.Max(1, (size + before + after - extent) / strides[d] + 1);
            // Additive recurrence with the roots of the plastic number's generalisation (Roberts 2018).
            double step = d switch { 0 => FirstStep, 1 => 0.5698402909980532, _ => 0.6180339887498949 };
            double fraction = number * step % 1.0;
            origin[d] = (int)(fraction * positions) * strides[d] - before;
        }
    }
}
