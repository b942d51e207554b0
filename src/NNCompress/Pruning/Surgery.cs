using NNCompress.Models;
using NNCompress.Models.Proto;
using NNCompress.Pruning.Coupling;

namespace NNCompress.Pruning;

/// <summary>Takes channels out of the network for real: every tensor axis that a removed unit occupies loses those indices.</summary>
public static class Surgery
{
    /// <param name="dependencies">Of the network to cut.</param>
    /// <param name="removed">Units (<see cref="ChannelGroup.Units"/>) that leave.</param>
    /// <returns>A smaller copy; the input network is left as it is.</returns>
    /// <exception cref="ArgumentException">A unit is locked, or an axis would lose all its indices.</exception>
    public static Network Remove(Dependencies dependencies, IReadOnlySet<int> removed) => Remove(dependencies, dependencies.Network, removed);

    /// <summary>As <see cref="Remove(Dependencies, IReadOnlySet{int})"/>, for a network of the same graph with other weights.</summary>
    internal static Network Remove(Dependencies dependencies, Network source, IReadOnlySet<int> removed)
    {
        foreach (int unit in removed)
        {
            if (dependencies.Units.LockOf(unit) is { } reason)
                throw new ArgumentException($"Unit {unit} is locked by {reason}.", nameof(removed));
        }
        Network network = source.Clone();
        foreach (IGrouping<string, KeyValuePair<WeightAxis, int[]>> axes in dependencies.WeightUnits.GroupBy(w => w.Key.Tensor))
            Slice(network, axes, removed);
        GraphCut cut = new(dependencies, network, removed);
        foreach (GraphEdit edit in dependencies.Edits)
            edit.Apply(cut);
        Redescribe(network, dependencies, removed);
        return cut.Finish();
    }

    internal static int[] Kept(int[] units, IReadOnlySet<int> removed) =>
        [.. Enumerable.Range(0, units.Length).Where(i => !removed.Contains(units[i]))];

    /// <summary>The tensor with only <paramref name="kept"/> of its indices along <paramref name="axis"/>.</summary>
    internal static Tensor Take(Tensor tensor, int axis, int[] kept)
    {
        int[] shape = [.. tensor.Shape];
        int inner = 1, outer = 1, old = shape[axis];
        for (int i = 0; i < axis; i++)
            outer *= shape[i];
        for (int i = axis + 1; i < shape.Length; i++)
            inner *= shape[i];
        shape[axis] = kept.Length;
        return tensor.IsFloat
            ? new Tensor(tensor.Name, shape, Copy(tensor.Floats), tensor.Type)
            : new Tensor(tensor.Name, shape, Copy(tensor.Integers), tensor.Type);

        T[] Copy<T>(T[] source)
        {
            LargeMemory.Make((long)outer * kept.Length * inner * sizeof(float));
            T[] result = new T[outer * kept.Length * inner];
            for (int o = 0; o < outer; o++)
            {
                for (int k = 0; k < kept.Length; k++)
                    Array.Copy(source, (o * old + kept[k]) * inner, result, (o * kept.Length + k) * inner, inner);
            }
            return result;
        }
    }

    private static void Slice(Network network, IEnumerable<KeyValuePair<WeightAxis, int[]>> axes, IReadOnlySet<int> removed)
    {
        foreach ((WeightAxis axis, int[] units) in axes)
        {
            int[] kept = Kept(units, removed);
            if (kept.Length == units.Length)
                continue;
            if (kept.Length == 0)
                throw new ArgumentException($"Axis {axis} would lose all its channels.", nameof(removed));
            network.Replace(Take(network.Constant(axis.Tensor)!, axis.Axis, kept));
        }
    }

    /// <summary>Brings the shapes that the file states for inner values up to date.</summary>
    private static void Redescribe(Network network, Dependencies dependencies, IReadOnlySet<int> removed)
    {
        foreach (ValueInfoProto value in network.Model.Graph.ValueInfo)
        {
            if (dependencies.UnitsOf(value.Name) is not { } axes || value.Type?.TensorType?.Shape is not { } shape || shape.Dim.Count != axes.Length)
                continue;
            for (int i = 0; i < axes.Length; i++)
            {
                if (axes[i] is { } units && shape.Dim[i].HasDimValue)
                    shape.Dim[i].DimValue = Kept(units, removed).Length;
            }
        }
        foreach (ValueInfoProto input in network.Model.Graph.Input)
        {
            // Older exporters list weights among the inputs, with their shapes.
            if (network.Constant(input.Name) is { } constant && input.Type?.TensorType?.Shape is { } shape)
            {
                for (int i = 0; i < Math.Min(constant.Shape.Length, shape.Dim.Count); i++)
                    shape.Dim[i].DimValue = constant.Shape[i];
            }
        }
    }
}
