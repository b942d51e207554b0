using NNCompress.Models;
using NNCompress.Models.Shapes;

namespace NNCompress.Pruning.Coupling;

/// <summary>Matrix products: with a weight they are layers; of two computed values they couple the heads of an attention.</summary>
internal static class ProductRules
{
    public static bool Gemm(DependencyWalk walk, Node node)
    {
        if (node.Int("transA", 0) != 0 || !walk.IsConstant(node.Inputs[1]) || walk.Axes(node.Inputs[0]) is not { } x)
            return false;
        string? bias = node.Input(2);
        if (bias is not null && (!walk.IsConstant(bias) || walk.ShapeOf(bias) is [> 1, _]))
            return false;
        int outAxis = node.Int("transB", 0) != 0 ? 0 : 1;
        int[]? output = Dense(walk, node, x, 1 - outAxis, outAxis);
        if (bias is not null && walk.ShapeOf(bias) is [.., > 1] shape)
            output = walk.Unite(output, walk.Weight(bias, shape.Length - 1), $"{node}");
        walk.Set(node.Outputs[0], [x[0], output]);
        return true;
    }

    /// <summary>As numpy.matmul. Leading dimensions align; the dimension that is summed over stays whole where no weight's rows can leave with it.</summary>
    public static bool MatMul(DependencyWalk walk, Node node)
    {
        (string a, string b) = (node.Inputs[0], node.Inputs[1]);
        int[] left = walk.ShapeOf(a)!, right = walk.ShapeOf(b)!;
        if ((walk.IsConstant(a) && walk.IsConstant(b)) || left.Length < 2 || right.Length < 2 || !Known(walk, a) || !Known(walk, b))
            return false;
        if (walk.IsConstant(b) && right.Length == 2)
        {
            int[]?[] x = walk.Axes(a)!;
            walk.Set(node.Outputs[0], [.. x[..^1], Dense(walk, node, x, 0, 1)]);
            return true;
        }
        int[] shape = walk.ShapeOf(node.Outputs[0])!;
        int[]?[] result = new int[]?[shape.Length];
        for (int axis = 0; axis < shape.Length - 2; axis++)
            result[axis] = PointwiseRules.Aligned(walk, node, node.Inputs, axis - shape.Length, shape[axis]);
        LockSum(walk, node, walk.AxisUnits(a, left.Length - 1));
        LockSum(walk, node, walk.AxisUnits(b, right.Length - 2));
        result[^2] = walk.AxisUnits(a, left.Length - 2);
        result[^1] = walk.AxisUnits(b, right.Length - 1);
        walk.Set(node.Outputs[0], result);
        return true;
    }

    /// <summary>A letter that reaches the output couples all that have it; one that is summed over stays whole, but for a dense layer's input.</summary>
    public static bool Einsum(DependencyWalk walk, Node node)
    {
        if (node.Inputs.All(walk.IsConstant) || !node.Inputs.All(i => Known(walk, i)))
            return false;
        EinsumEquation equation = EinsumEquation.Of(walk.Context(node));
        if (equation.Terms.Append(equation.Output).Any(term => term.Distinct().Count() != term.Length))
            return false;
        if (DenseAxes(walk, node, equation) is { } axes)
        {
            int[]?[] x = walk.Axes(node.Inputs[0])!;
            walk.Set(node.Outputs[0], [.. x[..^1], Dense(walk, node, x, axes.In, axes.Out)]);
            return true;
        }
        int[]?[] result = new int[]?[equation.Output.Length];
        for (int number = 0; number < equation.Sizes.Length; number++)
        {
            List<int[]?> sides = [];
            for (int i = 0; i < equation.Terms.Length; i++)
            {
                int axis = Array.IndexOf(equation.Terms[i], number);
                if (axis < 0)
                    continue;
                string value = node.Inputs[i];
                bool repeated = walk.ShapeOf(value)![axis] != equation.Sizes[number];
                if (repeated)
                    walk.Units.Lock(walk.AxisUnits(value, axis) ?? [], $"{node}");
                else if (equation.Sizes[number] > 1 || !walk.IsConstant(value))
                    sides.Add(walk.AxisUnits(value, axis));
            }
            int at = Array.IndexOf(equation.Output, number);
            if (at >= 0 && sides.Count > 0)
                result[at] = sides.Aggregate((a, b) => walk.Unite(a, b, $"{node}"));
            foreach (int[]? side in at < 0 ? sides : [])
                LockSum(walk, node, side);
        }
        walk.Set(node.Outputs[0], result);
        return true;
    }

    /// <summary>The weight's axes where the equation is x·W along the last dimension of x, as in "bsi,io->bso".</summary>
    private static (int In, int Out)? DenseAxes(DependencyWalk walk, Node node, EinsumEquation equation)
    {
        if (equation.Terms is not [{ Length: > 1 } x, { Length: 2 } weight] || !walk.IsConstant(node.Inputs[1]) || walk.IsConstant(node.Inputs[0]))
            return null;
        int input = Array.IndexOf(weight, x[^1]);
        bool dense = input >= 0 && !x.Contains(weight[1 - input]) && equation.Output.AsSpan().SequenceEqual([.. x[..^1], weight[1 - input]])
            && equation.Sizes[x[^1]] == walk.ShapeOf(node.Inputs[0])![^1] && equation.Sizes[x[^1]] == walk.ShapeOf(node.Inputs[1])![input];
        return dense ? (input, 1 - input) : null;
    }

    private static bool Known(DependencyWalk walk, string value) => walk.IsConstant(value) || walk.Axes(value) is not null;

    private static void LockSum(DependencyWalk walk, Node node, int[]? units) => walk.Units.Lock(units ?? [], $"{node}, which sums over them");

    private static int[]? Dense(DependencyWalk walk, Node node, int[]?[] x, int inAxis, int outAxis)
    {
        string weight = node.Inputs[1];
        int[]? input = walk.Unite(x[^1], walk.Weight(weight, inAxis), Layers.InputReason(node, x[^1]));
        int[]? output = walk.Weight(weight, outAxis);
        Layers.Add(walk, node, inAxis, outAxis, node.OpType == "Gemm" ? node.Input(2) : BiasBehind(walk, node, outAxis), input, output);
        return output;
    }

    /// <summary>The constant that the only reader of a product adds to it.</summary>
    private static string? BiasBehind(DependencyWalk walk, Node node, int outAxis)
    {
        if (walk.Graph.Of(node.Outputs[0]) is not [({ OpType: "Add", Domain: "" } add, _)] || walk.Graph.IsOutput(node.Outputs[0]))
            return null;
        string other = add.Inputs[0] == node.Outputs[0] ? add.Inputs[1] : add.Inputs[0];
        int width = walk.ShapeOf(node.Inputs[1])![outAxis];
        return walk.IsConstant(other) && walk.ShapeOf(other) is { Length: > 0 } shape && shape[^1] == width && shape.Aggregate(1, (a, b) => a * b) == width ? other : null;
    }
}
