using NNCompress.Models.Shapes;
using NNCompress.TorchSharp.Graphs;

namespace NNCompress.TorchSharp.Operators;

/// <summary>Makes one number of many along some axes: these come last, as one.</summary>
internal static class Reductions
{
    public static IReadOnlyDictionary<string, Func<TorchContext, Function>> Table { get; } = new Dictionary<string, Func<TorchContext, Function>>
    {
        ["ReduceSum"] = c => Reduce(c, x => x.sum(-1)),
        ["ReduceMean"] = c => Reduce(c, x => x.mean([-1])),
        ["ReduceMax"] = c => Reduce(c, x => x.amax([-1])),
        ["ReduceMin"] = c => Reduce(c, x => x.amin([-1])),
        ["ReduceProd"] = c => Reduce(c, x => x.cumprod(-1).select(-1, -1)),
        ["ReduceL1"] = c => Reduce(c, x => x.abs().sum(-1)),
        ["ReduceL2"] = c => Reduce(c, x => x.square().sum(-1).sqrt()),
        ["ReduceSumSquare"] = c => Reduce(c, x => x.square().sum(-1)),
        ["ReduceLogSum"] = c => Reduce(c, x => x.sum(-1).log()),
        ["ReduceLogSumExp"] = c => Reduce(c, x => x.logsumexp(-1)),
        ["ArgMax"] = c => Argument(c, x => x.argmax(-1)),
        ["ArgMin"] = c => Argument(c, x => x.neg().argmax(-1)),
        ["CumSum"] = CumSum,
    };

    private static Function Reduce(TorchContext c, Func<TorchTensor, TorchTensor> function)
    {
        int[] shape = c.Operator.Shape(0), axes = ReducedAxes.Of(c.Operator).Axes;
        if (axes.Any(a => shape[a] == 0) && c.Node.OpType is not ("ReduceSum" or "ReduceL1" or "ReduceL2" or "ReduceSumSquare"))
            throw c.Operator.Misfit("reduces over no element");
        // Over no axis, each element is a row of its own.
        return (x, _) => function(Rows(x[0], shape, axes)).reshape(c.Shape);
    }

    private static Function Argument(TorchContext c, Func<TorchTensor, TorchTensor> function)
    {
        int[] shape = c.Operator.Shape(0), axes = ReducedAxes.OfArgument(c.Operator).Axes;
        if (shape[axes[0]] == 0)
            throw c.Operator.Misfit("looks for a position among no element");
        if (c.Node.Int("select_last_index", 0) == 0)
            return (x, _) => function(Rows(x[0], shape, axes)).@float().reshape(c.Shape);
        return (x, _) => function(Rows(x[0], shape, axes).flip(-1)).@float().neg().add(shape[axes[0]] - 1).reshape(c.Shape);
    }

    private static TorchTensor Rows(TorchTensor x, int[] shape, int[] axes)
    {
        int[] kept = [.. Enumerable.Range(0, shape.Length).Except(axes)];
        long length = axes.Aggregate(1L, (p, a) => p * shape[a]);
        long[] order = [.. kept.Concat(axes).Select(a => (long)a)];
        return (order.Length > 0 ? x.permute(order) : x).reshape([.. kept.Select(a => (long)shape[a]), length]);
    }

    /// <summary>Exclusive of the element itself, or from the end, where the node says so.</summary>
    private static Function CumSum(TorchContext c)
    {
        long axis = c.Operator.Axis(c.Operator.Integers("axis", 1) is [long single] ? single : throw c.Operator.Misfit("lacks its axis"), c.Operator.Shape(0).Length);
        bool exclusive = c.Node.Int("exclusive", 0) != 0, reverse = c.Node.Int("reverse", 0) != 0;
        return (x, _) =>
        {
            TorchTensor row = reverse ? x[0].flip(axis) : x[0], sum = row.cumsum(axis), result = exclusive ? sum.sub(row) : sum;
            return reverse ? result.flip(axis) : result;
        };
    }
}
