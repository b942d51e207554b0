namespace NNCompress.Models.Shapes;

/// <summary>Which rule gives the output shape of which operator of the default domain.</summary>
internal static class ShapeRules
{
    private static readonly Dictionary<string, Func<ShapeContext, int[]>> Rules = new()
    {
        ["Add"] = PointwiseShapes.Broadcast,
        ["Sub"] = PointwiseShapes.Broadcast,
        ["Mul"] = PointwiseShapes.Broadcast,
        ["Div"] = PointwiseShapes.Broadcast,
        ["Relu"] = PointwiseShapes.Same,
        ["LeakyRelu"] = PointwiseShapes.Same,
        ["Sigmoid"] = PointwiseShapes.Same,
        ["Tanh"] = PointwiseShapes.Same,
        ["Clip"] = PointwiseShapes.Same,
        ["Elu"] = PointwiseShapes.Same,
        ["HardSwish"] = PointwiseShapes.Same,
        ["HardSigmoid"] = PointwiseShapes.Same,
        ["Softmax"] = PointwiseShapes.Softmax,
        ["LogSoftmax"] = PointwiseShapes.Softmax,
        ["Identity"] = PointwiseShapes.Same,
        ["Dropout"] = PointwiseShapes.Same,
        ["Pad"] = PadWidths.Shape,
        ["BatchNormalization"] = PointwiseShapes.BatchNormalization,
        ["Gemm"] = ProductShapes.Gemm,
        ["MatMul"] = ProductShapes.MatMul,
        ["Conv"] = WindowShapes.Conv,
        ["MaxPool"] = WindowShapes.Pool,
        ["AveragePool"] = WindowShapes.Pool,
        ["GlobalAveragePool"] = WindowShapes.GlobalPool,
        ["Flatten"] = LayoutShapes.Flatten,
        ["Reshape"] = LayoutShapes.Reshape,
        ["Squeeze"] = LayoutShapes.Squeeze,
        ["Unsqueeze"] = LayoutShapes.Unsqueeze,
        ["Transpose"] = LayoutShapes.Transpose,
        ["Concat"] = LayoutShapes.Concat,
        ["Gather"] = GatherIndices.OutputShape,
        ["Constant"] = LayoutShapes.Constant,
    };

    public static Func<ShapeContext, int[]>? Find(Node node) => node.Domain.Length == 0 ? Rules.GetValueOrDefault(node.OpType) : null;

    /// <summary>Dropout's mask and MaxPool's indices have the shape of the first output.</summary>
    public static bool HasSecondOutput(string opType) => opType is "Dropout" or "MaxPool";
}
