using NNCompress.Models;

namespace NNCompress.Tests.Pruning;

/// <summary>Small networks of every shape that the pruner understands, with random weights.</summary>
internal static class Topologies
{
    public static IReadOnlyDictionary<string, Func<Network>> All { get; } = new Dictionary<string, Func<Network>>(BlockTopologies.All)
    {
        ["dense chain"] = Dense,
        ["matmul and add"] = MatMulAdd,
        ["sigmoid"] = () => Activated("Sigmoid"),
        ["leaky relu"] = () => Activated("LeakyRelu"),
        ["convolution, flatten, dense"] = ConvFlattenDense,
        ["convolution, reshape, dense"] = ConvReshapeDense,
        ["batch norm"] = BatchNorm,
        ["residual"] = Residual,
        ["concat"] = Concat,
        ["dense concat twice"] = DenseConcat,
        ["depthwise"] = Depthwise,
        ["global average pool"] = GlobalPool,
        ["tied weights"] = Tied,
        ["literal reshape to a picture"] = ReshapeToPicture,
        ["view of a computed shape"] = View,
        ["number of channels in a computed shape"] = LiteralView,
        ["padding"] = PaddedPool,
    };

    public static Network Dense() => new GraphBuilder().Input("x", -1, 12)
        .Constant("w1", [16, 12]).Constant("b1", [16]).Constant("w2", [10, 16]).Constant("b2", [10]).Constant("w3", [4, 10]).Constant("b3", [4])
        .Node("Gemm", ["x", "w1", "b1"], ["h1"], ("transB", 1)).Node("Relu", ["h1"], ["a1"])
        .Node("Gemm", ["a1", "w2", "b2"], ["h2"], ("transB", 1)).Node("Tanh", ["h2"], ["a2"])
        .Node("Gemm", ["a2", "w3", "b3"], ["y"], ("transB", 1)).Output("y").Build();

    public static Network Residual() => new GraphBuilder().Input("x", -1, 3, 8, 8)
        .Constant("w0", [8, 3, 3, 3]).Constant("w1", [6, 8, 3, 3]).Constant("b1", [6]).Constant("w2", [8, 6, 3, 3]).Constant("b2", [8]).Constant("w3", [5, 8, 1, 1])
        .Node("Conv", ["x", "w0"], ["s"], ("pads", [1, 1, 1, 1])).Node("Relu", ["s"], ["r"])
        .Node("Conv", ["r", "w1", "b1"], ["h1"], ("pads", [1, 1, 1, 1])).Node("Relu", ["h1"], ["a1"])
        .Node("Conv", ["a1", "w2", "b2"], ["h2"], ("pads", [1, 1, 1, 1])).Node("Add", ["r", "h2"], ["sum"]).Node("Relu", ["sum"], ["a2"])
        .Node("Conv", ["a2", "w3"], ["p"]).Node("GlobalAveragePool", ["p"], ["g"]).Node("Flatten", ["g"], ["y"]).Output("y").Build();

    public static Network WithUnknownOperator() => new GraphBuilder().Input("x", -1, 12)
        .Constant("w1", [16, 12]).Constant("w2", [10, 16]).Constant("w3", [4, 10])
        .Node("Gemm", ["x", "w1"], ["h1"], ("transB", 1)).Node("Relu", ["h1"], ["a1"])
        .Node("Gemm", ["a1", "w2"], ["h2"], ("transB", 1)).Node("Mystery", "com.example", ["h2"], ["m"])
        .Node("Gemm", ["m", "w3"], ["y"], ("transB", 1)).Output("y").Build();

    private static Network MatMulAdd() => new GraphBuilder().Input("x", -1, 12)
        .Constant("w1", [12, 16]).Constant("b1", [16]).Constant("w2", [16, 4]).Constant("b2", [4])
        .Node("MatMul", ["x", "w1"], ["m1"]).Node("Add", ["m1", "b1"], ["h1"]).Node("Relu", ["h1"], ["a1"])
        .Node("MatMul", ["a1", "w2"], ["m2"]).Node("Add", ["b2", "m2"], ["y"]).Output("y").Build();

    private static Network Activated(string op) => new GraphBuilder().Input("x", -1, 12)
        .Constant("w1", [16, 12]).Constant("b1", [16]).Constant("w2", [4, 16]).Constant("b2", [4])
        .Node("Gemm", ["x", "w1", "b1"], ["h1"], ("transB", 1)).Node(op, ["h1"], ["a1"])
        .Node("Gemm", ["a1", "w2", "b2"], ["h2"], ("transB", 1)).Node("Softmax", ["h2"], ["y"]).Output("y").Build();

    private static Network ConvFlattenDense() => new GraphBuilder().Input("x", -1, 2, 10, 10)
        .Constant("w1", [6, 2, 3, 3]).Constant("b1", [6]).Constant("w2", [8, 6, 3, 3]).Constant("b2", [8]).Constant("w3", [12, 32]).Constant("b3", [12]).Constant("w4", [4, 12])
        .Node("Conv", ["x", "w1", "b1"], ["h1"]).Node("Relu", ["h1"], ["a1"]).Node("MaxPool", ["a1"], ["p1"], ("kernel_shape", [2, 2]), ("strides", [2, 2]))
        .Node("Conv", ["p1", "w2", "b2"], ["h2"]).Node("Relu", ["h2"], ["a2"]).Node("Dropout", ["a2"], ["d2"]).Node("Flatten", ["d2"], ["f"])
        .Node("Gemm", ["f", "w3", "b3"], ["h3"], ("transB", 1)).Node("Relu", ["h3"], ["a3"]).Node("Gemm", ["a3", "w4"], ["y"], ("transB", 1)).Output("y").Build();

    private static Network ConvReshapeDense() => new GraphBuilder().Input("x", -1, 2, 6, 6)
        .Constant("w1", [6, 2, 3, 3]).Constant("w2", [96, 4]).Constant("shape", [2], [-1L, 96L])
        .Node("Conv", ["x", "w1"], ["h1"]).Node("Elu", ["h1"], ["a1"]).Node("Reshape", ["a1", "shape"], ["f"]).Node("MatMul", ["f", "w2"], ["y"]).Output("y").Build();

    private static Network BatchNorm() => new GraphBuilder().Input("x", -1, 3, 8, 8)
        .Constant("w1", [8, 3, 3, 3]).Constant("g", [8]).Constant("b", [8]).Constant("m", [8]).Constant("v", [8], [1, 2, 0.5f, 1, 3, 0.1f, 1, 2])
        .Constant("w2", [4, 8, 3, 3]).Constant("b2", [4])
        .Node("Conv", ["x", "w1"], ["h1"]).Node("BatchNormalization", ["h1", "g", "b", "m", "v"], ["n1"]).Node("Relu", ["n1"], ["a1"])
        .Node("Conv", ["a1", "w2", "b2"], ["h2"]).Node("GlobalAveragePool", ["h2"], ["p"]).Node("Flatten", ["p"], ["y"]).Output("y").Build();

    private static Network Concat() => new GraphBuilder().Input("x", -1, 3, 8, 8)
        .Constant("wa", [5, 3, 3, 3]).Constant("wb", [7, 3, 3, 3]).Constant("wc", [6, 12, 1, 1]).Constant("bc", [6]).Constant("wd", [4, 216])
        .Node("Conv", ["x", "wa"], ["ha"]).Node("Relu", ["ha"], ["a"]).Node("Conv", ["x", "wb"], ["hb"]).Node("Sigmoid", ["hb"], ["b"])
        .Node("Concat", ["a", "b"], ["c"], ("axis", 1)).Node("Conv", ["c", "wc", "bc"], ["hc"]).Node("Relu", ["hc"], ["rc"])
        .Node("Flatten", ["rc"], ["f"]).Node("Gemm", ["f", "wd"], ["y"], ("transB", 1)).Output("y").Build();

    private static Network DenseConcat() => new GraphBuilder().Input("x", -1, 8)
        .Constant("w1", [6, 8]).Constant("w2", [5, 6]).Constant("w3", [7, 11]).Constant("w4", [4, 18])
        .Node("Gemm", ["x", "w1"], ["h1"], ("transB", 1)).Node("Relu", ["h1"], ["a1"])
        .Node("Gemm", ["a1", "w2"], ["h2"], ("transB", 1)).Node("Relu", ["h2"], ["a2"]).Node("Concat", ["a1", "a2"], ["c1"], ("axis", 1))
        .Node("Gemm", ["c1", "w3"], ["h3"], ("transB", 1)).Node("Relu", ["h3"], ["a3"]).Node("Concat", ["c1", "a3"], ["c2"], ("axis", -1))
        .Node("Gemm", ["c2", "w4"], ["y"], ("transB", 1)).Output("y").Build();

    private static Network Depthwise() => new GraphBuilder().Input("x", -1, 3, 8, 8)
        .Constant("w1", [6, 3, 1, 1]).Constant("wd", [12, 1, 3, 3]).Constant("bd", [12]).Constant("w2", [4, 12, 1, 1])
        .Node("Conv", ["x", "w1"], ["h1"]).Node("HardSwish", ["h1"], ["a1"])
        .Node("Conv", ["a1", "wd", "bd"], ["h2"], ("group", 6), ("pads", [1, 1, 1, 1])).Node("Relu", ["h2"], ["a2"])
        .Node("Conv", ["a2", "w2"], ["h3"]).Node("GlobalAveragePool", ["h3"], ["p"]).Node("Flatten", ["p"], ["y"]).Output("y").Build();

    private static Network GlobalPool() => new GraphBuilder().Input("x", -1, 3, 8, 8)
        .Constant("w1", [8, 3, 3, 3]).Constant("w2", [4, 8]).Constant("b2", [4]).Constant("axes", [2], [2L, 3L]).Constant("scale", [8, 1, 1])
        .Node("Conv", ["x", "w1"], ["h1"], ("strides", [2, 2])).Node("Mul", ["h1", "scale"], ["s1"]).Node("Relu", ["s1"], ["a1"]).Node("GlobalAveragePool", ["a1"], ["p"])
        .Node("Squeeze", ["p", "axes"], ["f"]).Node("Gemm", ["f", "w2", "b2"], ["y"], ("transB", 1)).Output("y").Build();

    private static Network Tied() => new GraphBuilder().Input("x", -1, 8)
        .Constant("w1", [6, 8]).Constant("w", [6, 6]).Constant("w3", [4, 6])
        .Node("Gemm", ["x", "w1"], ["h1"], ("transB", 1)).Node("Relu", ["h1"], ["a1"]).Node("Gemm", ["a1", "w"], ["h2"], ("transB", 1)).Node("Relu", ["h2"], ["a2"])
        .Node("Gemm", ["a2", "w"], ["h3"], ("transB", 1)).Node("Relu", ["h3"], ["a3"]).Node("Gemm", ["a3", "w3"], ["y"], ("transB", 1)).Output("y").Build();

    private static Network ReshapeToPicture() => new GraphBuilder().Input("x", -1, 8)
        .Constant("w1", [72, 8]).Constant("shape", [4], [-1L, 8L, 3L, 3L]).Constant("w2", [4, 8, 3, 3])
        .Node("Gemm", ["x", "w1"], ["h1"], ("transB", 1)).Node("Reshape", ["h1", "shape"], ["r"]).Node("Relu", ["r"], ["a"])
        .Node("Conv", ["a", "w2"], ["c"]).Node("Flatten", ["c"], ["y"]).Output("y").Build();

    private static Network View() => new GraphBuilder().Input("x", -1, 2, 6, 6)
        .Constant("w1", [6, 2, 3, 3]).Constant("w2", [4, 96]).Constant("zero", [], [0L]).Constant("axes", [1], [0L]).Constant("open", [1], [-1L])
        .Node("Conv", ["x", "w1"], ["h"]).Node("Relu", ["h"], ["a"])
        .Node("Shape", ["a"], ["s"]).Node("Gather", ["s", "zero"], ["n"]).Node("Unsqueeze", ["n", "axes"], ["u"]).Node("Concat", ["u", "open"], ["c"], ("axis", 0))
        .Node("Reshape", ["a", "c"], ["f"]).Node("Gemm", ["f", "w2"], ["y"], ("transB", 1)).Output("y").Build();

    private static Network LiteralView() => new GraphBuilder().Input("x", -1, 2, 6, 6)
        .Constant("w1", [6, 2, 3, 3]).Constant("w2", [4, 96]).Constant("zero", [1], [0L]).Constant("width", [1], [96L])
        .Node("Conv", ["x", "w1"], ["h"]).Node("Shape", ["h"], ["s"]).Node("Gather", ["s", "zero"], ["n"]).Node("Concat", ["n", "width"], ["c"], ("axis", 0))
        .Node("Reshape", ["h", "c"], ["f"]).Node("Gemm", ["f", "w2"], ["y"], ("transB", 1)).Output("y").Build();

    private static Network PaddedPool() => new GraphBuilder().Input("x", -1, 2, 6, 6)
        .Constant("w1", [6, 2, 3, 3]).Constant("w2", [4, 6, 2, 2]).Constant("none", [8], new long[8]).Constant("pads", [8], [0L, 0L, 1L, 0L, 0L, 0L, 1L, 1L])
        .Node("Conv", ["x", "w1"], ["h"]).Node("Relu", ["h"], ["a"]).Node("Pad", ["a", "pads"], ["c"]).Node("Pad", ["c", "none"], ["d"])
        .Node("AveragePool", ["d"], ["p"], ("kernel_shape", [2, 2]), ("strides", [2, 2])).Node("Conv", ["p", "w2"], ["g"]).Node("Flatten", ["g"], ["y"]).Output("y").Build();
}
