using NNCompress.Models;

namespace NNCompress.Pruning;

/// <summary>What each operator couples. A rule sets the units of the node's outputs and returns true; false means that it cannot tell.</summary>
internal static class DependencyRules
{
    public delegate bool Rule(DependencyWalk walk, Node node);

    private static readonly Dictionary<string, Rule> Rules = new()
    {
        ["Gemm"] = LinearRules.Gemm,
        ["MatMul"] = LinearRules.MatMul,
        ["Conv"] = LinearRules.Conv,
        ["BatchNormalization"] = LinearRules.BatchNormalization,
        ["Add"] = Broadcast,
        ["Sub"] = Broadcast,
        ["Mul"] = Broadcast,
        ["Div"] = Broadcast,
        ["Relu"] = Same,
        ["LeakyRelu"] = Same,
        ["Sigmoid"] = Same,
        ["Tanh"] = Same,
        ["Clip"] = Same,
        ["Elu"] = Same,
        ["HardSwish"] = Same,
        ["HardSigmoid"] = Same,
        ["Dropout"] = Same,
        ["Identity"] = Same,
        ["Pad"] = Pad,
        ["Shape"] = Shape,
        ["Softmax"] = Softmax,
        ["LogSoftmax"] = Softmax,
        ["MaxPool"] = Pool,
        ["AveragePool"] = Pool,
        ["GlobalAveragePool"] = Pool,
        ["Flatten"] = ReshapeRules.Reshape,
        ["Reshape"] = ReshapeRules.Reshape,
        ["Squeeze"] = ReshapeRules.Reshape,
        ["Unsqueeze"] = ReshapeRules.Reshape,
        ["Transpose"] = ReshapeRules.Transpose,
        ["Concat"] = ReshapeRules.Concat,
        ["Gather"] = ReshapeRules.Gather,
    };

    public static Rule? Find(string opType) => Rules.GetValueOrDefault(opType);

    /// <summary>Output i has the units of the first input.</summary>
    private static bool Same(DependencyWalk walk, Node node)
    {
        if (!walk.ValueUnits.TryGetValue(node.Inputs[0], out int[]?[]? axes))
            return false;
        foreach (string output in node.Outputs.Where(o => o.Length > 0))
            walk.ValueUnits[output] = axes;
        return true;
    }

    /// <summary>
    /// A cut network computes the shape anew. What is made to that shape counts as untracked, so that whatever meets it is locked; only a
    /// reshape looks closer.
    /// </summary>
    private static bool Shape(DependencyWalk walk, Node node)
    {
        walk.ValueUnits[node.Outputs[0]] = [null];
        return true;
    }

    /// <summary>Axes are aligned from the right; equal lengths unite, length 1 is repeated (ONNX, multidirectional broadcasting).</summary>
    private static bool Broadcast(DependencyWalk walk, Node node)
    {
        if (walk.ShapeOf(node.Outputs[0]) is not { } shape || node.Inputs.All(walk.IsConstant))
            return false;
        if (node.Inputs.Any(i => !walk.IsConstant(i) && !walk.ValueUnits.ContainsKey(i)))
            return false;
        int[]?[] result = new int[]?[shape.Length];
        for (int axis = 0; axis < shape.Length; axis++)
        {
            int[]?[] sides = [.. node.Inputs.Where(i => Spans(i, axis)).Select(i => walk.AxisUnits(i, axis - shape.Length + walk.ShapeOf(i)!.Length))];
            result[axis] = sides.Length == 0 ? null : sides.Aggregate((a, b) => walk.Unite(a, b, $"{node}"));
        }
        walk.ValueUnits[node.Outputs[0]] = result;
        return true;

        bool Spans(string input, int axis)
        {
            int[] own = walk.ShapeOf(input)!;
            int at = axis - shape.Length + own.Length;
            return at >= 0 && (own[at] > 1 || shape[axis] == 1 && !walk.IsConstant(input));
        }
    }

    /// <summary>The normalised axes mix their channels, so they are locked.</summary>
    private static bool Softmax(DependencyWalk walk, Node node)
    {
        if (!Same(walk, node))
            return false;
        int[]?[] axes = walk.ValueUnits[node.Outputs[0]];
        int axis = (int)node.Int("axis", node.Opset < 13 ? 1 : -1);
        axis = axis < 0 ? axis + axes.Length : axis;
        for (int i = axis; i < (node.Opset < 13 ? axes.Length : axis + 1); i++)
            walk.Units.Lock(axes[i] ?? [], $"{node}");
        return true;
    }

    /// <summary>Dimensions that keep their length pass; what is padded may not lose indices.</summary>
    private static bool Pad(DependencyWalk walk, Node node)
    {
        if (!walk.ValueUnits.TryGetValue(node.Inputs[0], out int[]?[]? axes))
            return false;
        int[] source = walk.ShapeOf(node.Inputs[0])!, target = walk.ShapeOf(node.Outputs[0])!;
        int[]?[] result = [.. axes];
        for (int i = 0; i < axes.Length; i++)
        {
            if (source[i] == target[i])
                continue;
            walk.Units.Lock(axes[i] ?? [], $"{node}");
            result[i] = null;
        }
        walk.ValueUnits[node.Outputs[0]] = result;
        return true;
    }

    /// <summary>Channels pass; positions are not tracked.</summary>
    private static bool Pool(DependencyWalk walk, Node node)
    {
        if (node.Outputs.Count > 1 || !walk.ValueUnits.TryGetValue(node.Inputs[0], out int[]?[]? axes))
            return false;
        int[]?[] result = new int[]?[axes.Length];
        (result[0], result[1]) = (axes[0], axes[1]);
        for (int i = 2; i < axes.Length; i++)
            walk.Units.Lock(axes[i] ?? [], $"{node}");
        walk.ValueUnits[node.Outputs[0]] = result;
        return true;
    }
}
