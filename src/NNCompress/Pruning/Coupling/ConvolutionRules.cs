using NNCompress.Models;

namespace NNCompress.Pruning.Coupling;

/// <summary>Convolutions, with and without groups, and transposed ones.</summary>
internal static class ConvolutionRules
{
    /// <summary>
    /// Channels of a group up to which groups leave whole. Larger groups keep more than this, so that a pruned network is understood as the one it was
    /// made from.
    /// </summary>
    private const int SmallGroup = 4;

    /// <summary>How the reason ends why a few channels stay that a pruned convolution is still told by.</summary>
    public const string StaysGrouped = ", which stays in groups";

    public static bool Conv(DependencyWalk walk, Node node)
    {
        string weight = node.Inputs[1];
        if (walk.Axes(node.Inputs[0]) is not { } x || !walk.IsConstant(weight) || (node.Input(2) is { } b && !walk.IsConstant(b)))
            return false;
        int[] shape = walk.ShapeOf(weight)!;
        int groups = (int)node.Int("group", 1);
        (int own, int made) = (shape[1], shape[0] / groups);
        int[]? output = walk.Weight(weight, 0);
        if (groups == 1)
        {
            int[]? input = walk.Unite(x[1], walk.Weight(weight, 1), Layers.InputReason(node, x[1]));
            Layers.Add(walk, node, 1, 0, node.Input(2), input, output);
        }
        else if (x[1] is null || output is null)
        {
            walk.Units.Lock((x[1] ?? []).Concat(output ?? []), $"grouped convolution {node}");
            output = null;
        }
        else if (own <= SmallGroup)
        {
            Whole(walk, node, x[1]!, output, own, made);
        }
        else
        {
            Equal(walk, node, x[1]!, output, own, made);
        }
        if (node.Input(2) is { } bias)
            output = walk.Unite(output, walk.Weight(bias, 0), $"{node}");
        Places(walk, node, x, output);
        return true;
    }

    /// <summary>A transposed convolution's weight has its inputs first.</summary>
    public static bool ConvTranspose(DependencyWalk walk, Node node)
    {
        string weight = node.Inputs[1];
        if (walk.Axes(node.Inputs[0]) is not { } x || !walk.IsConstant(weight) || node.Int("group", 1) != 1 || (node.Input(2) is { } b && !walk.IsConstant(b)))
            return false;
        int[]? input = walk.Unite(x[1], walk.Weight(weight, 0), Layers.InputReason(node, x[1]));
        int[]? output = walk.Weight(weight, 1);
        Layers.Add(walk, node, 0, 1, node.Input(2), input, output);
        if (node.Input(2) is { } bias)
            output = walk.Unite(output, walk.Weight(bias, 0), $"{node}");
        Places(walk, node, x, output);
        return true;
    }

    /// <summary>
    /// Small groups, as of a depthwise convolution: a group is one unit, with all that it reads and all that it makes. No output of another group
    /// depends on it, so nothing but the layers behind can miss it.
    /// </summary>
    private static void Whole(DependencyWalk walk, Node node, int[] input, int[] output, int own, int made)
    {
        for (int i = 0; i < input.Length; i++)
            walk.Units.Unite(input[i], input[i / own * own]);
        for (int i = 0; i < output.Length; i++)
            walk.Units.Unite(output[i], input[i / made * own]);
        // With one group left it would be a plain convolution, whose channels are free one by one.
        if (own > 1)
            walk.Units.Lock(input[0], $"{node}{StaysGrouped}");
        walk.Edits.Add(new GroupEdit(node, "group", output, made));
        Layers.Add(walk, node, -1, 0, node.Input(2), null, output);
    }

    /// <summary>Large groups: the k-th channels of all groups are one unit, so that the groups stay of one size.</summary>
    private static void Equal(DependencyWalk walk, Node node, int[] input, int[] output, int own, int made)
    {
        int[]? read = walk.Weight(node.Inputs[1], 1);
        for (int i = 0; i < input.Length; i++)
            walk.Units.Unite(input[i], input[i % own]);
        for (int i = 0; i < output.Length; i++)
            walk.Units.Unite(output[i], output[i % made]);
        walk.Units.Lock(input[..SmallGroup], $"{node}{StaysGrouped}");
        Layers.Add(walk, node, 1, 0, node.Input(2), walk.Unite(input[..own], read, $"{node}"), output);
    }

    private static void Places(DependencyWalk walk, Node node, int[]?[] x, int[]? output)
    {
        foreach (int[]? units in x[2..])
            walk.Units.Lock(units ?? [], $"{node}");
        walk.Set(node.Outputs[0], [x[0], output, .. new int[]?[x.Length - 2]]);
    }
}
