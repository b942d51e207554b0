using NNCompress.Models;

namespace NNCompress.Tests.Pruning;

/// <summary>The blocks that exported networks are made of, small and with random weights.</summary>
internal static class BlockTopologies
{
    public static IReadOnlyDictionary<string, Func<Network>> All { get; } = new Dictionary<string, Func<Network>>
    {
        ["grouped convolution, many groups"] = () => Grouped(8, 2, 2),
        ["grouped convolution, many groups of unequal sides"] = () => Grouped(6, 1, 2),
        ["grouped convolution, few groups"] = () => Grouped(2, 10, 9),
        ["channel shuffle"] = () => Shuffle(shapeInFile: true),
        ["channel shuffle of a computed shape"] = () => Shuffle(shapeInFile: false),
        ["squeeze and excite"] = SqueezeExcite,
        ["mean of places"] = MeanOfPlaces,
        ["layer norm behind a hidden layer"] = LayerNorm,
        ["layer norm in pieces"] = LayerNormInPieces,
        ["instance norm"] = InstanceNorm,
        ["group norm"] = () => GroupNorm(18, 4),
        ["group norm, a scale a channel"] = () => GroupNorm(21, 12),
        ["group norm by reshapes"] = GroupNormByReshapes,
        ["u-net"] = UNet,
        ["resize to sizes"] = () => Resize(computed: false),
        ["resize to computed sizes"] = () => Resize(computed: true),
        ["einsum"] = Einsum,
        ["linear attention of one head"] = OneHead,
        ["gelu in pieces"] = Gelu,
        ["chunks of a computed length"] = Chunks,
        ["split with sizes"] = () => SplitSizes(13),
        ["split with sizes as attribute"] = () => SplitSizes(11),
        ["split into equal parts"] = () => SplitSizes(13, named: false),
        ["split into equal parts, opset 11"] = () => SplitSizes(11, named: false),
        ["slice of channels"] = () => Slice(13),
        ["slice of channels, opset 9"] = () => Slice(9),
        ["gather of channels"] = GatherChannels,
        ["heads, three projections"] = () => Attention(batch: -1),
        ["heads, one batch"] = () => Attention(batch: 1),
        ["heads, fused projection split"] = FusedSplit,
        ["heads, fused projection reshaped"] = FusedReshape,
        ["heads, fused projection gathered, heads in the batch"] = TorchAttention,
        ["gated feed-forward"] = Gated,
        ["class token"] = ClassToken,
        ["pixel shuffle by reshapes"] = PixelShuffle,
        ["prelu"] = PRelu,
        ["hard swish in pieces"] = HardSwish,
        ["variadic sum, min, max, where, pow"] = Mixed,
        ["tied biases and scales"] = () => NNCompress.Pruning.SharedVectors.Separate(TiedVectors()),
        ["transposed layout"] = ConvNext,
        ["squeeze and unsqueeze"] = Squeezed,
        ["batched product of a weight"] = StackedWeights,
    };

    /// <summary>Those whose channels lie in ways that gates do not fit.</summary>
    public static IReadOnlyList<string> Ungated { get; } =
        ["grouped convolution, many groups", "grouped convolution, few groups", "channel shuffle", "channel shuffle of a computed shape", "slice of channels", "slice of channels, opset 9", "gather of channels"];

    private static GraphBuilder Picture(int opset = 13) => new GraphBuilder(opset).Input("x", -1, 3, 8, 8);

    /// <summary>Conv of width channels and a relu; the value is named a.</summary>
    private static GraphBuilder Stem(int width, int opset = 13) => Picture(opset).Constant("w0", [width, 3, 3, 3]).Constant("b0", [width])
        .Node("Conv", ["x", "w0", "b0"], ["h0"], ("pads", [1, 1, 1, 1])).Node("Relu", ["h0"], ["a"]);

    /// <summary>1×1 convolution to 4 scores, averaged over the places.</summary>
    private static Network Head(GraphBuilder graph, string value, int channels) => graph.Constant("wz", [4, channels, 1, 1]).Constant("bz", [4])
        .Node("Conv", [value, "wz", "bz"], ["z"]).Node("GlobalAveragePool", ["z"], ["zp"]).Node("Flatten", ["zp"], ["y"]).Output("y").Build();

    private static Network Grouped(int groups, int read, int made) => Head(Stem(groups * read)
        .Constant("wg", [groups * made, read, 3, 3]).Constant("bg", [groups * made])
        .Node("Conv", ["a", "wg", "bg"], ["g"], ("group", groups), ("pads", [1, 1, 1, 1])).Node("Relu", ["g"], ["r"]), "r", groups * made);

    /// <summary>ShuffleNet's unit: half of the channels pass, half go through a branch, and both are mixed up.</summary>
    private static Network Shuffle(bool shapeInFile)
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

    private static Network SqueezeExcite() => Head(Stem(10).Constant("ws", [4, 10, 1, 1]).Constant("bs", [4]).Constant("we", [10, 4, 1, 1]).Constant("be", [10])
        .Node("GlobalAveragePool", ["a"], ["g"]).Node("Conv", ["g", "ws", "bs"], ["s"]).Node("Relu", ["s"], ["t"])
        .Node("Conv", ["t", "we", "be"], ["e"]).Node("Sigmoid", ["e"], ["f"]).Node("Mul", ["f", "a"], ["m"]), "m", 10);

    private static Network MeanOfPlaces() => Stem(8).Constant("w1", [8, 5]).Constant("w2", [5, 4])
        .Node("ReduceMean", ["a"], ["m"], ("axes", [-1, -2]), ("keepdims", 0)).Node("MatMul", ["m", "w1"], ["h"]).Node("Tanh", ["h"], ["t"])
        .Node("MatMul", ["t", "w2"], ["y"]).Output("y").Build();

    /// <summary>The hidden layer of a transformer's feed-forward block is free; the stream that is normalised is not.</summary>
    private static Network LayerNorm() => Scores(Tokens(opset: 20).Constant("scale", [12]).Constant("shift", [12]).Constant("w1", [12, 9]).Constant("b1", [9]).Constant("w2", [9, 12])
        .Node("LayerNormalization", ["e", "scale", "shift"], ["n"], ("axis", -1)).Node("MatMul", ["n", "w1"], ["h"]).Node("Add", ["h", "b1"], ["i"]).Node("Gelu", ["i"], ["j"])
        .Node("MatMul", ["j", "w2"], ["k"]).Node("Add", ["e", "k"], ["sum"]), "sum", 12);

    private static Network LayerNormInPieces() => Scores(Tokens().Constant("scale", [12]).Constant("w1", [12, 9]).Constant("w2", [9, 12]).Constant("two", [], [2f]).Constant("little", [], [1e-5f])
        .Node("ReduceMean", ["e"], ["m"], ("axes", [-1])).Node("Sub", ["e", "m"], ["c"]).Node("Pow", ["c", "two"], ["c2"]).Node("ReduceMean", ["c2"], ["v"], ("axes", [-1]))
        .Node("Add", ["v", "little"], ["v1"]).Node("Sqrt", ["v1"], ["d"]).Node("Div", ["c", "d"], ["n0"]).Node("Mul", ["n0", "scale"], ["n"])
        .Node("MatMul", ["n", "w1"], ["h"]).Node("Relu", ["h"], ["j"]).Node("MatMul", ["j", "w2"], ["k"]).Node("Add", ["e", "k"], ["sum"]), "sum", 12);

    private static Network InstanceNorm() => Head(Stem(8).Constant("scale", [8]).Constant("shift", [8])
        .Node("InstanceNormalization", ["a", "scale", "shift"], ["n"]).Node("Relu", ["n"], ["r"]), "r", 8);

    private static Network GroupNorm(int opset, int scales) => Head(Stem(12, opset).Constant("scale", [scales]).Constant("shift", [scales])
        .Node("GroupNormalization", ["a", "scale", "shift"], ["n"], ("num_groups", 4)).Node("Relu", ["n"], ["r"]), "r", 12);

    /// <summary>As PyTorch exports GroupNorm: [N, C, H, W] → [N, groups, …], instance norm, and back.</summary>
    private static Network GroupNormByReshapes() => Head(Stem(12).Constant("ones", [4], [1f, 1, 1, 1]).Constant("none", [4], [0f, 0, 0, 0]).Constant("scale", [12, 1, 1]).Constant("shift", [12, 1, 1])
        .Constant("groups", [3], [0L, 4L, -1L]).Node("Reshape", ["a", "groups"], ["g"]).Node("InstanceNormalization", ["g", "ones", "none"], ["n"])
        .Node("Shape", ["a"], ["s"]).Node("Reshape", ["n", "s"], ["b"]).Node("Mul", ["b", "scale"], ["m"]).Node("Add", ["m", "shift"], ["c"]).Node("Relu", ["c"], ["r"]), "r", 12);

    private static Network UNet() => Head(Stem(6).Constant("wd", [9, 6, 3, 3]).Constant("bd", [9]).Constant("wu", [9, 6, 2, 2]).Constant("bu", [6]).Constant("wc", [7, 12, 3, 3])
        .Constant("scales", [4], [1f, 1f, 2f, 2f])
        .Node("MaxPool", ["a"], ["p"], ("kernel_shape", [2, 2]), ("strides", [2, 2])).Node("Conv", ["p", "wd", "bd"], ["d"], ("pads", [1, 1, 1, 1])).Node("Relu", ["d"], ["e"])
        .Node("ConvTranspose", ["e", "wu", "bu"], ["u"], ("strides", [2, 2])).Node("Concat", ["a", "u"], ["c"], ("axis", 1))
        .Node("Conv", ["c", "wc"], ["f"], ("pads", [1, 1, 1, 1])).Node("Relu", ["f"], ["g"]).Node("Resize", ["g", "", "scales"], ["h"], ("mode", "nearest")), "h", 7);

    private static Network Resize(bool computed)
    {
        GraphBuilder graph = Stem(8, opset: 13);
        if (computed)
            graph.Constant("from", [1], [0L]).Constant("to", [1], [2L]).Constant("places", [2], [16L, 12L]).Node("Shape", ["a"], ["s"]).Node("Slice", ["s", "from", "to"], ["nc"]).Node("Concat", ["nc", "places"], ["sizes"], ("axis", 0));
        else
            graph = new GraphBuilder(13).Input("x", 1, 3, 8, 8).Constant("w0", [8, 3, 3, 3]).Node("Conv", ["x", "w0"], ["h0"]).Node("Relu", ["h0"], ["a"]).Constant("sizes", [4], [1L, 8L, 16L, 12L]);
        return Head(graph.Node("Resize", ["a", "", "", "sizes"], ["r"], ("mode", "linear")), "r", 8);
    }

    private static Network Einsum()
    {
        GraphBuilder graph = Tokens().Constant("heads", [4], [0L, 5L, 4L, 3L]).Constant("merged", [3], [0L, 0L, -1L]).Constant("wo", [12, 12]).Constant("scale", [], [0.6f]);
        foreach (string name in new[] { "q", "k", "v" })
            graph.Constant($"w{name}", [12, 12]).Node("Einsum", ["e", $"w{name}"], [$"{name}1"], ("equation", "bti,oi->bto")).Node("Reshape", [$"{name}1", "heads"], [name]);
        return Scores(graph.Node("Einsum", ["q", "k"], ["s"], ("equation", "bqhd,bkhd->bhqk")).Node("Mul", ["s", "scale"], ["s1"]).Node("Softmax", ["s1"], ["p"], ("axis", -1))
            .Node("Einsum", ["p", "v"], ["o"], ("equation", "bhqk,bkhd->bqhd")).Node("Reshape", ["o", "merged"], ["m"]).Node("Einsum", ["m", "wo"], ["r"], ("equation", "...i,io->...o")), "r", 12);
    }

    /// <summary>The channels of queries and keys are summed over and stay; those of the values are free.</summary>
    private static Network OneHead()
    {
        GraphBuilder graph = Tokens();
        foreach (string name in new[] { "q", "k", "v" })
            graph.Constant($"w{name}", [12, 8]).Node("MatMul", ["e", $"w{name}"], [name]);
        return Scores(graph.Node("Transpose", ["k"], ["kt"], ("perm", [0, 2, 1])).Node("MatMul", ["q", "kt"], ["s"]).Node("Softmax", ["s"], ["p"]).Node("MatMul", ["p", "v"], ["o"]), "o", 8);
    }

    private static Network Gelu() => Scores(Tokens().Constant("root", [], [1.4142f]).Constant("one", [], [1f]).Constant("half", [], [0.5f])
        .Node("Div", ["e", "root"], ["d"]).Node("Erf", ["d"], ["f"]).Node("Add", ["f", "one"], ["g"]).Node("Mul", ["e", "g"], ["h"]).Node("Mul", ["h", "half"], ["i"]), "i", 12);

    /// <summary>As PyTorch exports x.chunk(2, 1): bounds computed from the number of channels.</summary>
    private static Network Chunks() => Head(Stem(10).Constant("one", [1], [1L]).Constant("two", [1], [2L]).Constant("zero", [1], [0L]).Constant("wp", [5, 5, 1, 1]).Constant("bp", [5])
        .Node("Shape", ["a"], ["s"]).Node("Gather", ["s", "one"], ["c"], ("axis", 0)).Node("Add", ["c", "one"], ["c1"]).Node("Div", ["c1", "two"], ["half"]).Node("Mul", ["half", "two"], ["whole"])
        .Node("Slice", ["a", "zero", "half", "one"], ["p"]).Node("Slice", ["a", "half", "whole", "one"], ["q"])
        .Node("Conv", ["p", "wp", "bp"], ["p1"]).Node("Relu", ["p1"], ["p2"]).Node("Concat", ["q", "p2"], ["m"], ("axis", 1)), "m", 10);

    private static Network SplitSizes(int opset, bool named = true)
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

    private static Network Slice(int opset)
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

    private static Network GatherChannels() => Head(Stem(8).Constant("order", [8], [7L, 3L, -8L, 5L, 1L, 2L, 4L, 4L]).Constant("first", [], [2L]).Constant("axis", [1], [1L])
        .Node("Gather", ["a", "order"], ["g"], ("axis", 1)).Node("Relu", ["g"], ["r"])
        .Node("Gather", ["a", "first"], ["one"], ("axis", 1)).Node("Unsqueeze", ["one", "axis"], ["ones"]).Node("Concat", ["r", "ones"], ["c"], ("axis", 1)), "c", 9);

    /// <summary>A sequence of 5 tokens of 6 features, embedded in 12 channels; the value is named e.</summary>
    private static GraphBuilder Tokens(int batch = -1, int opset = 13) => new GraphBuilder(opset).Input("x", batch, 5, 6).Constant("w0", [6, 12]).Constant("b0", [12])
        .Node("MatMul", ["x", "w0"], ["h0"]).Node("Add", ["h0", "b0"], ["e"]);

    /// <summary>Dense layer, tanh, scores from all tokens.</summary>
    private static Network Scores(GraphBuilder graph, string value, int channels) => graph.Constant("wf", [channels, 7]).Constant("bf", [7]).Constant("wz", [35, 4])
        .Node("MatMul", [value, "wf"], ["f1"]).Node("Add", ["bf", "f1"], ["f2"]).Node("Tanh", ["f2"], ["f3"])
        .Node("Flatten", ["f3"], ["f4"]).Node("MatMul", ["f4", "wz"], ["y"]).Output("y").Build();

    /// <summary>Softmax(Q Kᵀ / √d) V of values of shape [N, heads, tokens, d].</summary>
    private static GraphBuilder Attend(GraphBuilder graph) => graph.Constant("scale", [], [0.5f])
        .Node("Transpose", ["qh"], ["q"], ("perm", [0, 2, 1, 3])).Node("Transpose", ["kh"], ["k"], ("perm", [0, 2, 3, 1])).Node("Transpose", ["vh"], ["v"], ("perm", [0, 2, 1, 3]))
        .Node("Mul", ["q", "scale"], ["qs"]).Node("MatMul", ["qs", "k"], ["s"]).Node("Softmax", ["s"], ["p"], ("axis", -1)).Node("MatMul", ["p", "v"], ["o"])
        .Node("Transpose", ["o"], ["oh"], ("perm", [0, 2, 1, 3]));

    private static Network Attention(int batch)
    {
        GraphBuilder graph = Tokens(batch).Constant("heads", [4], [batch, 5L, 4L, 3L]).Constant("merged", [3], [0L, 0L, 12L]);
        foreach (string name in new[] { "q", "k", "v" })
        {
            graph.Constant($"w{name}", [12, 12]).Constant($"b{name}", [12]).Node("MatMul", ["e", $"w{name}"], [$"{name}1"]).Node("Add", [$"{name}1", $"b{name}"], [$"{name}2"])
                .Node("Reshape", [$"{name}2", "heads"], [$"{name}h"]);
        }
        return Scores(Attend(graph).Node("Reshape", ["oh", "merged"], ["m"]), "m", 12);
    }

    private static Network FusedSplit()
    {
        GraphBuilder graph = Tokens().Constant("wqkv", [12, 36]).Constant("bqkv", [36]).Constant("sizes", [3], [12L, 12L, 12L])
            .Constant("heads", [4], [0L, 0L, 3L, -1L]).Constant("merged", [3], [0L, 0L, -1L])
            .Node("MatMul", ["e", "wqkv"], ["f"]).Node("Add", ["f", "bqkv"], ["g"]).Node("Split", ["g", "sizes"], ["q2", "k2", "v2"], ("axis", 2));
        foreach (string name in new[] { "q", "k", "v" })
            graph.Node("Reshape", [$"{name}2", "heads"], [$"{name}h"]);
        return Scores(Attend(graph).Node("Reshape", ["oh", "merged"], ["m"]), "m", 12);
    }

    /// <summary>As timm writes it: [N, T, 3·h·d] → [N, T, 3, h, d] → [3, N, h, T, d] → three indices.</summary>
    private static Network FusedReshape() => Scores(Tokens().Constant("wqkv", [12, 36]).Constant("bqkv", [36]).Constant("parts", [5], [0L, 5L, 3L, 4L, 3L]).Constant("merged", [3], [-1L, 5L, 12L])
        .Constant("i0", [], [0L]).Constant("i1", [], [1L]).Constant("i2", [], [2L]).Constant("scale", [], [0.5f])
        .Node("MatMul", ["e", "wqkv"], ["f"]).Node("Add", ["f", "bqkv"], ["g"]).Node("Reshape", ["g", "parts"], ["r"]).Node("Transpose", ["r"], ["t"], ("perm", [2, 0, 3, 1, 4]))
        .Node("Gather", ["t", "i0"], ["q"], ("axis", 0)).Node("Gather", ["t", "i1"], ["k"], ("axis", 0)).Node("Gather", ["t", "i2"], ["v"], ("axis", 0))
        .Node("Transpose", ["k"], ["kt"], ("perm", [0, 1, 3, 2])).Node("Mul", ["q", "scale"], ["qs"]).Node("MatMul", ["qs", "kt"], ["s"]).Node("Softmax", ["s"], ["p"], ("axis", -1))
        .Node("MatMul", ["p", "v"], ["o"]).Node("Transpose", ["o"], ["oh"], ("perm", [0, 2, 1, 3])).Node("Reshape", ["oh", "merged"], ["m"]), "m", 12);

    /// <summary>
    /// As PyTorch's MultiheadAttention exports with an open batch: tokens first, one projection unflattened to [T, N, 3, E], heads merged with the batch
    /// by a computed shape, and √d computed from the shape of the queries.
    /// </summary>
    private static Network TorchAttention() => Scores(Tokens().Constant("wqkv", [36, 12]).Constant("wt", [12, 36]).Constant("bqkv", [36]).Constant("parts", [4], [0L, 0L, 3L, 12L])
        .Constant("i0", [], [0L]).Constant("i1", [], [1L]).Constant("i2", [], [2L]).Constant("first", [1], [0L]).Constant("four", [], [4L]).Constant("last", [1], [-1L]).Constant("five", [1], [5L])
        .Constant("three", [1], [3L]).Constant("end", [1], [long.MaxValue]).Constant("merged", [2], [-1L, 12L]).Constant("half", [], [0.5f]).Constant("wide", [1], [12L]).Constant("minus", [1], [-2L])
        .Node("Transpose", ["e"], ["te"], ("perm", [1, 0, 2])).Node("MatMul", ["te", "wt"], ["f"]).Node("Add", ["f", "bqkv"], ["g"]).Node("Reshape", ["g", "parts"], ["r"])
        .Node("Unsqueeze", ["r", "first"], ["r1"]).Node("Transpose", ["r1"], ["r2"], ("perm", [3, 1, 2, 0, 4])).Node("Squeeze", ["r2", "minus"], ["r3"])
        .Node("Gather", ["r3", "i0"], ["q0"], ("axis", 0)).Node("Gather", ["r3", "i1"], ["k0"], ("axis", 0)).Node("Gather", ["r3", "i2"], ["v0"], ("axis", 0))
        .Node("Shape", ["te"], ["s0"]).Node("Gather", ["s0", "i1"], ["n"], ("axis", 0)).Node("Mul", ["n", "four"], ["nh"]).Node("Unsqueeze", ["nh", "first"], ["nh1"])
        .Node("Concat", ["five", "nh1", "three"], ["tnd"], ("axis", 0))
        .Node("Reshape", ["q0", "tnd"], ["q1"]).Node("Transpose", ["q1"], ["q"], ("perm", [1, 0, 2]))
        .Node("Reshape", ["k0", "tnd"], ["k1"]).Node("Transpose", ["k1"], ["k"], ("perm", [1, 2, 0]))
        .Node("Reshape", ["v0", "tnd"], ["v1"]).Node("Transpose", ["v1"], ["v"], ("perm", [1, 0, 2]))
        .Node("Shape", ["q"], ["sq"]).Node("Slice", ["sq", "last", "end", "first"], ["d"]).Node("Cast", ["d"], ["df"], ("to", 1)).Node("Pow", ["df", "half"], ["root"]).Node("Div", ["q", "root"], ["qs"])
        .Node("MatMul", ["qs", "k"], ["s"]).Node("Softmax", ["s"], ["p"], ("axis", 2)).Node("MatMul", ["p", "v"], ["o"])
        .Node("Transpose", ["o"], ["oh"], ("perm", [1, 0, 2])).Node("Unsqueeze", ["n", "first"], ["n1"]).Node("Concat", ["five", "n1", "wide"], ["tne"], ("axis", 0))
        .Node("Reshape", ["oh", "tne"], ["m0"]).Node("Transpose", ["m0"], ["m"], ("perm", [1, 0, 2])), "m", 12);

    private static Network Gated() => Scores(Tokens().Constant("wg", [12, 10]).Constant("wu", [12, 10]).Constant("wd", [10, 12])
        .Node("MatMul", ["e", "wg"], ["g"]).Node("Sigmoid", ["g"], ["gs"]).Node("Mul", ["g", "gs"], ["silu"]).Node("MatMul", ["e", "wu"], ["u"]).Node("Mul", ["silu", "u"], ["m"])
        .Node("MatMul", ["m", "wd"], ["d"]).Node("Add", ["e", "d"], ["sum"]), "sum", 12);

    private static Network ClassToken() => Tokens().Constant("token", [1, 1, 12]).Constant("positions", [1, 6, 12]).Constant("w1", [12, 8]).Constant("w2", [8, 12]).Constant("w3", [12, 4])
        .Constant("zero", [1], [0L]).Constant("rest", [2], [1L, 12L]).Constant("first", [], [0L])
        .Node("Shape", ["e"], ["s"]).Node("Gather", ["s", "zero"], ["n"], ("axis", 0)).Node("Concat", ["n", "rest"], ["to"], ("axis", 0)).Node("Expand", ["token", "to"], ["tokens"])
        .Node("Concat", ["tokens", "e"], ["c"], ("axis", 1)).Node("Add", ["c", "positions"], ["p"])
        .Node("MatMul", ["p", "w1"], ["h"]).Node("Relu", ["h"], ["r"]).Node("MatMul", ["r", "w2"], ["o"]).Node("Add", ["p", "o"], ["q"])
        .Node("Gather", ["q", "first"], ["t"], ("axis", 1)).Node("MatMul", ["t", "w3"], ["y"]).Output("y").Build();

    private static Network PixelShuffle() => Head(Stem(12).Constant("parts", [6], [-1L, 3L, 2L, 2L, 8L, 8L]).Constant("merged", [4], [-1L, 3L, 16L, 16L])
        .Node("Reshape", ["a", "parts"], ["r"]).Node("Transpose", ["r"], ["t"], ("perm", [0, 1, 4, 2, 5, 3])).Node("Reshape", ["t", "merged"], ["m"]).Node("Relu", ["m"], ["n"]), "n", 3);

    private static Network PRelu() => Head(Picture().Constant("w0", [8, 3, 3, 3]).Constant("slope", [8, 1, 1])
        .Node("Conv", ["x", "w0"], ["h"]).Node("PRelu", ["h", "slope"], ["a"]), "a", 8);

    private static Network HardSwish() => Head(Picture().Constant("w0", [8, 3, 3, 3]).Constant("three", [], [3f]).Constant("low", [], [0f]).Constant("high", [], [6f])
        .Node("Conv", ["x", "w0"], ["h"]).Node("Add", ["h", "three"], ["p"]).Node("Clip", ["p", "low", "high"], ["c"]).Node("Div", ["c", "high"], ["d"]).Node("Mul", ["h", "d"], ["a"]), "a", 8);

    private static Network Mixed() => Head(Stem(6).Constant("w1", [6, 3, 1, 1]).Constant("w2", [6, 3, 1, 1]).Constant("top", [6, 1, 1]).Constant("zero", [], [0f]).Constant("two", [], [2f])
        .Node("Conv", ["x", "w1"], ["p"]).Node("Conv", ["x", "w2"], ["q"]).Node("Sum", ["a", "p", "q"], ["s"]).Node("Min", ["s", "top"], ["m"]).Node("Max", ["m", "p", "zero"], ["n"])
        .Node("Pow", ["q", "two"], ["square"]).Node("Greater", ["p", "zero"], ["positive"]).Node("Where", ["positive", "square", "n"], ["w"]).Node("Relu", ["w"], ["r"]), "r", 6);

    /// <summary>One vector is bias and scale of several layers, as where an exporter has merged equal ones.</summary>
    public static Network TiedVectors() => Head(Picture().Constant("w0", [6, 3, 1, 1]).Constant("w1", [6, 6, 1, 1]).Constant("v", [6]).Constant("ones", [6], [1f, 1, 1, 1, 1, 1])
        .Node("Identity", ["v"], ["alias"])
        .Node("Conv", ["x", "w0", "v"], ["h"]).Node("Relu", ["h"], ["r"]).Node("Conv", ["r", "w1", "alias"], ["k"])
        .Node("BatchNormalization", ["k", "ones", "v", "v", "ones"], ["n"]).Node("Relu", ["n"], ["s"]), "s", 6);

    /// <summary>Depthwise, then channels last through a wide hidden layer, scaled by a vector, and back into the sum.</summary>
    private static Network ConvNext() => Head(Stem(6).Constant("wd", [6, 1, 3, 3]).Constant("w1", [6, 15]).Constant("b1", [15]).Constant("w2", [15, 6]).Constant("b2", [6]).Constant("gamma", [6, 1, 1])
        .Node("Conv", ["a", "wd"], ["d"], ("group", 6), ("pads", [1, 1, 1, 1])).Node("Transpose", ["d"], ["t"], ("perm", [0, 2, 3, 1]))
        .Node("MatMul", ["t", "w1"], ["h"]).Node("Add", ["h", "b1"], ["i"]).Node("Relu", ["i"], ["j"]).Node("MatMul", ["j", "w2"], ["k"]).Node("Add", ["k", "b2"], ["l"])
        .Node("Transpose", ["l"], ["u"], ("perm", [0, 3, 1, 2])).Node("Mul", ["gamma", "u"], ["g"]).Node("Add", ["a", "g"], ["sum"]), "sum", 6);

    private static Network Squeezed() => new GraphBuilder().Input("x", -1, 8).Constant("w1", [8, 6]).Constant("w2", [6, 6, 1, 1]).Constant("w3", [6, 4])
        .Constant("places", [2], [2L, 3L]).Constant("last", [1], [-1L])
        .Node("MatMul", ["x", "w1"], ["h"]).Node("Unsqueeze", ["h", "places"], ["u"]).Node("Conv", ["u", "w2"], ["c"]).Node("Squeeze", ["c", "last"], ["s1"]).Node("Squeeze", ["s1", "last"], ["s"])
        .Node("Relu", ["s"], ["r"]).Node("MatMul", ["r", "w3"], ["y"]).Output("y").Build();

    /// <summary>A weight of three dimensions: the heads' axis leads, and the summed one stays.</summary>
    private static Network StackedWeights() => Scores(Tokens().Constant("split", [4], [0L, 0L, 4L, 3L]).Constant("wh", [4, 3, 2]).Constant("merged", [3], [0L, 5L, 8L])
        .Node("Reshape", ["e", "split"], ["r"]).Node("Transpose", ["r"], ["t"], ("perm", [0, 2, 1, 3])).Node("MatMul", ["t", "wh"], ["h"]).Node("Relu", ["h"], ["a"])
        .Node("Transpose", ["a"], ["u"], ("perm", [0, 2, 1, 3])).Node("Reshape", ["u", "merged"], ["m"]), "m", 8);
}
