using NNCompress.Models;

namespace NNCompress.Pruning;

/// <summary>Operators with weights: dense layers, convolutions, batch norm.</summary>
internal static class LinearRules
{
    public static bool Gemm(DependencyWalk walk, Node node)
    {
        if (node.Int("transA", 0) != 0 || !walk.ValueUnits.TryGetValue(node.Inputs[0], out int[]?[]? x) || !walk.IsConstant(node.Inputs[1]))
            return false;
        int outAxis = node.Int("transB", 0) != 0 ? 0 : 1;
        int[]? output = Dense(walk, node, x, 1 - outAxis, outAxis);
        string? bias = node.Input(2);
        if (bias is not null)
        {
            if (!walk.IsConstant(bias) || walk.ShapeOf(bias) is not { } shape)
                return false;
            if (shape.Length > 0 && shape[^1] > 1)
                output = walk.Unite(output, walk.Weight(bias, shape.Length - 1), $"{node}");
            if (shape.Length == 2 && shape[0] > 1)
                return false;
        }
        walk.ValueUnits[node.Outputs[0]] = [x[0], output];
        return true;
    }

    public static bool MatMul(DependencyWalk walk, Node node)
    {
        if (!walk.ValueUnits.TryGetValue(node.Inputs[0], out int[]?[]? x) || !walk.IsConstant(node.Inputs[1])
            || walk.ShapeOf(node.Inputs[1])!.Length != 2 || x.Length < 2)
            return false;
        int[]? output = Dense(walk, node, x, 0, 1);
        walk.ValueUnits[node.Outputs[0]] = [.. x[..^1], output];
        return true;
    }

    public static bool Conv(DependencyWalk walk, Node node)
    {
        string weight = node.Inputs[1];
        if (!walk.ValueUnits.TryGetValue(node.Inputs[0], out int[]?[]? x) || !walk.IsConstant(weight))
            return false;
        int[] shape = walk.ShapeOf(weight)!;
        int channels = walk.ShapeOf(node.Inputs[0])![1];
        int groups = (int)node.Int("group", 1);
        int[]? output = walk.Weight(weight, 0);
        string? bias = node.Input(2);
        if (bias is not null && !walk.IsConstant(bias))
            return false;
        if (groups == 1)
        {
            int[]? input = walk.Unite(x[1], walk.Weight(weight, 1), InputReason(node, x[1]));
            Add(walk, node, 1, 0, bias, input, output, shape);
        }
        else if (groups == channels && shape[1] == 1)
        {
            int multiplier = shape[0] / groups;
            int[]? repeated = x[1] is null ? null : [.. x[1]!.SelectMany(unit => Enumerable.Repeat(unit, multiplier))];
            output = walk.Unite(output, repeated, $"{node}");
            walk.Depthwise.Add((node, weight));
            Add(walk, node, -1, 0, bias, null, output, shape);
        }
        else
        {
            walk.Units.Lock((x[1] ?? []).Concat(output ?? []), $"grouped convolution {node}");
            output = null;
        }
        if (bias is not null)
            output = walk.Unite(output, walk.Weight(bias, 0), $"{node}");
        int[]?[] result = new int[]?[x.Length];
        (result[0], result[1]) = (x[0], output);
        walk.ValueUnits[node.Outputs[0]] = result;
        return true;
    }

    public static bool BatchNormalization(DependencyWalk walk, Node node)
    {
        if (!walk.ValueUnits.TryGetValue(node.Inputs[0], out int[]?[]? x) || x.Length < 2 || node.Inputs.Skip(1).Any(i => !walk.IsConstant(i)))
            return false;
        int[]? channels = x[1];
        foreach (string parameter in node.Inputs.Skip(1))
            channels = walk.Unite(channels, walk.Weight(parameter, 0), $"{node}");
        int[]?[] result = [.. x];
        result[1] = channels;
        walk.ValueUnits[node.Outputs[0]] = result;
        return true;
    }

    private static int[]? Dense(DependencyWalk walk, Node node, int[]?[] x, int inAxis, int outAxis)
    {
        string weight = node.Inputs[1];
        int[]? input = walk.Unite(x[^1], walk.Weight(weight, inAxis), InputReason(node, x[^1]));
        int[]? output = walk.Weight(weight, outAxis);
        Add(walk, node, inAxis, outAxis, node.OpType == "Gemm" ? node.Input(2) : BiasBehind(walk, node), input, output, walk.ShapeOf(weight)!);
        return output;
    }

    /// <summary>A layer joins the list even where its channels are locked: statistics and rounding need it.</summary>
    private static void Add(DependencyWalk walk, Node node, int inAxis, int outAxis, string? bias, int[]? input, int[]? output, int[] shape)
    {
        input ??= inAxis < 0 ? [] : walk.WeightUnits.GetValueOrDefault(new WeightAxis(node.Inputs[1], inAxis)) ?? Frozen(shape[inAxis]);
        output ??= walk.WeightUnits.GetValueOrDefault(new WeightAxis(node.Inputs[1], outAxis)) ?? Frozen(shape[outAxis]);
        walk.Layers.Add(new Layer(node, node.Inputs[0], node.Inputs[1], inAxis, outAxis, bias, input, output));

        int[] Frozen(int count)
        {
            int[] units = walk.Units.Fresh(count);
            walk.Units.Lock(units, $"{node}");
            return units;
        }
    }

    private static string InputReason(Node node, int[]? input) => input is null ? $"the network's input, read by {node}" : $"{node}";

    /// <summary>The constant that the only reader of a MatMul adds to its outputs.</summary>
    private static string? BiasBehind(DependencyWalk walk, Node node)
    {
        Node[] readers = [.. walk.Network.Nodes.Where(n => n.Inputs.Contains(node.Outputs[0]))];
        if (readers is not [{ OpType: "Add" } add])
            return null;
        string other = add.Inputs[0] == node.Outputs[0] ? add.Inputs[1] : add.Inputs[0];
        int width = walk.ShapeOf(node.Inputs[1])![1];
        return walk.IsConstant(other) && walk.ShapeOf(other) is { } shape && shape.Length > 0 && shape[^1] == width && shape.Aggregate(1, (a, b) => a * b) == width ? other : null;
    }
}
