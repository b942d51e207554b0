using NNCompress.Models;

namespace NNCompress.Tests.Conformance;

/// <summary>Small graphs from x to y in which every operator is differentiated, each with the shape of x.</summary>
internal static class GradientCases
{
    private static readonly Dictionary<string, (int[] Samples, Func<GraphBuilder, GraphBuilder> Build)> Cases = new()
    {
        ["gemm"] = ([5, 7], g => g.Constant("w", [7, 6]).Constant("b", [6]).Node("Gemm", ["x", "w", "b"], ["y"])),
        ["gemm transposed, scaled, column bias"] = ([4, 7], g => g.Constant("w", [6, 7]).Constant("b", [4, 1])
            .Node("Gemm", ["x", "w", "b"], ["y"], ("transB", 1), ("alpha", 0.7f), ("beta", 1.3f))),
        ["gemm, transposed input"] = ([4, 3], g => g.Constant("w", [4, 5]).Node("Gemm", ["x", "w"], ["y"], ("transA", 1))),
        ["gemm, both transposed"] = ([4, 3], g => g.Constant("w", [5, 4]).Node("Gemm", ["x", "w"], ["y"], ("transA", 1), ("transB", 1))),
        ["gemm, large"] = ([70, 90], g => g.Constant("w", [45, 90], 0.1f).Constant("b", [45]).Node("Gemm", ["x", "w", "b"], ["y"], ("transB", 1))),
        ["gemm with itself"] = ([4, 4], g => g.Node("Gemm", ["x", "x", "x"], ["y"], ("transB", 1))),
        ["matmul"] = ([2, 3, 4], g => g.Constant("w", [4, 5]).Node("MatMul", ["x", "w"], ["y"])),
        ["matmul, batched and broadcast"] = ([2, 3, 4], g => g.Constant("w", [2, 1, 5, 3]).Node("MatMul", ["w", "x"], ["y"])),
        ["matmul with a vector"] = ([3, 4], g => g.Constant("w", [4]).Node("MatMul", ["x", "w"], ["y"])),
        ["transposed weights, tied"] = ([3, 4], g => g.Constant("w", [4, 4]).Node("Transpose", ["w"], ["t"]).Node("MatMul", ["x", "t"], ["h"]).Node("MatMul", ["h", "w"], ["y"])),
        ["add"] = ([2, 3, 4], g => g.Constant("w", [3, 4]).Node("MatMul", ["x", "k"], ["h"]).Constant("k", [4, 4]).Constant("c", [3, 1]).Node("Add", ["h", "w"], ["s"]).Node("Add", ["c", "s"], ["y"])),
        ["sub, both ways"] = ([2, 3], g => g.Constant("k", [3, 3]).Node("MatMul", ["x", "k"], ["h"]).Constant("a", [3]).Node("Sub", ["h", "a"], ["s"]).Node("Sub", ["b", "s"], ["y"]).Constant("b", [2, 1])),
        ["mul, a gate a channel"] = ([2, 3, 2, 2], g => g.Constant("k", [3, 3, 1, 1]).Node("Conv", ["x", "k"], ["h"]).Constant("a", [3, 1, 1], 1).Node("Mul", ["h", "a"], ["y"])),
        ["mul with itself"] = ([2, 3], g => g.Node("Mul", ["x", "x"], ["y"])),
        ["div, both ways"] = ([2, 3], g => g.Constant("k", [3, 3], [4f, 1, 0, 0.5f, 5, 1, 1, 0, 4]).Constant("o", [3], [40f, 50, 30]).Node("MatMul", ["x", "k"], ["m"])
            .Node("Add", ["m", "o"], ["h"]).Constant("a", [1, 3], [70f, 50, 40]).Node("Div", ["a", "h"], ["q"]).Node("Div", ["q", "b"], ["y"]).Constant("b", [3], [2f, 3, -2])),
        ["conv"] = ([3, 2, 6, 5], g => g.Constant("w", [4, 2, 3, 2]).Constant("b", [4]).Node("Conv", ["x", "w", "b"], ["y"])),
        ["conv, padded, strided"] = ([5, 2, 7, 6], g => g.Constant("w", [3, 2, 3, 3]).Constant("b", [3]).Node("Conv", ["x", "w", "b"], ["y"], ("strides", [2, 1]), ("pads", [1, 0, 2, 1]))),
        ["conv, groups, dilated"] = ([9, 4, 8, 7], g => g.Constant("w", [6, 2, 2, 3]).Constant("b", [6]).Node("Conv", ["x", "w", "b"], ["y"], ("group", 2), ("dilations", [2, 1]), ("strides", [1, 2]))),
        ["conv, depthwise, stacked"] = ([10, 3, 5, 5], g => g.Constant("w", [3, 1, 3, 3]).Node("Conv", ["x", "w"], ["y"], ("group", 3), ("pads", [1, 1, 1, 1]))),
        // Tiles of kernels and channels that reach back; two blocks of samples, the second one filled up.
        ["conv, many kernels and channels"] = ([35, 6, 4, 4], g => g.Constant("w", [10, 6, 3, 3]).Constant("b", [10]).Node("Conv", ["x", "w", "b"], ["y"], ("pads", [1, 1, 1, 1]))),
        ["conv, many kernels, few channels"] = ([3, 3, 5, 5], g => g.Constant("w", [13, 3, 2, 2]).Constant("b", [13]).Node("Conv", ["x", "w", "b"], ["y"])),
        // Sums that are cut where a matrix product would cut its inner dimension; more taps than are kept at a time.
        ["conv, long sums"] = ([2, 33, 4, 4], g => g.Constant("w", [5, 33, 3, 3]).Constant("b", [5]).Node("Conv", ["x", "w", "b"], ["y"], ("pads", [1, 1, 1, 1]))),
        ["conv, large window, strided"] = ([2, 4, 9, 9], g => g.Constant("w", [4, 4, 7, 6]).Node("Conv", ["x", "w"], ["y"], ("pads", [3, 3, 3, 2]), ("strides", [2, 3]))),
        ["conv, several blocks"] = ([40, 1, 12, 12], g => g.Constant("w", [2, 1, 3, 3]).Constant("b", [2]).Node("Conv", ["x", "w", "b"], ["y"])),
        ["conv over a line and a space"] = ([2, 2, 9], g => g.Constant("w", [3, 2, 3]).Node("Conv", ["x", "w"], ["h"], ("pads", [1, 1])).Constant("s", [5], [2L, 3, 3, 3, 1])
            .Node("Reshape", ["h", "s"], ["r"]).Constant("v", [2, 3, 2, 2, 1]).Node("Conv", ["r", "v"], ["y"])),
        ["conv twice from the same value"] = ([2, 2, 4, 4], g => g.Constant("w", [2, 2, 3, 3]).Node("Conv", ["x", "w"], ["a"], ("pads", [1, 1, 1, 1])).Node("Conv", ["x", "w"], ["b"], ("pads", [1, 1, 1, 1]))
            .Node("Mul", ["a", "b"], ["y"])),
        ["batch norm, images"] = ([4, 3, 3, 3], g => Norm(g, 3)),
        ["batch norm, two blocks"] = ([35, 3, 2, 2], g => Norm(g, 3)),
        ["batch norm, dense"] = ([6, 5], g => Norm(g, 5)),
        ["relu"] = ([3, 40], g => g.Node("Relu", ["x"], ["y"])),
        ["relu in the place of its input"] = ([3, 4], g => g.Constant("w", [4, 4], [3f, 0, 0, 0, 0, -2, 0, 0, 0, 0, 4, 0, 0, 0, 0, 1.5f]).Node("MatMul", ["x", "w"], ["h"]).Node("Relu", ["h"], ["y"])),
        ["leaky relu"] = ([3, 7], g => g.Node("LeakyRelu", ["x"], ["y"], ("alpha", 0.2f))),
        ["sigmoid"] = ([3, 7], g => g.Node("Sigmoid", ["x"], ["y"])),
        ["tanh"] = ([3, 7], g => g.Node("Tanh", ["x"], ["y"])),
        ["clip"] = ([3, 70], g => g.Constant("low", [], [-0.4f]).Constant("high", [], [0.8f]).Node("Clip", ["x", "low", "high"], ["y"])),
        ["elu"] = ([3, 7], g => g.Node("Elu", ["x"], ["y"], ("alpha", 1.5f))),
        ["hard swish"] = ([3, 70], g => g.Node("HardSwish", ["x"], ["y"])),
        ["hard sigmoid"] = ([3, 70], g => g.Node("HardSigmoid", ["x"], ["y"], ("alpha", 0.5f), ("beta", 0.5f))),
        ["softmax"] = ([3, 7], g => g.Node("Softmax", ["x"], ["y"])),
        ["softmax over channels"] = ([3, 5, 2, 2], g => g.Node("Softmax", ["x"], ["y"], ("axis", 1))),
        ["log softmax"] = ([3, 7], g => g.Node("LogSoftmax", ["x"], ["y"])),
        ["max pool"] = ([2, 2, 6, 8], g => g.Node("MaxPool", ["x"], ["y"], ("kernel_shape", [2, 2]), ("strides", [2, 2]))),
        ["max pool, overlapping, padded"] = ([2, 2, 6, 7], g => g.Node("MaxPool", ["x"], ["y"], ("kernel_shape", [3, 2]), ("strides", [2, 1]), ("pads", [1, 0, 1, 1]))),
        ["max pool, dilated, rounded up"] = ([2, 2, 6, 8], g => g.Node("MaxPool", ["x"], ["y"], ("kernel_shape", [2, 2]), ("strides", [3, 3]), ("dilations", [2, 1]), ("ceil_mode", 1))),
        ["average pool"] = ([2, 2, 6, 7], g => g.Node("AveragePool", ["x"], ["y"], ("kernel_shape", [3, 2]), ("strides", [2, 1]), ("pads", [1, 0, 1, 1]))),
        ["average pool over the padding"] = ([2, 2, 6, 7], g => g.Node("AveragePool", ["x"], ["y"], ("kernel_shape", [3, 3]), ("strides", [2, 2]), ("pads", [1, 1, 1, 1]), ("ceil_mode", 1), ("count_include_pad", 1))),
        ["global average pool"] = ([2, 3, 4, 5], g => g.Node("GlobalAveragePool", ["x"], ["y"])),
        ["views"] = ([3, 2, 4], g => g.Constant("one", [1], [1L]).Constant("shape", [2], [-1L, 4]).Node("Flatten", ["x"], ["f"]).Node("Unsqueeze", ["f", "one"], ["u"]).Node("Squeeze", ["u", "one"], ["s"])
            .Node("Reshape", ["s", "shape"], ["r"]).Node("Identity", ["r"], ["i"]).Node("Mul", ["i", "r"], ["y"])),
        ["transpose"] = ([3, 2, 4, 5], g => g.Node("Transpose", ["x"], ["y"], ("perm", [0, 3, 1, 2]))),
        ["concat"] = ([3, 2, 2, 2], g => g.Node("Tanh", ["x"], ["t"]).Node("Concat", ["x", "t", "x"], ["y"], ("axis", 1))),
        ["gather"] = ([3, 5], g => g.Constant("i", [4], [3L, 0, -2, 4]).Node("Gather", ["x", "i"], ["y"], ("axis", 1))),
        ["gather from the middle, in rows and columns"] = ([3, 4, 2], g => g.Constant("i", [2, 2], [3L, 0, 3, 1]).Node("Tanh", ["x"], ["t"]).Node("Gather", ["t", "i"], ["h"], ("axis", -2)).Node("Tanh", ["h"], ["y"])),
        ["gather one of a weight's rows"] = ([3, 4], g => g.Constant("w", [5, 4]).Constant("i", [], [2L]).Node("Gather", ["w", "i"], ["r"]).Node("Mul", ["x", "r"], ["y"])),
        ["pad"] = ([3, 2, 4], g => g.Constant("p", [6], [1L, 0, 2, 0, 1, 3]).Constant("v", [], [0.5f]).Node("Pad", ["x", "p", "v"], ["y"])),
        ["pad by nothing"] = ([3, 2], g => g.Constant("p", [4], [0L, 0, 0, 0]).Node("Pad", ["x", "p"], ["h"]).Node("Mul", ["x", "h"], ["y"])),
        ["dropout"] = ([20, 30], g => g.Constant("ratio", [], [0.3f]).Node("Dropout", ["x", "ratio"], ["y"])),
        ["layer norm"] = ([3, 2, 6], g => g.Constant("s", [6], 1).Constant("b", [6]).Node("LayerNormalization", ["x", "s", "b"], ["y"], ("epsilon", 0.5f))),
        ["layer norm over two dimensions, twice"] = ([3, 2, 6], g => g.Constant("s", [2, 6], 1).Node("LayerNormalization", ["x", "s"], ["n"], ("axis", 1)).Node("Tanh", ["n"], ["t"])
            .Node("Add", ["t", "x"], ["r"]).Node("LayerNormalization", ["r", "s"], ["y"], ("axis", 1), ("epsilon", 0.5f))),
        ["a norm by its parts"] = ([3, 6], g => g.Constant("two", [], [2f]).Constant("e", [], [0.5f]).Node("ReduceMean", ["x"], ["m"], ("axes", [-1])).Node("Sub", ["x", "m"], ["d"])
            .Node("Pow", ["d", "two"], ["p"]).Node("ReduceMean", ["p"], ["v"], ("axes", [1])).Node("Add", ["v", "e"], ["w"]).Node("Sqrt", ["w"], ["s"]).Node("Div", ["d", "s"], ["y"])),
        ["cube"] = ([3, 6], g => g.Constant("three", [], [3f]).Node("Pow", ["x", "three"], ["y"])),
        ["sums"] = ([3, 2, 4], g => g.Constant("a", [2], [0L, 2]).Node("ReduceSum", ["x", "a"], ["s"], ("keepdims", 0)).Node("ReduceMean", ["x"], ["m"], ("keepdims", 0)).Node("Mul", ["s", "m"], ["y"])),
        ["split"] = ([2, 5, 3], g => g.Constant("p", [3], [2L, 1, 2]).Node("Split", ["x", "p"], ["a", "b", "c"], ("axis", 1)).Node("Sigmoid", ["a"], ["g"]).Node("Mul", ["g", "c"], ["h"]).Node("Concat", ["h", "b"], ["y"], ("axis", 1))),
        ["slice backwards"] = ([2, 7, 3], g => g.Constant("s", [1], [5L]).Constant("e", [1], [0L]).Constant("a", [1], [1L]).Constant("t", [1], [-2L]).Node("Slice", ["x", "s", "e", "a", "t"], ["y"])),
        ["expand and tile"] = ([2, 1, 3], g => g.Constant("s", [3], [1L, 4, 1]).Constant("r", [3], [1L, 2, 3]).Node("Expand", ["x", "s"], ["e"]).Node("Tile", ["e", "r"], ["t"]).Node("Tanh", ["t"], ["y"])),
        ["blocks"] = ([2, 8, 2, 4], g => g.Node("DepthToSpace", ["x"], ["d"], ("blocksize", 2)).Node("Tanh", ["d"], ["t"]).Node("SpaceToDepth", ["t"], ["y"], ("blocksize", 4))),
        ["functions of any number"] = ([3, 7], g => g.Node("Neg", ["x"], ["a"]).Node("Sin", ["a"], ["b"]).Node("Cos", ["b"], ["c"]).Node("Exp", ["c"], ["d"]).Node("Log", ["d"], ["e"]).Node("Add", ["d", "e"], ["f"])
            .Node("Reciprocal", ["d"], ["h"]).Node("Add", ["f", "h"], ["y"])),
        ["embedding"] = ([3, 4], g => g.Constant("w", [10, 2]).Node("Floor", ["x"], ["i"]).Node("Gather", ["w", "i"], ["e"]).Node("Tanh", ["e"], ["y"])),
        ["where"] = ([3, 4], g => g.Constant("zero", [], [0f]).Constant("k", [4, 4]).Node("MatMul", ["x", "k"], ["h"]).Node("Greater", ["x", "zero"], ["c"])
            .Node("ReduceMean", ["h"], ["m"], ("axes", [0])).Node("Where", ["c", "h", "m"], ["a"]).Node("Not", ["c"], ["n"]).Node("Where", ["n", "x", "a"], ["y"])),
        ["steps"] = ([3, 4], g => g.Constant("o", [], [0.1f]).Node("Add", ["x", "o"], ["s"]).Node("Round", ["s"], ["r"]).Node("Ceil", ["x"], ["c"]).Node("Sign", ["x"], ["n"]).Node("Equal", ["r", "c"], ["e"])
            .Node("GreaterOrEqual", ["c", "n"], ["g"]).Node("Less", ["x", "c"], ["l"]).Node("LessOrEqual", ["n", "x"], ["m"]).Node("Add", ["e", "g"], ["p"]).Node("Add", ["l", "m"], ["q"])
            .Node("Add", ["p", "q"], ["t"]).Node("Mul", ["t", "x"], ["y"])),
        ["absolute"] = ([3, 40], g => g.Node("Abs", ["x"], ["y"])),
        ["error function"] = ([3, 7], g => g.Node("Erf", ["x"], ["y"])),
        ["gelu"] = ([3, 40], g => g.Node("Gelu", ["x"], ["y"])),
        ["gelu by tanh"] = ([3, 40], g => g.Node("Gelu", ["x"], ["y"], ("approximate", "tanh"))),
        ["mish"] = ([3, 40], g => g.Node("Mish", ["x"], ["y"])),
        ["softplus"] = ([3, 7], g => g.Node("Softplus", ["x"], ["y"])),
        ["softsign"] = ([3, 40], g => g.Node("Softsign", ["x"], ["y"])),
        ["selu"] = ([3, 40], g => g.Node("Selu", ["x"], ["y"])),
        ["celu"] = ([3, 40], g => g.Node("Celu", ["x"], ["y"], ("alpha", 2f))),
        ["thresholded relu"] = ([3, 40], g => g.Node("ThresholdedRelu", ["x"], ["y"], ("alpha", 0.4f))),
        // Interleaved values that rows are wanted of, too.
        ["conv read in both layouts"] = ([34, 4, 4, 4], g => g.Constant("w", [4, 4, 3, 3], 0.05f).Node("Conv", ["x", "w"], ["c"], ("pads", [1, 1, 1, 1])).Node("Tanh", ["c"], ["t"])
            .Node("AveragePool", ["t"], ["a"], ("kernel_shape", [2, 2]), ("strides", [2, 2])).Node("Identity", ["t"], ["i"])
            .Constant("v", [4, 4, 2, 2]).Node("Conv", ["i", "v"], ["d"], ("strides", [2, 2])).Node("Add", ["d", "a"], ["y"])),
        ["residual, all together"] = ([4, 3, 4, 4], g => Norm(g.Constant("w", [3, 3, 3, 3]).Node("Conv", ["x", "w"], ["c"], ("pads", [1, 1, 1, 1])), 3, "c", "n").Node("Sigmoid", ["n"], ["a"])
            .Node("Add", ["a", "x"], ["r"]).Node("Dropout", ["r"], ["d"]).Node("GlobalAveragePool", ["d"], ["p"]).Node("Flatten", ["p"], ["f"]).Constant("k", [3, 2]).Node("Gemm", ["f", "k"], ["g"]).Node("LogSoftmax", ["g"], ["y"])),
    };

    public static IEnumerable<string> All => Cases.Keys;

    public static TheoryData<string> Names => [.. Cases.Keys];

    public static (GraphBuilder Graph, int[] Samples) Get(string name)
    {
        (int[] samples, Func<GraphBuilder, GraphBuilder> build) = Cases[name];
        return (build(new GraphBuilder(14).Input("x", [-1, .. samples[1..]])).Output("y"), samples);
    }

    /// <summary>
    /// The same graph, with x the sum of an input z of zeros and a constant "offset" with those values, so that the gradient by x is that of a trained
    /// tensor. Where y has not the samples first, each sample is given all of it.
    /// </summary>
    public static (GraphBuilder Graph, int[] Samples) GetTrained(string name, Func<int, float[]> values)
    {
        (int[] samples, Func<GraphBuilder, GraphBuilder> build) = Cases[name];
        int[] shape = ShapeInference.Infer(Get(name).Graph.Build(), samples[0])["y"];
        GraphBuilder graph = build(new GraphBuilder(14).Input("z", [-1, .. samples[1..]])
            .Constant("offset", samples, values(samples.Aggregate(1, (p, d) => p * d))).Node("Add", ["z", "offset"], ["x"]));
        if (shape.Length > 1 && shape[0] == samples[0])
            return (graph.Output("y"), samples);
        graph.Constant("row", [2], [1L, -1]).Constant("rows", [2], [samples[0], 1L]);
        return (graph.Node("Reshape", ["y", "row"], ["line"]).Node("Expand", ["line", "rows"], ["all"]).Output("all"), samples);
    }

    private static GraphBuilder Norm(GraphBuilder g, int channels, string x = "x", string y = "y") => g
        .Constant("scale", [channels], 1).Constant("shift", [channels]).Constant("mean", [channels]).Constant("variance", [channels], Enumerable.Repeat(1f, channels).ToArray())
        .Node("BatchNormalization", [x, "scale", "shift", "mean", "variance"], [y], ("momentum", 0.8f));
}
