using NNCompress.Engines.Managed.Training.Steps;
using NNCompress.Models;

namespace NNCompress.Engines.Managed.Training;

/// <summary>How each operator is differentiated.</summary>
internal static class StepRegistry
{
    private static readonly Dictionary<string, Func<StepContext, TrainingStep>> Steps = new()
    {
        ["Gemm"] = c => new GemmStep(c),
        ["MatMul"] = c => new MatMulStep(c),
        ["Conv"] = c => new ConvStep(c),
        ["Add"] = c => new ArithmeticStep(c),
        ["Sub"] = c => new ArithmeticStep(c),
        ["Mul"] = c => new ArithmeticStep(c),
        ["Div"] = c => new ArithmeticStep(c),
        ["BatchNormalization"] = c => new BatchNormalizationStep(c),
        ["Relu"] = c => new ActivationStep<LeakGradient>(c),
        ["LeakyRelu"] = c => new ActivationStep<LeakGradient>(c, c.Node.Float("alpha", 0.01f)),
        ["Sigmoid"] = c => new ActivationStep<SigmoidGradient>(c),
        ["Tanh"] = c => new ActivationStep<TanhGradient>(c),
        ["Clip"] = c => new ActivationStep<ClipGradient>(
            c, c.Operator.Scalar("min", 1, float.NegativeInfinity), c.Operator.Scalar("max", 2, float.PositiveInfinity)),
        ["Elu"] = c => new ActivationStep<EluGradient>(c, c.Node.Float("alpha", 1)),
        ["HardSwish"] = c => new ActivationStep<HardSwishGradient>(c),
        ["HardSigmoid"] = c => new ActivationStep<HardSigmoidGradient>(c, c.Node.Float("alpha", 0.2f)),
        ["Softmax"] = c => new SoftmaxStep(c),
        ["LogSoftmax"] = c => new SoftmaxStep(c),
        ["MaxPool"] = c => new MaxPoolStep(c),
        ["AveragePool"] = c => new AveragePoolStep(c),
        ["GlobalAveragePool"] = c => new GlobalAveragePoolStep(c),
        ["Transpose"] = c => new TransposeStep(c),
        ["Concat"] = c => new ConcatStep(c),
        ["Pad"] = c => new PadStep(c),
        ["Gather"] = c => c.Operator.Constant(1) is null ? new EmbeddingStep(c) : new GatherStep(c),
        ["Where"] = c => new WhereStep(c),
        ["LayerNormalization"] = c => new LayerNormalizationStep(c),
        ["Pow"] = c => new UnaryStep(c, Slopes.Power(c)),
        ["ReduceMean"] = c => new ReduceStep(c),
        ["ReduceSum"] = c => new ReduceStep(c),
        ["Slice"] = c => new StridedStep(c),
        ["Split"] = c => new StridedStep(c),
        ["Expand"] = c => new StridedStep(c),
        ["Tile"] = c => new StridedStep(c),
        ["DepthToSpace"] = c => new StridedStep(c),
        ["SpaceToDepth"] = c => new StridedStep(c),
        ["Dropout"] = c => new DropoutStep(c, DropoutRatio(c.Operator)),
    };

    /// <summary>Operators that only give their input another shape.</summary>
    private static readonly string[] Views = ["Flatten", "Reshape", "Squeeze", "Unsqueeze", "Identity"];

    static StepRegistry()
    {
        foreach (string name in (string[])["Floor", "Ceil", "Round", "Sign", "Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "Not"])
            Steps.Add(name, c => new FlatStep(c));
        foreach ((string name, Func<StepContext, Slopes.Slope> slope) in Slopes.Table)
            Steps.Add(name, c => new UnaryStep(c, slope(c)));
    }

    /// <summary>Operators that can be trained.</summary>
    public static IReadOnlyCollection<string> Names => [.. Steps.Keys, .. Views];

    public static Func<StepContext, TrainingStep>? Find(Node node) => node.Domain.Length == 0 ? Steps.GetValueOrDefault(node.OpType) : null;

    /// <summary>Whether the node only gives its first input another shape.</summary>
    public static bool IsView(OperatorContext c) => c.Node.Domain.Length == 0
        && (Views.Contains(c.Node.OpType) || (c.Node.OpType is "Dropout" && DropoutRatio(c) == 0)
            || (c.Node.OpType is "Pad" && PadStep.IsView(c)));

    /// <summary>Whether the node's step works on interleaved images: always, or where its first input is one.</summary>
    public static bool IsInterleaved(Node node, TrainingValue?[] inputs) => node.OpType switch
    {
        "Conv" or "MaxPool" or "BatchNormalization" => true,
        "Relu" or "LeakyRelu" or "Sigmoid" or "Tanh" or "Clip" or "Elu" or "HardSwish" or "HardSigmoid" => inputs[0]!.Interleaved,
        _ => false,
    };

    /// <summary>Whether that input of an interleaved step is an image; others are weights.</summary>
    public static bool IsImage(int index) => index == 0;

    /// <summary>Whether the gradient needs the input's sign alone, which the output has too.</summary>
    public static bool MayOverwrite(Node node) => node.OpType is "Relu" || (node.OpType is "LeakyRelu" && node.Float("alpha", 0.01f) >= 0);

    /// <summary>Whether the gradient can do without the output.</summary>
    public static bool ForgetsOutput(Node node) => node.OpType is "Gemm" or "MatMul" or "Conv" or "BatchNormalization" or "Add" or "Sub";

    /// <summary>An attribute before opset 12, a constant input since; one half where neither is given.</summary>
    private static float DropoutRatio(OperatorContext c)
    {
        float ratio = c.Scalar("ratio", 1, 0.5f);
        return ratio is >= 0 and < 1 ? ratio : throw c.Unsupported(FormattableString.Invariant($"drops a share of {ratio}; training needs 0 to below 1"));
    }
}
