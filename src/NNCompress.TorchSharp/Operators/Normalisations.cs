using NNCompress.Models.Shapes;
using NNCompress.TorchSharp.Graphs;
using NNCompress.TorchSharp.Training;
using static TorchSharp.torch.nn;

namespace NNCompress.TorchSharp.Operators;

/// <summary>Normalisation by the sample's own statistics, by running ones, and in training by the batch's.</summary>
internal static class Normalisations
{
    public static IReadOnlyDictionary<string, Func<TorchContext, Function>> Table { get; } = new Dictionary<string, Func<TorchContext, Function>>
    {
        ["BatchNormalization"] = BatchNormalization,
        ["LayerNormalization"] = Layer,
        ["InstanceNormalization"] = c => Parts(c, c.Operator.Shape(0)[1]),
        ["GroupNormalization"] = c => Parts(c, (int)c.Node.Int("num_groups", 1)),
        ["LRN"] = LocalResponse,
    };

    private static Function BatchNormalization(TorchContext c)
    {
        c.FirstOnly();
        c.Needs(1, 2, 3, 4);
        double epsilon = c.Node.Float("epsilon", 1e-5f);
        if (!c.Trains)
            return (x, _) => functional.batch_norm(x[0], x[3], x[4], x[1], x[2], false, 0.1, epsilon);
        int[] shape = c.Operator.Shape(0);
        double momentum = c.Node.Float("momentum", 0.9f), count = (double)shape[0] * shape.Skip(2).Aggregate(1, (p, d) => p * d);
        MirroredTensor mean = c.Store!.Statistic(c.Operator, 3), variance = c.Store.Statistic(c.Operator, 4);
        return (x, _) =>
        {
            TorchTensor result = functional.batch_norm(x[0], Zeros(), Zeros(), x[1], x[2], true, 1, epsilon);
            using IDisposable still = torch.no_grad();
            long[] axes = [0, .. Enumerable.Range(2, shape.Length - 2).Select(i => (long)i)];
            TorchTensor batch = x[0].mean(axes, true), squares = x[0].sub(batch).square().mean(axes, false);
            // The population's variance, unlike torch's own running one.
            Blend(mean, batch.reshape([shape[1]]), momentum);
            Blend(variance, squares, momentum);
            return result;
        };

        TorchTensor Zeros() => c.Device.Send(new float[shape[1]], [shape[1]]);
    }

    private static void Blend(MirroredTensor running, TorchTensor batch, double momentum)
    {
        running.Device.mul_(momentum).add_(batch, 1 - momentum);
        running.Changed();
    }

    private static Function Layer(TorchContext c)
    {
        int[] x = c.Operator.Shape(0);
        int axis = NormalisationShapes.LayerAxis(c.Operator);
        long[] part = TorchDevice.Dimensions(x.AsSpan(axis));
        double epsilon = c.Node.Float("epsilon", 1e-5f);
        long[] axes = [.. Enumerable.Range(axis, x.Length - axis).Select(i => (long)i)];
        switch (c.Operator.OutputIndex)
        {
            case 1: return (x, _) => x[0].mean(axes, true);
            case 2: return (x, _) => x[0].sub(x[0].mean(axes, true)).square().mean(axes, true).add(epsilon).sqrt().reciprocal();
        }
        c.Needs(1);
        return (x, _) => functional.layer_norm(x[0], part, x[1].expand(part), x.Optional(2)?.expand(part), epsilon);
    }

    /// <summary>Each sample in parts of neighbouring channels; scale and bias have an element a part or a channel.</summary>
    private static Function Parts(TorchContext c, int parts)
    {
        int[] shape = c.Operator.Shape(0);
        double epsilon = c.Node.Float("epsilon", 1e-5f);
        long[] split = [shape[0], parts, -1];
        c.Needs(1, 2);
        bool byPart = c.Operator.Shape(1)[0] == parts;
        long[] aligned = byPart ? [1, parts, 1] : [1, shape[1], .. Enumerable.Repeat(1L, shape.Length - 2)];
        return (x, _) =>
        {
            TorchTensor rows = x[0].reshape(split);
            TorchTensor centred = rows.sub(rows.mean([2], true));
            TorchTensor normal = centred.div(centred.square().mean([2], true).add(epsilon).sqrt());
            TorchTensor placed = byPart ? normal : normal.reshape(c.Shape);
            return placed.mul(x[1].reshape(aligned)).add(x[2].reshape(aligned)).reshape(c.Shape);
        };
    }

    /// <summary>x / (bias + α/size · Σ x²)^β, the sum over neighbouring channels.</summary>
    private static Function LocalResponse(TorchContext c)
    {
        if (!(c.Node.Int("size", 0) is > 0 and < int.MaxValue / 2 and long size && c.Operator.Shape(0).Length > 1))
            throw c.Operator.Misfit($"has size {c.Node.Int("size", 0)}");
        int channels = c.Operator.Shape(0)[1];
        double share = c.Node.Float("alpha", 1e-4f) / (double)size, beta = c.Node.Float("beta", 0.75f), bias = c.Node.Float("bias", 1);
        return (x, _) =>
        {
            TorchTensor squares = x[0].reshape([c.Shape[0], channels, -1]).square();
            TorchTensor padded = functional.pad(squares, [0, 0, (size - 1) / 2, size / 2], PaddingModes.Constant, 0), sum = padded.narrow(1, 0, channels);
            for (long i = 1; i < size; i++)
                sum = sum.add(padded.narrow(1, i, channels));
            return x[0].div(sum.mul(share).add(bias).pow(beta).reshape(c.Shape));
        };
    }
}
