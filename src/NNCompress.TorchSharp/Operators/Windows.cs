using NNCompress.Models.Shapes;
using NNCompress.TorchSharp.Graphs;
using static TorchSharp.torch.nn;

namespace NNCompress.TorchSharp.Operators;

/// <summary>Convolution and pooling over one to three spatial dimensions; torch sees one as two, the first of them of one element.</summary>
internal static class Windows
{
    public static IReadOnlyDictionary<string, Func<TorchContext, Function>> Table { get; } = new Dictionary<string, Func<TorchContext, Function>>
    {
        ["Conv"] = Conv,
        ["ConvTranspose"] = ConvTranspose,
        ["MaxPool"] = MaxPool,
        ["AveragePool"] = AveragePool,
        ["GlobalAveragePool"] = c => (x, _) => x[0].mean(Spatial(c), true),
        ["GlobalMaxPool"] = c => (x, _) => x[0].amax(Spatial(c), true),
    };

    private static Function Conv(TorchContext c)
    {
        Window window = Window.Of(c.Operator, WindowShapes.ConvGeometry(c.Operator));
        long groups = c.Node.Int("group", 1);
        return (x, _) =>
        {
            (TorchTensor image, long[] padding) = window.Pad(window.Widen(x[0]), 0, mostHalf: false);
            return window.Narrow(Convolve(image, window.Widen(x[1]), x.Optional(2), window, padding, groups));
        };
    }

    private static TorchTensor Convolve(TorchTensor image, TorchTensor kernels, TorchTensor? bias, Window window, long[] padding, long groups) => window.Rank == 3
        ? functional.conv3d(image, kernels, bias, window.Strides, padding, window.Dilations, groups)
        : functional.conv2d(image, kernels, bias, window.Strides, padding, window.Dilations, groups);

    /// <summary>Without padding, which then is cut off; or added, where the output is asked to be larger.</summary>
    private static Function ConvTranspose(TorchContext c)
    {
        WindowGeometry geometry = TransposedWindow.Of(c.Operator);
        Window window = Window.Of(c.Operator, geometry);
        long groups = c.Node.Int("group", 1);
        long[] none = new long[window.Rank];
        // From the last dimension on, before and after.
        List<long> rim = [];
        for (int i = geometry.Input.Length - 1; i >= 0; i--)
        {
            long full = ((geometry.Input[i] - 1L) * geometry.Strides[i]) + ((geometry.Kernel[i] - 1L) * geometry.Dilations[i]) + 1;
            rim.AddRange([-geometry.PadsBegin[i], geometry.Output[i] - (full - geometry.PadsBegin[i])]);
        }
        return (x, _) =>
        {
            TorchTensor image = window.Widen(x[0]), kernels = window.Widen(x[1]);
            TorchTensor full = window.Rank == 3
                ? functional.conv_transpose3d(image, kernels, null, window.Strides, none, none, window.Dilations, groups)
                : functional.conv_transpose2d(image, kernels, null, window.Strides, none, none, window.Dilations, groups);
            TorchTensor result = functional.pad(window.Narrow(full), [.. rim], PaddingModes.Constant, 0);
            return x.Optional(2) is { } bias ? result.add(bias.reshape([1, -1, .. Enumerable.Repeat(1L, geometry.Input.Length)])) : result;
        };
    }

    private static Function MaxPool(TorchContext c)
    {
        if (c.Operator.OutputIndex == 1)
            return LargestPosition(c);
        Window window = Window.Of(c.Operator, WindowShapes.PoolGeometry(c.Operator));
        return (x, _) =>
        {
            (TorchTensor image, long[] padding) = window.Pad(window.Widen(x[0]), double.NegativeInfinity, mostHalf: true);
            return window.Narrow(window.Rank == 3
                ? functional.max_pool3d(image, window.Kernel, window.Strides, padding, window.Dilations, false)
                : functional.max_pool2d(image, window.Kernel, window.Strides, padding, window.Dilations, false));
        };
    }

    /// <summary>Where in the whole input, row-major or column-major inside a plane, each window's largest element is.</summary>
    private static Function LargestPosition(TorchContext c)
    {
        WindowGeometry geometry = WindowShapes.PoolGeometry(c.Operator);
        Window window = Window.Of(c.Operator, geometry);
        if (window.Rank == 3)
            throw c.Operator.Unsupported("tells positions over three spatial dimensions; the engine torchsharp has up to two");
        bool columns = c.Node.Int("storage_order", 0) != 0;
        int height = geometry.Input.Length == 2 ? geometry.Input[0] : 1, width = geometry.Input[^1], top = geometry.Input.Length == 2 ? geometry.PadsBegin[0] : 0;
        int planes = c.Operator.OutputShape[0] * c.Operator.OutputShape[1];
        TorchTensor starts = c.Numbers([.. Enumerable.Range(0, planes).Select(p => (float)p * height * width)], [c.Operator.OutputShape[0], c.Operator.OutputShape[1], 1, 1]);
        return (x, _) =>
        {
            (TorchTensor image, long[] none) = window.Pad(window.Widen(x[0]), double.NegativeInfinity, mostHalf: true, always: true);
            TorchTensor at = functional.max_pool2d_with_indices(image, window.Kernel, window.Strides, none, window.Dilations, false).indices.@float();
            long padded = image.shape[3];
            TorchTensor row = at.div(padded).floor(), column = at.sub(row.mul(padded)).sub(geometry.PadsBegin[^1]), inside = row.sub(top);
            return window.Narrow((columns ? column.mul(height).add(inside) : inside.mul(width).add(column)).add(starts));
        };
    }

    /// <summary>
    /// A convolution of each channel with ones, divided by how many elements count under each window: torch's own has no dilation, and its signature
    /// changed between versions.
    /// </summary>
    private static Function AveragePool(TorchContext c)
    {
        WindowGeometry geometry = WindowShapes.PoolGeometry(c.Operator);
        Window window = Window.Of(c.Operator, geometry);
        TorchTensor counts = c.Numbers(Counts(geometry, c.Node.Int("count_include_pad", 0) != 0), [1, 1, .. geometry.Output]);
        TorchTensor ones = c.Numbers([.. Enumerable.Repeat(1f, geometry.Kernel.Aggregate(1, (p, d) => p * d))], [1, 1, .. window.Kernel.Select(d => (int)d)]);
        return (x, _) =>
        {
            (TorchTensor image, long[] padding) = window.Pad(window.Widen(x[0]), 0, mostHalf: false);
            long[] shape = image.shape;
            TorchTensor sums = Convolve(image.reshape([shape[0] * shape[1], 1, .. shape[2..]]), ones, null, window, padding, 1);
            return window.Narrow(sums.reshape([shape[0], shape[1], .. sums.shape[2..]])).div(counts);
        };
    }

    /// <summary>The elements under each window, over the input alone or over its padding too.</summary>
    private static float[] Counts(WindowGeometry geometry, bool padding)
    {
        float[] counts = [1];
        for (int i = 0; i < geometry.Input.Length; i++)
        {
            int from = padding ? -geometry.PadsBegin[i] : 0, to = geometry.Input[i] + (padding ? geometry.PadsEnd[i] : 0), axis = i;
            float[] line = [.. Enumerable.Range(0, geometry.Output[i]).Select(o => (float)Enumerable.Range(0, geometry.Kernel[axis]).Count(tap =>
                (o * geometry.Strides[axis]) - geometry.PadsBegin[axis] + (tap * geometry.Dilations[axis]) is int at && at >= from && at < to))];
            counts = [.. counts.SelectMany(outer => line.Select(inner => outer * inner))];
        }
        return counts;
    }

    private static long[] Spatial(TorchContext c) => [.. Enumerable.Range(2, c.Operator.Shape(0).Length - 2).Select(i => (long)i)];
}
