using NNCompress.Models;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>The operators of the default domain that the engine runs, and where each is compiled.</summary>
internal static class OperatorRegistry
{
    private static readonly Dictionary<string, Func<OperatorContext, Kernel>> Operators = new()
    {
        ["Gemm"] = Gemm.Compile,
        ["MatMul"] = MatMul.Compile,
        ["Conv"] = Conv.Compile,
        ["Add"] = Arithmetic<Addition>.Compile,
        ["Sub"] = Arithmetic<Subtraction>.Compile,
        ["Mul"] = Arithmetic<Multiplication>.Compile,
        ["Div"] = c => c.IsInteger(0) ? Pairwise<IntegerQuotient>.Compile(c) : Arithmetic<Division>.Compile(c),
        ["Mod"] = c => c.Node.Int("fmod", 0) != 0 ? Pairwise<TruncatedRemainder>.Compile(c) : Pairwise<FlooredRemainder>.Compile(c),
        ["Pow"] = c => c.IsInteger(0) ? Pairwise<IntegerPower>.Compile(c) : Pairwise<Power>.Compile(c),
        ["PRelu"] = Pairwise<Leak>.Compile,
        ["Equal"] = Pairwise<IsEqual>.Compile,
        ["Greater"] = Pairwise<IsGreater>.Compile,
        ["Less"] = Pairwise<IsLess>.Compile,
        ["GreaterOrEqual"] = Pairwise<IsGreaterOrEqual>.Compile,
        ["LessOrEqual"] = Pairwise<IsLessOrEqual>.Compile,
        ["And"] = Pairwise<Conjunction>.Compile,
        ["Or"] = Pairwise<Disjunction>.Compile,
        ["Xor"] = Pairwise<Exclusion>.Compile,
        ["Min"] = Variadic.Min,
        ["Max"] = Variadic.Max,
        ["Sum"] = Variadic.Sum,
        ["Mean"] = Variadic.Mean,
        ["Where"] = Where.Compile,
        ["Cast"] = Cast.Compile,
        ["CastLike"] = Cast.Compile,
        ["Einsum"] = Einsum.Compile,
        ["ConvTranspose"] = ConvTranspose.Compile,
        ["LayerNormalization"] = Normalisation.Layer,
        ["InstanceNormalization"] = Normalisation.Instance,
        ["GroupNormalization"] = Normalisation.Group,
        ["MeanVarianceNormalization"] = RowMap.MeanVarianceNormalization,
        ["LpNormalization"] = RowMap.LpNormalization,
        ["LRN"] = LocalResponse.Compile,
        ["Hardmax"] = RowMap.Hardmax,
        ["CumSum"] = RowMap.CumSum,
        ["TopK"] = TopK.Compile,
        ["ArgMax"] = c => RowReduction.Argument(c, largest: true),
        ["ArgMin"] = c => RowReduction.Argument(c, largest: false),
        ["GlobalMaxPool"] = RowReduction.GlobalMaxPool,
        ["Resize"] = Resize.Compile,
        ["Upsample"] = Resize.Compile,
        ["GatherElements"] = IndexedElements.GatherElements,
        ["GatherND"] = IndexedElements.GatherND,
        ["ScatterElements"] = IndexedElements.ScatterElements,
        ["ScatterND"] = IndexedElements.ScatterND,
        ["OneHot"] = Patterns.OneHot,
        ["EyeLike"] = Patterns.EyeLike,
        ["Trilu"] = Patterns.Trilu,
        ["ConstantOfShape"] = Patterns.ConstantOfShape,
        // Where these stand, they were folded: shape inference refuses what depends on computed values.
        ["Shape"] = FoldedBefore,
        ["Size"] = FoldedBefore,
        ["Range"] = FoldedBefore,
        ["NonZero"] = FoldedBefore,
        ["BatchNormalization"] = c => BatchNormalization.Compile(c, interleaved: false),
        ["Relu"] = Activation.Relu,
        ["LeakyRelu"] = Activation.LeakyRelu,
        ["Sigmoid"] = Activation.Sigmoid,
        ["Tanh"] = Activation.Tanh,
        ["Clip"] = Activation.Clip,
        ["Elu"] = Activation.Elu,
        ["HardSwish"] = Activation.HardSwish,
        ["HardSigmoid"] = Activation.HardSigmoid,
        ["Softmax"] = c => Softmax.Compile(c, logarithm: false),
        ["LogSoftmax"] = c => Softmax.Compile(c, logarithm: true),
        ["MaxPool"] = MaxPool.Compile,
        ["AveragePool"] = AveragePool.Compile,
        ["GlobalAveragePool"] = GlobalAveragePool.Compile,
        ["Transpose"] = StridedCopy.Compile,
        ["Slice"] = StridedCopy.Compile,
        ["Split"] = StridedCopy.Compile,
        ["Expand"] = StridedCopy.Compile,
        ["Tile"] = StridedCopy.Compile,
        ["DepthToSpace"] = StridedCopy.Compile,
        ["SpaceToDepth"] = StridedCopy.Compile,
        ["Concat"] = Concat.Compile,
        ["Dropout"] = Dropout.Compile,
        ["Flatten"] = _ => Kernel.View,
        ["Reshape"] = _ => Kernel.View,
        ["Squeeze"] = _ => Kernel.View,
        ["Unsqueeze"] = _ => Kernel.View,
        ["Identity"] = _ => Kernel.View,
        ["Pad"] = Pad.Compile,
        ["Gather"] = Gather.Compile,
        ["QuantizeLinear"] = QuantizeLinear.Compile,
        ["DequantizeLinear"] = DequantizeLinear.Compile,
    };

    // What there is for interleaved images; null where the node is not fit for it. Functions of single elements do not ask for the layout.
    private static readonly Dictionary<string, Func<OperatorContext, Kernel?>> Interleaved = new()
    {
        ["Conv"] = InterleavedConv.Compile,
        ["MaxPool"] = InterleavedMaxPool.Compile,
        ["BatchNormalization"] = c => BatchNormalization.Compile(c, interleaved: true),
        ["Relu"] = Activation.Relu,
        ["LeakyRelu"] = Activation.LeakyRelu,
        ["Sigmoid"] = Activation.Sigmoid,
        ["Tanh"] = Activation.Tanh,
        ["Clip"] = Activation.Clip,
        ["Elu"] = Activation.Elu,
        ["HardSwish"] = Activation.HardSwish,
        ["HardSigmoid"] = Activation.HardSigmoid,
        ["QuantizeLinear"] = QuantizeLinear.CompileInterleaved,
        ["DequantizeLinear"] = DequantizeLinear.CompileInterleaved,
    };

    static OperatorRegistry()
    {
        foreach ((string name, Func<OperatorContext, Kernel> compile) in UnaryFunctions.Table)
        {
            Operators.Add(name, compile);
            Interleaved.Add(name, compile);
        }
        foreach (string name in RowReduction.Reductions)
            Operators.Add(name, RowReduction.Reduce);
    }

    public static IReadOnlyCollection<string> Names => Operators.Keys;

    public static Func<OperatorContext, Kernel>? Find(Node node) => node.Domain.Length == 0 ? Operators.GetValueOrDefault(node.OpType) : null;

    /// <summary>The kernel of a node on interleaved images, or null where there is none.</summary>
    public static Kernel? CompileInterleaved(OperatorContext c) =>
        c.Node.Domain.Length == 0 && Interleaved.TryGetValue(c.Node.OpType, out Func<OperatorContext, Kernel?>? compile) ? compile(c) : null;

    private static Kernel FoldedBefore(OperatorContext c) => throw c.Unsupported("depends on computed values; only constants are supported");
}
