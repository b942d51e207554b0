using NNCompress.Models.Shapes;
using NNCompress.TorchSharp.Graphs;

namespace NNCompress.TorchSharp.Operators;

/// <summary>Functions of two or more values, with broadcasting; true is 1 and false 0.</summary>
internal static class Arithmetic
{
    public static IReadOnlyDictionary<string, Func<TorchContext, Function>> Table { get; } = new Dictionary<string, Func<TorchContext, Function>>
    {
        ["Add"] = c => Pair(c, (a, b) => a.add(b)),
        ["Sub"] = c => Pair(c, (a, b) => a.sub(b)),
        ["Mul"] = c => Pair(c, (a, b) => a.mul(b)),
        ["Div"] = c => c.Operator.IsInteger(0) ? Pair(c, (a, b) => a.div(b).trunc()) : Pair(c, (a, b) => a.div(b)),
        ["Mod"] = c => c.Node.Int("fmod", 0) != 0 ? Pair(c, (a, b) => a.fmod(b)) : Pair(c, (a, b) => a.sub(b.mul(a.div(b).floor()))),
        ["Pow"] = c => c.Operator.IsInteger(0) ? Pair(c, (a, b) => a.pow(b).trunc()) : Pair(c, (a, b) => a.pow(b)),
        ["PRelu"] = c => Pair(c, (a, b) => torch.where(a.lt(0), a.mul(b), a)),
        ["Equal"] = c => Pair(c, (a, b) => a.eq(b).@float()),
        ["Greater"] = c => Pair(c, (a, b) => a.gt(b).@float()),
        ["GreaterOrEqual"] = c => Pair(c, (a, b) => a.ge(b).@float()),
        ["Less"] = c => Pair(c, (a, b) => a.lt(b).@float()),
        ["LessOrEqual"] = c => Pair(c, (a, b) => a.le(b).@float()),
        ["And"] = c => Pair(c, (a, b) => a.ne(0).@float().mul(b.ne(0).@float())),
        ["Or"] = c => Pair(c, (a, b) => a.ne(0).@float().add(b.ne(0).@float()).ne(0).@float()),
        ["Xor"] = c => Pair(c, (a, b) => a.ne(0).@float().ne(b.ne(0).@float()).@float()),
        ["Min"] = c => Fold(c, torch.minimum),
        ["Max"] = c => Fold(c, torch.maximum),
        ["Sum"] = c => Fold(c, (a, b) => a.add(b)),
        ["Mean"] = Mean,
        ["Where"] = _ => (x, _) => torch.where(x[0].ne(0), x[1], x[2]),
    };

    private static Function Pair(TorchContext c, Func<TorchTensor, TorchTensor, TorchTensor> function)
    {
        // Before opset 7 an attribute says where the second aligns.
        int[] second = PointwiseShapes.SecondShape(c.Operator);
        if (second.AsSpan().SequenceEqual(c.Operator.Shape(1)))
            return (x, _) => function(x[0], x[1]);
        long[] aligned = TorchDevice.Dimensions(second);
        return (x, _) => function(x[0], x[1].reshape(aligned));
    }

    private static Function Fold(TorchContext c, Func<TorchTensor, TorchTensor, TorchTensor> function)
    {
        int count = c.Node.Inputs.Count;
        return (x, _) =>
        {
            TorchTensor result = x[0].alias();
            for (int i = 1; i < count; i++)
                result = function(result, x[i]);
            return result;
        };
    }

    private static Function Mean(TorchContext c)
    {
        Function sum = Fold(c, (a, b) => a.add(b));
        return (x, pass) => sum(x, pass).div(c.Node.Inputs.Count);
    }
}
