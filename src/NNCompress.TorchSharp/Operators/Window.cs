using NNCompress.Models.Shapes;
using static TorchSharp.torch.nn;

namespace NNCompress.TorchSharp.Operators;

/// <summary>A sliding window as torch wants it.</summary>
/// <param name="geometry">Where it slides.</param>
internal sealed class Window(WindowGeometry geometry)
{
    private readonly bool widened = geometry.Input.Length == 1;

    /// <summary>Spatial dimensions that torch sees: 2 or 3.</summary>
    public int Rank => Math.Max(geometry.Input.Length, 2);

    public long[] Kernel => Long(geometry.Kernel);

    public long[] Strides => Long(geometry.Strides);

    public long[] Dilations => Long(geometry.Dilations);

    /// <exception cref="NncException">NNC2020: more than three spatial dimensions.</exception>
    public static Window Of(ShapeContext c, WindowGeometry geometry) => geometry.Input.Length <= 3
        ? new Window(geometry)
        : throw c.Unsupported($"has {geometry.Input.Length} spatial dimensions; the engine torchsharp has up to three");

    /// <summary>Makes one spatial dimension two.</summary>
    public TorchTensor Widen(TorchTensor x) => widened ? x.unsqueeze(2) : x;

    /// <summary>Makes two spatial dimensions one again.</summary>
    public TorchTensor Narrow(TorchTensor y) => widened ? y.squeeze(2) : y;

    /// <summary>Pads what torch cannot pad by itself, on either side differently; returns what is left for torch to do.</summary>
    /// <param name="image">With two or three spatial dimensions.</param>
    /// <param name="value">What padding holds.</param>
    /// <param name="mostHalf">Whether torch pads by no more than half a window.</param>
    /// <param name="always">Whether torch shall not pad at all.</param>
    public (TorchTensor Image, long[] Padding) Pad(TorchTensor image, double value, bool mostHalf, bool always = false)
    {
        long[] end = new long[geometry.Input.Length];
        bool own = always;
        for (int i = 0; i < end.Length; i++)
        {
            // Windows that are rounded up reach beyond the padding that was asked for; what no window reaches does not matter.
            long reach = ((geometry.Output[i] - 1L) * geometry.Strides[i]) + ((geometry.Kernel[i] - 1L) * geometry.Dilations[i]) + 1;
            end[i] = Math.Max(0, reach - geometry.Input[i] - geometry.PadsBegin[i]);
            long outputs = ((geometry.Input[i] + (2L * geometry.PadsBegin[i]) - ((geometry.Kernel[i] - 1L) * geometry.Dilations[i]) - 1) / geometry.Strides[i]) + 1;
            own |= outputs != geometry.Output[i] || (mostHalf && 2 * geometry.PadsBegin[i] > geometry.Kernel[i]);
        }
        if (!own)
            return (image, [.. widened ? [0L] : Array.Empty<long>(), .. Long(geometry.PadsBegin)]);
        List<long> rim = [];
        for (int i = end.Length - 1; i >= 0; i--)
            rim.AddRange([geometry.PadsBegin[i], end[i]]);
        return (rim.All(p => p == 0) ? image : functional.pad(image, [.. rim], PaddingModes.Constant, value), new long[Rank]);
    }

    private long[] Long(int[] values) => values == geometry.PadsBegin || !widened ? TorchDevice.Dimensions(values) : [1, .. TorchDevice.Dimensions(values)];
}
