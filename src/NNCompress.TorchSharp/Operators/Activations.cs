using NNCompress.Models.Shapes;
using NNCompress.Numerics;
using NNCompress.TorchSharp.Graphs;

namespace NNCompress.TorchSharp.Operators;

/// <summary>What stands between the layers of common networks.</summary>
internal static class Activations
{
    public static IReadOnlyDictionary<string, Func<TorchContext, Function>> Table { get; } = new Dictionary<string, Func<TorchContext, Function>>
    {
        ["Relu"] = _ => (x, _) => x[0].relu(),
        ["LeakyRelu"] = LeakyRelu,
        ["Sigmoid"] = _ => (x, _) => x[0].sigmoid(),
        ["Tanh"] = _ => (x, _) => x[0].tanh(),
        ["Clip"] = Clip,
        ["Elu"] = Elu,
        ["HardSwish"] = _ => (x, _) => x[0].mul(x[0].div(6).add(0.5).clamp(0, 1)),
        ["HardSigmoid"] = HardSigmoid,
        ["Softmax"] = c => Softmax(c, (x, axis) => x.softmax(axis)),
        ["LogSoftmax"] = c => Softmax(c, (x, axis) => x.log_softmax(axis)),
        ["Dropout"] = Dropout,
    };

    private static Function Clip(TorchContext c)
    {
        float low = c.Operator.Scalar("min", 1, float.NegativeInfinity), high = c.Operator.Scalar("max", 2, float.PositiveInfinity);
        return (x, _) => x[0].clamp(low, high);
    }

    private static Function LeakyRelu(TorchContext c)
    {
        float alpha = c.Node.Float("alpha", 0.01f);
        return (x, _) => x[0].leaky_relu(alpha);
    }

    private static Function Elu(TorchContext c)
    {
        float alpha = c.Node.Float("alpha", 1);
        return (x, _) => torch.where(x[0].gt(0), x[0], x[0].clamp_max(0).expm1().mul(alpha));
    }

    private static Function HardSigmoid(TorchContext c)
    {
        float alpha = c.Node.Float("alpha", 0.2f), beta = c.Node.Float("beta", 0.5f);
        return (x, _) => x[0].mul(alpha).add(beta).clamp(0, 1);
    }

    /// <summary>Along an axis; before opset 13 along all dimensions from it on.</summary>
    private static Function Softmax(TorchContext c, Func<TorchTensor, long, TorchTensor> function)
    {
        int[] shape = c.Operator.Shape(0);
        int axis = PointwiseShapes.SoftmaxAxis(c.Operator, shape.Length);
        if (c.Operator.Opset >= 13)
            return (x, _) => function(x[0], axis);
        long[] rows = [shape[..axis].Aggregate(1L, (p, d) => p * d), shape[axis..].Aggregate(1L, (p, d) => p * d)];
        return (x, _) => function(x[0].reshape(rows), 1).reshape(c.Shape);
    }

    /// <summary>In training the same elements fall as on the managed engine: the seed, the node, the step's number and the element's place decide.</summary>
    private static Function Dropout(TorchContext c)
    {
        bool trains = c.Node.Input(2) is not null && c.Operator.Weights(2) is not [0], drops = c.Node.Input(1) is null || c.Operator.Weights(1) is not [0];
        if (!c.Trains)
        {
            if (trains && drops)
                throw c.Operator.Unsupported("is in training mode; export the model for inference");
            return c.Operator.OutputIndex == 0 ? (x, _) => x[0].alias() : (_, _) => Full(c, 1);
        }
        float ratio = c.Operator.Scalar("ratio", 1, 0.5f);
        if (ratio is not (>= 0 and < 1))
            throw c.Operator.Unsupported(FormattableString.Invariant($"drops a share of {ratio}; training needs 0 to below 1"));
        c.FirstOnly();
        if (ratio == 0)
            return (x, _) => x[0].alias();
        uint limit = (uint)Math.Min((double)ratio * (1L << 32), uint.MaxValue);
        float[] factors = new float[c.Operator.OutputShape.Aggregate(1, (p, d) => p * d)];
        return (x, pass) =>
        {
            ulong key = SplitMix.Next(c.Seed ^ SplitMix.Next((ulong)pass));
            for (int i = 0; i < factors.Length; i++)
                factors[i] = (uint)(SplitMix.Next(key + (ulong)i) >> 32) < limit ? 0 : 1 / (1 - ratio);
            return x[0].mul(c.Device.Send(factors, c.Operator.OutputShape));
        };
    }

    private static TorchTensor Full(TorchContext c, float value)
    {
        float[] values = new float[c.Operator.OutputShape.Aggregate(1, (p, d) => p * d)];
        Array.Fill(values, value);
        return c.Device.Send(values, c.Operator.OutputShape);
    }
}
