using NNCompress.Models;
using NNCompress.Models.Shapes;

namespace NNCompress.Pruning.Coupling;

/// <summary>
/// Operators that take sums along axes. What is summed over stays whole: with a channel less, the mean and variance of a layer norm, or the sum
/// of a softmax, would be others, and no weight behind it could make that good.
/// </summary>
internal static class NormalisationRules
{
    /// <summary>Batch norm: each channel for itself.</summary>
    public static bool PerChannel(DependencyWalk walk, Node node)
    {
        if (walk.Axes(node.Inputs[0]) is not { Length: >= 2 } x || node.Inputs.Skip(1).Any(i => !walk.IsConstant(i)) || node.Outputs.Skip(1).Any(o => o.Length > 0))
            return false;
        int[]? channels = x[1];
        foreach (string parameter in node.Inputs.Skip(1))
            channels = walk.Unite(channels, walk.Weight(parameter, 0), $"{node}");
        walk.Set(node.Outputs[0], [x[0], channels, .. x[2..]]);
        return true;
    }

    /// <summary>Instance norm: each channel for itself, over the places of a sample.</summary>
    public static bool Instance(DependencyWalk walk, Node node)
    {
        if (walk.Axes(node.Inputs[0]) is not { Length: >= 3 } x)
            return false;
        Lock(walk, node, x[2..]);
        return PerChannel(walk, node);
    }

    /// <summary>Group norm: whole groups leave, and nothing else.</summary>
    public static bool Group(DependencyWalk walk, Node node)
    {
        if (walk.Axes(node.Inputs[0]) is not { Length: >= 2 } x || node.Inputs.Skip(1).Any(i => !walk.IsConstant(i) || walk.ShapeOf(i) is not [_]) || x[1] is not { } channels)
            return false;
        Lock(walk, node, x[2..]);
        int run = channels.Length / (int)node.Int("num_groups", 1);
        for (int i = 0; i < channels.Length; i++)
            walk.Units.Unite(channels[i], channels[i / run * run]);
        foreach (string parameter in node.Inputs.Skip(1))
        {
            // A scale for each group until opset 20, for each channel since.
            int[] own = walk.ShapeOf(parameter)![0] == channels.Length ? channels : [.. channels.Where((_, i) => i % run == 0)];
            walk.Unite(own, walk.Weight(parameter, 0), $"{node}");
        }
        walk.Edits.Add(new GroupEdit(node, "num_groups", channels, run));
        walk.Set(node.Outputs[0], x);
        return true;
    }

    /// <summary>Layer norm: the normalised axes stay whole.</summary>
    public static bool Layer(DependencyWalk walk, Node node)
    {
        if (walk.Axes(node.Inputs[0]) is not { } x || node.Inputs.Skip(1).Any(i => !walk.IsConstant(i)))
            return false;
        int axis = walk.Context(node).Axis(node.Int("axis", -1), x.Length);
        Lock(walk, node, x[axis..]);
        foreach (string parameter in node.Inputs.Skip(1))
            walk.LockValue(parameter, $"{node}");
        // The second and third output are the mean and the deviation, with 1 in place of the normalised axes.
        foreach (string output in node.Outputs.Where(o => o.Length > 0))
            walk.Set(output, output == node.Outputs[0] ? x : [.. x[..axis], .. new int[]?[x.Length - axis]]);
        return true;
    }

    public static bool Softmax(DependencyWalk walk, Node node)
    {
        if (walk.Axes(node.Inputs[0]) is not { } x)
            return false;
        int axis = PointwiseShapes.SoftmaxAxis(walk.Context(node), x.Length);
        Lock(walk, node, node.Opset < 13 ? x[axis..] : [x[axis]]);
        walk.Set(node.Outputs[0], x);
        return true;
    }

    public static bool Reduce(DependencyWalk walk, Node node)
    {
        if (walk.Axes(node.Inputs[0]) is not { } x)
            return false;
        ReducedAxes reduced = ReducedAxes.Of(walk.Context(node));
        Lock(walk, node, [.. reduced.Axes.Select(axis => x[axis])]);
        walk.Set(node.Outputs[0], [.. x.Select((units, i) => reduced.Axes.Contains(i) ? null : units).Where((_, i) => reduced.Keep || !reduced.Axes.Contains(i))]);
        return true;
    }

    private static void Lock(DependencyWalk walk, Node node, int[]?[] axes)
    {
        foreach (int[]? units in axes)
            walk.Units.Lock(units ?? [], $"{node}, which sums over them");
    }
}
