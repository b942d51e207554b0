using NNCompress.Models.Shapes;
using NNCompress.TorchSharp.Graphs;
using static TorchSharp.torch.nn;

namespace NNCompress.TorchSharp.Operators;

/// <summary>What moves, repeats, drops or joins elements.</summary>
internal static class Layouts
{
    public static IReadOnlyDictionary<string, Func<TorchContext, Function>> Table { get; } = new Dictionary<string, Func<TorchContext, Function>>
    {
        ["Flatten"] = Reshaped,
        ["Reshape"] = Reshaped,
        ["Squeeze"] = Reshaped,
        ["Unsqueeze"] = Reshaped,
        ["Identity"] = Reshaped,
        ["Transpose"] = Strided,
        ["Slice"] = Strided,
        ["Split"] = Strided,
        ["Expand"] = Strided,
        ["Tile"] = Strided,
        ["DepthToSpace"] = Strided,
        ["SpaceToDepth"] = Strided,
        ["Concat"] = Concat,
        ["Pad"] = Pad,
    };

    private static Function Reshaped(TorchContext c) => (x, _) => x[0].reshape(c.Shape);

    /// <summary>A view of the input's memory; where it goes backwards, which torch has no view for, its elements by their positions.</summary>
    private static Function Strided(TorchContext c)
    {
        StridedView view = StridedViews.Find(c.Operator, c.Operator.OutputIndex)!;
        if (view.Dimensions.Any(d => d.Stride < 0) || view.Dimensions.Any(d => d.Size == 0))
        {
            TorchTensor positions = c.Indices(view.Positions());
            return (x, _) => x[0].reshape([-1]).index_select(0, positions).reshape(c.Shape);
        }
        long[] sizes = [.. view.Dimensions.Select(d => (long)d.Size)], strides = [.. view.Dimensions.Select(d => (long)d.Stride)];
        return (x, _) =>
        {
            TorchTensor row = x[0].contiguous();
            return row.as_strided(sizes, strides, row.storage_offset() + view.Start).reshape(c.Shape);
        };
    }

    private static Function Concat(TorchContext c)
    {
        long axis = c.Operator.Axis(c.Node.Int("axis", 1), c.Operator.OutputShape.Length);
        return (x, _) => torch.cat((IList<TorchTensor>)[.. Enumerable.Range(0, x.Count).Select(i => x[i])], axis);
    }

    /// <summary>A constant around the input, or elements of the input, taken axis by axis.</summary>
    private static Function Pad(TorchContext c)
    {
        PadWidths widths = PadWidths.Of(c.Operator);
        int[] shape = c.Operator.Shape(0);
        string mode = PadWidths.Mode(c.Operator);
        if (shape.Length == 0 || widths.Before.Concat(widths.After).All(w => w == 0))
            return (x, _) => x[0].alias();
        if (mode == "constant")
        {
            float value = c.Operator.Scalar("value", 2, 0);
            long[] rim = [.. Enumerable.Range(0, shape.Length).Reverse().SelectMany<int, long>(i => [widths.Before[i], widths.After[i]])];
            return (x, _) => functional.pad(x[0], rim, PaddingModes.Constant, value);
        }
        List<(long Axis, TorchTensor Positions)> moves = [];
        for (int i = 0; i < shape.Length; i++)
        {
            int size = shape[i];
            if (widths.Before[i] != 0 || widths.After[i] != 0)
                moves.Add((i, c.Indices(Enumerable.Range(-widths.Before[i], c.Operator.OutputShape[i]).Select(at => Source(at, size, mode)))));
        }
        return (x, _) => moves.Aggregate(x[0], (y, move) => y.index_select(move.Axis, move.Positions));
    }

    private static int Source(int at, int size, string mode) => mode switch
    {
        "edge" => Math.Clamp(at, 0, size - 1),
        "wrap" => ((at % size) + size) % size,
        _ => at < 0 ? -at : at >= size ? (2 * (size - 1)) - at : at,
    };
}
