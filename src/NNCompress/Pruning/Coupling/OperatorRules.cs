namespace NNCompress.Pruning.Coupling;

/// <summary>The rule of each operator of the default domain. An operator without one locks what it touches.</summary>
internal static class OperatorRules
{
    private static readonly Dictionary<string, OperatorRule> Rules = new()
    {
        ["Gemm"] = new(ProductRules.Gemm),
        ["MatMul"] = new(ProductRules.MatMul),
        ["Einsum"] = new(ProductRules.Einsum),
        ["Conv"] = new(ConvolutionRules.Conv),
        ["ConvTranspose"] = new(ConvolutionRules.ConvTranspose),
        ["BatchNormalization"] = new(NormalisationRules.PerChannel),
        ["InstanceNormalization"] = new(NormalisationRules.Instance),
        ["GroupNormalization"] = new(NormalisationRules.Group),
        ["LayerNormalization"] = new(NormalisationRules.Layer),
        ["Softmax"] = new(NormalisationRules.Softmax),
        ["LogSoftmax"] = new(NormalisationRules.Softmax),
        ["MaxPool"] = new(WindowRules.Pool),
        ["AveragePool"] = new(WindowRules.Pool),
        ["GlobalAveragePool"] = new(WindowRules.Pool),
        ["GlobalMaxPool"] = new(WindowRules.Pool),
        ["Pad"] = new(WindowRules.Pad),
        ["Resize"] = new(WindowRules.Resize, 3),
        ["Upsample"] = new(WindowRules.Resize),
        ["PRelu"] = new(PointwiseRules.Broadcast),
        ["Flatten"] = new(LayoutRules.Reshape),
        ["Reshape"] = new(LayoutRules.Reshape, 1),
        ["Squeeze"] = new(LayoutRules.Reshape),
        ["Unsqueeze"] = new(LayoutRules.Reshape),
        ["Transpose"] = new(LayoutRules.Transpose),
        ["Expand"] = new(LayoutRules.Expand, 1),
        ["Concat"] = new(SelectionRules.Concat),
        ["Split"] = new(SelectionRules.Split),
        ["Slice"] = new(SelectionRules.Slice, 1, 2, 3, 4),
        ["Gather"] = new(SelectionRules.Gather),
    };

    static OperatorRules()
    {
        string[] same =
        [
            "Abs", "Cast", "Ceil", "Celu", "Clip", "Cos", "Dropout", "Elu", "Erf", "Exp", "Floor", "Gelu", "HardSigmoid", "HardSwish", "Identity", "LeakyRelu", "Log", "Mish", "Neg",
            "Not", "Reciprocal", "Relu", "Round", "Selu", "Sigmoid", "Sign", "Sin", "Softplus", "Softsign", "Sqrt", "Tanh", "ThresholdedRelu",
        ];
        string[] broadcast =
        [
            "Add", "And", "Div", "Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "Max", "Mean", "Min", "Mod", "Mul", "Or", "Pow", "Sub", "Sum", "Where", "Xor",
        ];
        string[] reductions = ["L1", "L2", "LogSum", "LogSumExp", "Max", "Mean", "Min", "Prod", "Sum", "SumSquare"];
        foreach (string name in same)
            Rules.Add(name, new(PointwiseRules.Same));
        foreach (string name in broadcast)
            Rules.Add(name, new(PointwiseRules.Broadcast));
        foreach (string name in reductions)
            Rules.Add("Reduce" + name, new(NormalisationRules.Reduce));
    }

    public static OperatorRule? Find(string opType) => Rules.GetValueOrDefault(opType);
}
