using NNCompress.Models;

namespace NNCompress.Tests.Pruning;

/// <summary>Blocks over a sequence of tokens: attention, normalised streams, feed-forward.</summary>
internal static class TokenBlocks
{
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

    /// <summary>The hidden layer of a transformer's feed-forward block is free; the stream that is normalised is not.</summary>
    public static Network LayerNorm() => Scores(Tokens(opset: 20).Constant("scale", [12]).Constant("shift", [12]).Constant("w1", [12, 9]).Constant("b1", [9]).Constant("w2", [9, 12])
        .Node("LayerNormalization", ["e", "scale", "shift"], ["n"], ("axis", -1)).Node("MatMul", ["n", "w1"], ["h"]).Node("Add", ["h", "b1"], ["i"]).Node("Gelu", ["i"], ["j"])
        .Node("MatMul", ["j", "w2"], ["k"]).Node("Add", ["e", "k"], ["sum"]), "sum", 12);

    public static Network LayerNormInPieces() => Scores(Tokens().Constant("scale", [12]).Constant("w1", [12, 9]).Constant("w2", [9, 12]).Constant("two", [], [2f]).Constant("little", [], [1e-5f])
        .Node("ReduceMean", ["e"], ["m"], ("axes", [-1])).Node("Sub", ["e", "m"], ["c"]).Node("Pow", ["c", "two"], ["c2"]).Node("ReduceMean", ["c2"], ["v"], ("axes", [-1]))
        .Node("Add", ["v", "little"], ["v1"]).Node("Sqrt", ["v1"], ["d"]).Node("Div", ["c", "d"], ["n0"]).Node("Mul", ["n0", "scale"], ["n"])
        .Node("MatMul", ["n", "w1"], ["h"]).Node("Relu", ["h"], ["j"]).Node("MatMul", ["j", "w2"], ["k"]).Node("Add", ["e", "k"], ["sum"]), "sum", 12);

    public static Network Einsum()
    {
        GraphBuilder graph = Tokens().Constant("heads", [4], [0L, 5L, 4L, 3L]).Constant("merged", [3], [0L, 0L, -1L]).Constant("wo", [12, 12]).Constant("scale", [], [0.6f]);
        foreach (string name in new[] { "q", "k", "v" })
            graph.Constant($"w{name}", [12, 12]).Node("Einsum", ["e", $"w{name}"], [$"{name}1"], ("equation", "bti,oi->bto")).Node("Reshape", [$"{name}1", "heads"], [name]);
        return Scores(graph.Node("Einsum", ["q", "k"], ["s"], ("equation", "bqhd,bkhd->bhqk")).Node("Mul", ["s", "scale"], ["s1"]).Node("Softmax", ["s1"], ["p"], ("axis", -1))
            .Node("Einsum", ["p", "v"], ["o"], ("equation", "bhqk,bkhd->bqhd")).Node("Reshape", ["o", "merged"], ["m"]).Node("Einsum", ["m", "wo"], ["r"], ("equation", "...i,io->...o")), "r", 12);
    }

    /// <summary>The channels of queries and keys are summed over and stay; those of the values are free.</summary>
    public static Network OneHead()
    {
        GraphBuilder graph = Tokens();
        foreach (string name in new[] { "q", "k", "v" })
            graph.Constant($"w{name}", [12, 8]).Node("MatMul", ["e", $"w{name}"], [name]);
        return Scores(graph.Node("Transpose", ["k"], ["kt"], ("perm", [0, 2, 1])).Node("MatMul", ["q", "kt"], ["s"]).Node("Softmax", ["s"], ["p"]).Node("MatMul", ["p", "v"], ["o"]), "o", 8);
    }

    public static Network Gelu() => Scores(Tokens().Constant("root", [], [1.4142f]).Constant("one", [], [1f]).Constant("half", [], [0.5f])
        .Node("Div", ["e", "root"], ["d"]).Node("Erf", ["d"], ["f"]).Node("Add", ["f", "one"], ["g"]).Node("Mul", ["e", "g"], ["h"]).Node("Mul", ["h", "half"], ["i"]), "i", 12);

    public static Network Attention(int batch)
    {
        GraphBuilder graph = Tokens(batch).Constant("heads", [4], [batch, 5L, 4L, 3L]).Constant("merged", [3], [0L, 0L, 12L]);
        foreach (string name in new[] { "q", "k", "v" })
        {
            graph.Constant($"w{name}", [12, 12]).Constant($"b{name}", [12]).Node("MatMul", ["e", $"w{name}"], [$"{name}1"]).Node("Add", [$"{name}1", $"b{name}"], [$"{name}2"])
                .Node("Reshape", [$"{name}2", "heads"], [$"{name}h"]);
        }
        return Scores(Attend(graph).Node("Reshape", ["oh", "merged"], ["m"]), "m", 12);
    }

    public static Network FusedSplit()
    {
        GraphBuilder graph = Tokens().Constant("wqkv", [12, 36]).Constant("bqkv", [36]).Constant("sizes", [3], [12L, 12L, 12L])
            .Constant("heads", [4], [0L, 0L, 3L, -1L]).Constant("merged", [3], [0L, 0L, -1L])
            .Node("MatMul", ["e", "wqkv"], ["f"]).Node("Add", ["f", "bqkv"], ["g"]).Node("Split", ["g", "sizes"], ["q2", "k2", "v2"], ("axis", 2));
        foreach (string name in new[] { "q", "k", "v" })
            graph.Node("Reshape", [$"{name}2", "heads"], [$"{name}h"]);
        return Scores(Attend(graph).Node("Reshape", ["oh", "merged"], ["m"]), "m", 12);
    }

    /// <summary>As timm writes it: [N, T, 3·h·d] → [N, T, 3, h, d] → [3, N, h, T, d] → three indices.</summary>
    public static Network FusedReshape() => Scores(Tokens().Constant("wqkv", [12, 36]).Constant("bqkv", [36]).Constant("parts", [5], [0L, 5L, 3L, 4L, 3L]).Constant("merged", [3], [-1L, 5L, 12L])
        .Constant("i0", [], [0L]).Constant("i1", [], [1L]).Constant("i2", [], [2L]).Constant("scale", [], [0.5f])
        .Node("MatMul", ["e", "wqkv"], ["f"]).Node("Add", ["f", "bqkv"], ["g"]).Node("Reshape", ["g", "parts"], ["r"]).Node("Transpose", ["r"], ["t"], ("perm", [2, 0, 3, 1, 4]))
        .Node("Gather", ["t", "i0"], ["q"], ("axis", 0)).Node("Gather", ["t", "i1"], ["k"], ("axis", 0)).Node("Gather", ["t", "i2"], ["v"], ("axis", 0))
        .Node("Transpose", ["k"], ["kt"], ("perm", [0, 1, 3, 2])).Node("Mul", ["q", "scale"], ["qs"]).Node("MatMul", ["qs", "kt"], ["s"]).Node("Softmax", ["s"], ["p"], ("axis", -1))
        .Node("MatMul", ["p", "v"], ["o"]).Node("Transpose", ["o"], ["oh"], ("perm", [0, 2, 1, 3])).Node("Reshape", ["oh", "merged"], ["m"]), "m", 12);

    /// <summary>
    /// As PyTorch's MultiheadAttention exports with an open batch: tokens first, one projection unflattened to [T, N, 3, E], heads merged with the batch
    /// by a computed shape, and √d computed from the shape of the queries.
    /// </summary>
    public static Network TorchAttention() => Scores(Tokens().Constant("wqkv", [36, 12]).Constant("wt", [12, 36]).Constant("bqkv", [36]).Constant("parts", [4], [0L, 0L, 3L, 12L])
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

    public static Network Gated() => Scores(Tokens().Constant("wg", [12, 10]).Constant("wu", [12, 10]).Constant("wd", [10, 12])
        .Node("MatMul", ["e", "wg"], ["g"]).Node("Sigmoid", ["g"], ["gs"]).Node("Mul", ["g", "gs"], ["silu"]).Node("MatMul", ["e", "wu"], ["u"]).Node("Mul", ["silu", "u"], ["m"])
        .Node("MatMul", ["m", "wd"], ["d"]).Node("Add", ["e", "d"], ["sum"]), "sum", 12);

    public static Network ClassToken() => Tokens().Constant("token", [1, 1, 12]).Constant("positions", [1, 6, 12]).Constant("w1", [12, 8]).Constant("w2", [8, 12]).Constant("w3", [12, 4])
        .Constant("zero", [1], [0L]).Constant("rest", [2], [1L, 12L]).Constant("first", [], [0L])
        .Node("Shape", ["e"], ["s"]).Node("Gather", ["s", "zero"], ["n"], ("axis", 0)).Node("Concat", ["n", "rest"], ["to"], ("axis", 0)).Node("Expand", ["token", "to"], ["tokens"])
        .Node("Concat", ["tokens", "e"], ["c"], ("axis", 1)).Node("Add", ["c", "positions"], ["p"])
        .Node("MatMul", ["p", "w1"], ["h"]).Node("Relu", ["h"], ["r"]).Node("MatMul", ["r", "w2"], ["o"]).Node("Add", ["p", "o"], ["q"])
        .Node("Gather", ["q", "first"], ["t"], ("axis", 1)).Node("MatMul", ["t", "w3"], ["y"]).Output("y").Build();

    /// <summary>A weight of three dimensions: the heads' axis leads, and the summed one stays.</summary>
    public static Network StackedWeights() => Scores(Tokens().Constant("split", [4], [0L, 0L, 4L, 3L]).Constant("wh", [4, 3, 2]).Constant("merged", [3], [0L, 5L, 8L])
        .Node("Reshape", ["e", "split"], ["r"]).Node("Transpose", ["r"], ["t"], ("perm", [0, 2, 1, 3])).Node("MatMul", ["t", "wh"], ["h"]).Node("Relu", ["h"], ["a"])
        .Node("Transpose", ["a"], ["u"], ("perm", [0, 2, 1, 3])).Node("Reshape", ["u", "merged"], ["m"]), "m", 8);
}
