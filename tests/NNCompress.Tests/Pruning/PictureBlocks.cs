using NNCompress.Models;

namespace NNCompress.Tests.Pruning;

/// <summary>Blocks over pictures: groups of channels, norms, channels taken apart and put together.</summary>
internal static class PictureBlocks
{
    private static GraphBuilder Picture(int opset = 13) => new GraphBuilder(opset).Input("x", -1, 3, 8, 8);

    /// <summary>Conv of width channels and a relu; the value is named a.</summary>
    private static GraphBuilder Stem(int width, int opset = 13) => Picture(opset).Constant("w0", [width, 3, 3, 3]).Constant("b0", [width])
        .Node("Conv", ["x", "w0", "b0"], ["h0"], ("pads", [1, 1, 1, 1])).Node("Relu", ["h0"], ["a"]);

    /// <summary>1×1 convolution to 4 scores, averaged over the places.</summary>
    private static Network Head(GraphBuilder graph, string value, int channels) => graph.Constant("wz", [4, channels, 1, 1]).Constant("bz", [4])
        .Node("Conv", [value, "wz", "bz"], ["z"]).Node("GlobalAveragePool", ["z"], ["zp"]).Node("Flatten", ["zp"], ["y"]).Output("y").Build();

    public static Network Grouped(int groups, int read, int made) => Head(Stem(groups * read)
        .Constant("wg", [groups * made, read, 3, 3]).Constant("bg", [groups * made])
        .Node("Conv", ["a", "wg", "bg"], ["g"], ("group", groups), ("pads", [1, 1, 1, 1])).Node("Relu", ["g"], ["r"]), "r", groups * made);

    /// <summary>ShuffleNet's unit: half of the channels pass, half go through a branch, and both are mixed up.</summary>
    public static Network Shuffle(bool shapeInFile)
    {
        GraphBuilder graph = Stem(12).Constant("halves", [2], [6L, 6L]).Constant("wb", [6, 6, 1, 1]).Constant("bb", [6]).Constant("wd", [6, 1, 3, 3])
            .Node("Split", ["a", "halves"], ["p", "q"], ("axis", 1)).Node("Conv", ["q", "wb", "bb"], ["q1"]).Node("Relu", ["q1"], ["q2"])
            .Node("Conv", ["q2", "wd"], ["q3"], ("group", 6), ("pads", [1, 1, 1, 1])).Node("Concat", ["p", "q3"], ["c"], ("axis", 1));
        if (shapeInFile)
        {
            graph.Constant("split", [5], [-1L, 2L, 6L, 8L, 8L]).Constant("merged", [4], [-1L, 12L, 8L, 8L]);
        }
        else
        {
            graph.Constant("zero", [1], [0L]).Constant("inner", [4], [2L, 6L, 8L, 8L]).Constant("outer", [3], [12L, 8L, 8L])
                .Node("Shape", ["c"], ["s"]).Node("Gather", ["s", "zero"], ["n"], ("axis", 0))
                .Node("Concat", ["n", "inner"], ["split"], ("axis", 0)).Node("Concat", ["n", "outer"], ["merged"], ("axis", 0));
        }
        graph.Node("Reshape", ["c", "split"], ["r1"]).Node("Transpose", ["r1"], ["r2"], ("perm", [0, 2, 1, 3, 4])).Node("Reshape", ["r2", "merged"], ["m"])
            .Constant("front", [1], [0L]).Constant("half", [1], [6L]).Constant("one", [1], [1L])
            .Node("Slice", ["m", "front", "half", "one"], ["m1"]).Node("Relu", ["m1"], ["m2"]);
        return Head(graph, "m2", 6);
    }

    public static Network SqueezeExcite() => Head(Stem(10).Constant("ws", [4, 10, 1, 1]).Constant("bs", [4]).Constant("we", [10, 4, 1, 1]).Constant("be", [10])
        .Node("GlobalAveragePool", ["a"], ["g"]).Node("Conv", ["g", "ws", "bs"], ["s"]).Node("Relu", ["s"], ["t"])
        .Node("Conv", ["t", "we", "be"], ["e"]).Node("Sigmoid", ["e"], ["f"]).Node("Mul", ["f", "a"], ["m"]), "m", 10);

    public static Network MeanOfPlaces() => Stem(8).Constant("w1", [8, 5]).Constant("w2", [5, 4])
        .Node("ReduceMean", ["a"], ["m"], ("axes", [-1, -2]), ("keepdims", 0)).Node("MatMul", ["m", "w1"], ["h"]).Node("Tanh", ["h"], ["t"])
        .Node("MatMul", ["t", "w2"], ["y"]).Output("y").Build();

    public static Network InstanceNorm() => Head(Stem(8).Constant("scale", [8]).Constant("shift", [8])
        .Node("InstanceNormalization", ["a", "scale", "shift"], ["n"]).Node("Relu", ["n"], ["r"]), "r", 8);

    public static Network GroupNorm(int opset, int scales) => Head(Stem(12, opset).Constant("scale", [scales]).Constant("shift", [scales])
        .Node("GroupNormalization", ["a", "scale", "shift"], ["n"], ("num_groups", 4)).Node("Relu", ["n"], ["r"]), "r", 12);

    /// <summary>As PyTorch exports GroupNorm: [N, C, H, W] → [N, groups, …], instance norm, and back.</summary>
    public static Network GroupNormByReshapes() => Head(Stem(12).Constant("ones", [4], [1f, 1, 1, 1]).Constant("none", [4], [0f, 0, 0, 0]).Constant("scale", [12, 1, 1]).Constant("shift", [12, 1, 1])
        .Constant("groups", [3], [0L, 4L, -1L]).Node("Reshape", ["a", "groups"], ["g"]).Node("InstanceNormalization", ["g", "ones", "none"], ["n"])
        .Node("Shape", ["a"], ["s"]).Node("Reshape", ["n", "s"], ["b"]).Node("Mul", ["b", "scale"], ["m"]).Node("Add", ["m", "shift"], ["c"]).Node("Relu", ["c"], ["r"]), "r", 12);

    public static Network UNet() => Head(Stem(6).Constant("wd", [9, 6, 3, 3]).Constant("bd", [9]).Constant("wu", [9, 6, 2, 2]).Constant("bu", [6]).Constant("wc", [7, 12, 3, 3])
        .Constant("scales", [4], [1f, 1f, 2f, 2f])
        .Node("MaxPool", ["a"], ["p"], ("kernel_shape", [2, 2]), ("strides", [2, 2])).Node("Conv", ["p", "wd", "bd"], ["d"], ("pads", [1, 1, 1, 1])).Node("Relu", ["d"], ["e"])
        .Node("ConvTranspose", ["e", "wu", "bu"], ["u"], ("strides", [2, 2])).Node("Concat", ["a", "u"], ["c"], ("axis", 1))
        .Node("Conv", ["c", "wc"], ["f"], ("pads", [1, 1, 1, 1])).Node("Relu", ["f"], ["g"]).Node("Resize", ["g", "", "scales"], ["h"], ("mode", "nearest")), "h", 7);

    public static Network Resize(bool computed)
    {
        GraphBuilder graph = Stem(8, opset: 13);
        if (computed)
            graph.Constant("from", [1], [0L]).Constant("to", [1], [2L]).Constant("places", [2], [16L, 12L]).Node("Shape", ["a"], ["s"]).Node("Slice", ["s", "from", "to"], ["nc"]).Node("Concat", ["nc", "places"], ["sizes"], ("axis", 0));
        else
            graph = new GraphBuilder(13).Input("x", 1, 3, 8, 8).Constant("w0", [8, 3, 3, 3]).Node("Conv", ["x", "w0"], ["h0"]).Node("Relu", ["h0"], ["a"]).Constant("sizes", [4], [1L, 8L, 16L, 12L]);
        return Head(graph.Node("Resize", ["a", "", "", "sizes"], ["r"], ("mode", "linear")), "r", 8);
    }

    /// <summary>As PyTorch exports x.chunk(2, 1): bounds computed from the number of channels.</summary>
    public static Network Chunks() => Head(Stem(10).Constant("one", [1], [1L]).Constant("two", [1], [2L]).Constant("zero", [1], [0L]).Constant("wp", [5, 5, 1, 1]).Constant("bp", [5])
        .Node("Shape", ["a"], ["s"]).Node("Gather", ["s", "one"], ["c"], ("axis", 0)).Node("Add", ["c", "one"], ["c1"]).Node("Div", ["c1", "two"], ["half"]).Node("Mul", ["half", "two"], ["whole"])
        .Node("Slice", ["a", "zero", "half", "one"], ["p"]).Node("Slice", ["a", "half", "whole", "one"], ["q"])
        .Node("Conv", ["p", "wp", "bp"], ["p1"]).Node("Relu", ["p1"], ["p2"]).Node("Concat", ["q", "p2"], ["m"], ("axis", 1)), "m", 10);

    public static Network SplitSizes(int opset, bool named = true)
    {
        GraphBuilder graph = Stem(12, opset);
        if (named && opset >= 13)
            graph.Constant("sizes", [3], [3L, 5L, 4L]).Node("Split", ["a", "sizes"], ["p", "q", "r"], ("axis", 1));
        else if (named)
            graph.Node("Split", ["a"], ["p", "q", "r"], ("axis", -3), ("split", [3, 5, 4]));
        else
            graph.Node("Split", ["a"], ["p", "q", "r"], ("axis", 1));
        (int p, int q, int r) = named ? (3, 5, 4) : (4, 4, 4);
        graph.Constant("wp", [6, p, 1, 1]).Constant("bp", [6]).Constant("wq", [6, q, 3, 3]).Node("Conv", ["p", "wp", "bp"], ["p1"])
            .Node("Conv", ["q", "wq"], ["q1"], ("pads", [1, 1, 1, 1])).Node("Add", ["p1", "q1"], ["s"]).Node("Relu", ["s"], ["s1"]).Node("Concat", ["s1", "r"], ["c"], ("axis", 1));
        return Head(graph, "c", 6 + r);
    }

    public static Network Slice(int opset)
    {
        GraphBuilder graph = Stem(12, opset);
        if (opset >= 10)
        {
            graph.Constant("start", [2], [3L, 0L]).Constant("end", [2], [-2L, long.MaxValue]).Constant("axes", [2], [1L, 2L])
                .Constant("start0", [1], [0L]).Constant("end0", [1], [5L]).Constant("axis", [1], [1L])
                .Node("Slice", ["a", "start", "end", "axes"], ["p"]).Node("Slice", ["a", "start0", "end0", "axis"], ["q"]);
        }
        else
        {
            graph.Node("Slice", ["a"], ["p"], ("starts", [3, 0]), ("ends", [-2, 1000]), ("axes", [1, 2])).Node("Slice", ["a"], ["q"], ("starts", [0]), ("ends", [5]), ("axes", [1]));
        }
        return Head(graph.Constant("wp", [5, 7, 1, 1]).Node("Conv", ["p", "wp"], ["p1"]).Node("Concat", ["p1", "q"], ["c"], ("axis", 1)), "c", 10);
    }

    public static Network GatherChannels() => Head(Stem(8).Constant("order", [8], [7L, 3L, -8L, 5L, 1L, 2L, 4L, 4L]).Constant("first", [], [2L]).Constant("axis", [1], [1L])
        .Node("Gather", ["a", "order"], ["g"], ("axis", 1)).Node("Relu", ["g"], ["r"])
        .Node("Gather", ["a", "first"], ["one"], ("axis", 1)).Node("Unsqueeze", ["one", "axis"], ["ones"]).Node("Concat", ["r", "ones"], ["c"], ("axis", 1)), "c", 9);

    public static Network PixelShuffle() => Head(Stem(12).Constant("parts", [6], [-1L, 3L, 2L, 2L, 8L, 8L]).Constant("merged", [4], [-1L, 3L, 16L, 16L])
        .Node("Reshape", ["a", "parts"], ["r"]).Node("Transpose", ["r"], ["t"], ("perm", [0, 1, 4, 2, 5, 3])).Node("Reshape", ["t", "merged"], ["m"]).Node("Relu", ["m"], ["n"]), "n", 3);

    public static Network PRelu() => Head(Picture().Constant("w0", [8, 3, 3, 3]).Constant("slope", [8, 1, 1])
        .Node("Conv", ["x", "w0"], ["h"]).Node("PRelu", ["h", "slope"], ["a"]), "a", 8);

    public static Network HardSwish() => Head(Picture().Constant("w0", [8, 3, 3, 3]).Constant("three", [], [3f]).Constant("low", [], [0f]).Constant("high", [], [6f])
        .Node("Conv", ["x", "w0"], ["h"]).Node("Add", ["h", "three"], ["p"]).Node("Clip", ["p", "low", "high"], ["c"]).Node("Div", ["c", "high"], ["d"]).Node("Mul", ["h", "d"], ["a"]), "a", 8);

    public static Network Mixed() => Head(Stem(6).Constant("w1", [6, 3, 1, 1]).Constant("w2", [6, 3, 1, 1]).Constant("top", [6, 1, 1]).Constant("zero", [], [0f]).Constant("two", [], [2f])
        .Node("Conv", ["x", "w1"], ["p"]).Node("Conv", ["x", "w2"], ["q"]).Node("Sum", ["a", "p", "q"], ["s"]).Node("Min", ["s", "top"], ["m"]).Node("Max", ["m", "p", "zero"], ["n"])
        .Node("Pow", ["q", "two"], ["square"]).Node("Greater", ["p", "zero"], ["positive"]).Node("Where", ["positive", "square", "n"], ["w"]).Node("Relu", ["w"], ["r"]), "r", 6);

    /// <summary>One vector is bias and scale of several layers, as where an exporter has merged equal ones.</summary>
    public static Network TiedVectors() => Head(Picture().Constant("w0", [6, 3, 1, 1]).Constant("w1", [6, 6, 1, 1]).Constant("v", [6]).Constant("ones", [6], [1f, 1, 1, 1, 1, 1])
        .Node("Identity", ["v"], ["alias"])
        .Node("Conv", ["x", "w0", "v"], ["h"]).Node("Relu", ["h"], ["r"]).Node("Conv", ["r", "w1", "alias"], ["k"])
        .Node("BatchNormalization", ["k", "ones", "v", "v", "ones"], ["n"]).Node("Relu", ["n"], ["s"]), "s", 6);

    /// <summary>Depthwise, then channels last through a wide hidden layer, scaled by a vector, and back into the sum.</summary>
    public static Network ConvNext() => Head(Stem(6).Constant("wd", [6, 1, 3, 3]).Constant("w1", [6, 15]).Constant("b1", [15]).Constant("w2", [15, 6]).Constant("b2", [6]).Constant("gamma", [6, 1, 1])
        .Node("Conv", ["a", "wd"], ["d"], ("group", 6), ("pads", [1, 1, 1, 1])).Node("Transpose", ["d"], ["t"], ("perm", [0, 2, 3, 1]))
        .Node("MatMul", ["t", "w1"], ["h"]).Node("Add", ["h", "b1"], ["i"]).Node("Relu", ["i"], ["j"]).Node("MatMul", ["j", "w2"], ["k"]).Node("Add", ["k", "b2"], ["l"])
        .Node("Transpose", ["l"], ["u"], ("perm", [0, 3, 1, 2])).Node("Mul", ["gamma", "u"], ["g"]).Node("Add", ["a", "g"], ["sum"]), "sum", 6);

    public static Network Squeezed() => new GraphBuilder().Input("x", -1, 8).Constant("w1", [8, 6]).Constant("w2", [6, 6, 1, 1]).Constant("w3", [6, 4])
        .Constant("places", [2], [2L, 3L]).Constant("last", [1], [-1L])
        .Node("MatMul", ["x", "w1"], ["h"]).Node("Unsqueeze", ["h", "places"], ["u"]).Node("Conv", ["u", "w2"], ["c"]).Node("Squeeze", ["c", "last"], ["s1"]).Node("Squeeze", ["s1", "last"], ["s"])
        .Node("Relu", ["s"], ["r"]).Node("MatMul", ["r", "w3"], ["y"]).Output("y").Build();
}
