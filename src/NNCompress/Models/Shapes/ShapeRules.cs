namespace NNCompress.Models.Shapes;

/// <summary>Which rule gives the output shapes of which operator of the default domain.</summary>
internal static class ShapeRules
{
    private static readonly Dictionary<string, Func<ShapeContext, int[]>> Rules = new()
    {
        ["Softmax"] = PointwiseShapes.Softmax,
        ["LogSoftmax"] = PointwiseShapes.Softmax,
        ["Hardmax"] = PointwiseShapes.Softmax,
        ["PRelu"] = PointwiseShapes.OneWay,
        ["BatchNormalization"] = PointwiseShapes.BatchNormalization,
        ["InstanceNormalization"] = NormalisationShapes.Instance,
        ["GroupNormalization"] = NormalisationShapes.Group,
        ["Where"] = PointwiseShapes.Where,
        ["Pad"] = PadWidths.Shape,
        ["Gemm"] = ProductShapes.Gemm,
        ["MatMul"] = ProductShapes.MatMul,
        ["Einsum"] = EinsumEquation.Shape,
        ["Conv"] = WindowShapes.Conv,
        ["ConvTranspose"] = TransposedWindow.Shape,
        ["AveragePool"] = WindowShapes.Pool,
        ["GlobalAveragePool"] = WindowShapes.GlobalPool,
        ["GlobalMaxPool"] = WindowShapes.GlobalPool,
        ["Resize"] = ResizeGeometry.Shape,
        ["Upsample"] = ResizeGeometry.Shape,
        ["DepthToSpace"] = BlockShapes.DepthToSpace,
        ["SpaceToDepth"] = BlockShapes.SpaceToDepth,
        ["Flatten"] = LayoutShapes.Flatten,
        ["Reshape"] = LayoutShapes.Reshape,
        ["Squeeze"] = LayoutShapes.Squeeze,
        ["Unsqueeze"] = LayoutShapes.Unsqueeze,
        ["Transpose"] = LayoutShapes.Transpose,
        ["Concat"] = LayoutShapes.Concat,
        ["Expand"] = LayoutShapes.Expand,
        ["Tile"] = LayoutShapes.Tile,
        ["Slice"] = SliceRange.Shape,
        ["Gather"] = GatherIndices.OutputShape,
        ["GatherElements"] = IndexShapes.GatherElements,
        ["GatherND"] = IndexShapes.GatherND,
        ["ScatterElements"] = IndexShapes.ScatterElements,
        ["ScatterND"] = IndexShapes.ScatterND,
        ["OneHot"] = IndexShapes.OneHot,
        ["ConstantOfShape"] = IndexShapes.ConstantOfShape,
        ["Range"] = IndexShapes.OfConstants,
        ["NonZero"] = IndexShapes.OfConstants,
        ["Shape"] = IndexShapes.OfConstants,
        ["Size"] = IndexShapes.OfConstants,
        ["ArgMax"] = ReducedAxes.ArgumentShape,
        ["ArgMin"] = ReducedAxes.ArgumentShape,
        ["Constant"] = LayoutShapes.Constant,
    };

    private static readonly Dictionary<string, Func<ShapeContext, int[][]>> Several = new()
    {
        ["Split"] = SplitSizes.Shapes,
        ["TopK"] = IndexShapes.TopK,
        ["LayerNormalization"] = NormalisationShapes.Layer,
        // The mask, and the indices, have the shape of the first output.
        ["Dropout"] = c => [c.Shape(0), c.Shape(0)],
        ["MaxPool"] = c => [WindowShapes.Pool(c), WindowShapes.Pool(c)],
    };

    static ShapeRules()
    {
        string[] same =
        [
            "Abs", "Acos", "Acosh", "Asin", "Asinh", "Atan", "Atanh", "Cast", "CastLike", "Ceil", "Celu", "Clip", "Cos", "Cosh", "CumSum", "DequantizeLinear", "Elu", "Erf", "Exp", "EyeLike", "Floor",
            "Gelu", "HardSigmoid", "HardSwish", "Identity", "IsInf", "IsNaN", "LeakyRelu", "Log", "LpNormalization", "LRN", "MeanVarianceNormalization", "Mish", "Neg",
            "Not", "QuantizeLinear", "Reciprocal", "Relu", "Round", "Selu", "Shrink", "Sigmoid", "Sign", "Sin", "Sinh", "Softplus", "Softsign", "Sqrt", "Tan", "Tanh", "ThresholdedRelu", "Trilu",
        ];
        string[] pairs = ["Add", "And", "Div", "Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "Mod", "Mul", "Or", "Pow", "Sub", "Xor"];
        string[] reductions = ["L1", "L2", "LogSum", "LogSumExp", "Max", "Mean", "Min", "Prod", "Sum", "SumSquare"];
        foreach (string name in same)
            Rules.Add(name, PointwiseShapes.Same);
        foreach (string name in pairs)
            Rules.Add(name, PointwiseShapes.Broadcast);
        foreach (string name in (string[])["Max", "Mean", "Min", "Sum"])
            Rules.Add(name, PointwiseShapes.BroadcastAll);
        foreach (string name in reductions)
            Rules.Add("Reduce" + name, ReducedAxes.Shape);
    }

    /// <summary>The rule that gives a shape for each output, as far as outputs have one; null for an unknown operator.</summary>
    public static Func<ShapeContext, int[][]>? Find(Node node)
    {
        if (node.Domain.Length > 0)
            return null;
        if (Rules.TryGetValue(node.OpType, out Func<ShapeContext, int[]>? rule))
            return c => [rule(c)];
        return Several.GetValueOrDefault(node.OpType);
    }
}
