using NNCompress.Engines.Managed.Operators;
using NNCompress.Models.Shapes;
using NNCompress.TorchSharp.Graphs;

namespace NNCompress.TorchSharp.Operators;

/// <summary>What takes elements by position: Gather, and Resize, whose outputs are weighted sums of inputs.</summary>
internal static class Indexing
{
    public static IReadOnlyDictionary<string, Func<TorchContext, Function>> Table { get; } = new Dictionary<string, Func<TorchContext, Function>>
    {
        ["Gather"] = Gather,
        ["Resize"] = Resize,
        ["Upsample"] = Resize,
    };

    private static Function Gather(TorchContext c)
    {
        if (c.Operator.Constant(1) is not null)
        {
            GatherIndices gather = GatherIndices.Of(c.Operator);
            TorchTensor positions = c.Indices(gather.Indices);
            return (x, _) => x[0].index_select(gather.Axis, positions).reshape(c.Shape);
        }
        int[] shape = c.Operator.Shape(0);
        int axis = c.Operator.Axis(c.Node.Int("axis", 0), shape.Length), size = shape[axis];
        return (x, _) =>
        {
            TorchTensor chosen = x[1].detach().reshape([-1]), positions = torch.where(chosen.lt(0), chosen.add(size), chosen).trunc();
            // A device that is given a position outside ends the process.
            c.Device.Receive(positions, values =>
            {
                foreach (float position in values)
                {
                    if (!(position >= 0 && position < size))
                        throw c.Operator.Unfit(FormattableString.Invariant($"takes index {position} of {size} along axis {axis}"));
                }
            });
            return x[0].index_select(axis, positions.@long()).reshape(c.Shape);
        };
    }

    private static Function Resize(TorchContext c)
    {
        int[] shape = c.Operator.Shape(0);
        ResizeGeometry geometry = ResizeGeometry.Of(c.Operator);
        float beyond = c.Node.Float("extrapolation_value", 0);
        List<(int Axis, TorchTensor Weights)> passes = [];
        List<TorchTensor> cropped = [];
        // What shrinks goes first: later passes have less to do.
        foreach (int axis in Enumerable.Range(0, shape.Length).OrderBy(i => (double)geometry.Output[i] / shape[i]))
        {
            if (geometry.Output[axis] == shape[axis] && geometry.Scales[axis] == 1 && geometry.Region[axis] == (0, 1))
                continue;
            ResizeAxis table = ResizeAxis.Of(c.Operator, geometry, axis);
            passes.Add((axis, c.Numbers(Matrix(table, shape[axis]), shape[axis], geometry.Output[axis])));
            if (table.Outside.Contains(true))
                cropped.Add(c.Numbers(Array.ConvertAll(table.Outside, o => o ? 1f : 0), [table.Outside.Length, .. Enumerable.Repeat(1, shape.Length - 1 - axis)]));
        }
        return (x, _) =>
        {
            TorchTensor y = x[0].alias();
            foreach ((int axis, TorchTensor weights) in passes)
                y = y.transpose(axis, -1).matmul(weights).transpose(axis, -1);
            foreach (TorchTensor outside in cropped)
                y = y.mul(outside.eq(0).@float()).add(outside.mul(beyond));
            return y;
        };
    }

    /// <summary>Inputs by outputs.</summary>
    private static float[] Matrix(ResizeAxis table, int size)
    {
        int count = table.Positions.Length;
        float[] matrix = new float[checked(size * count)];
        for (int i = 0; i < count; i++)
        {
            for (int tap = 0; tap < table.Positions[i].Length; tap++)
                matrix[(table.Positions[i][tap] * count) + i] += table.Weights[i][tap];
        }
        return matrix;
    }
}
