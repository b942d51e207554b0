using NNCompress.Data;
using NNCompress.Models;

namespace NNCompress.Tests.Engines.Training;

/// <summary>Networks and data that train in no time.</summary>
internal static class SmallNetworks
{
    /// <summary>784-hidden-10 on 28×28 images, with initial weights after He et al. (2015).</summary>
    public static Network Mlp(int hidden, string? last = null, int seed = 0)
    {
        GraphBuilder g = new GraphBuilder().Input("x", -1, 28, 28).Node("Flatten", ["x"], ["f"])
            .Constant("w1", [hidden, 784], GraphBuilder.Noise(hidden * 784, 11 + seed, MathF.Sqrt(2f / 784))).Constant("b1", [hidden], new float[hidden])
            .Node("Gemm", ["f", "w1", "b1"], ["h"], ("transB", 1)).Node("Relu", ["h"], ["a"])
            .Constant("w2", [10, hidden], GraphBuilder.Noise(10 * hidden, 12 + seed, MathF.Sqrt(2f / hidden))).Constant("b2", [10], new float[10])
            .Node("Gemm", ["a", "w2", "b2"], ["scores"], ("transB", 1));
        return (last is null ? g.Output("scores") : g.Node(last, ["scores"], ["p"]).Output("p")).Build();
    }

    /// <summary>Convolution, norm, pooling, dropout and a residual on 1×8×8 images of four classes.</summary>
    public static Network Conv() => new GraphBuilder().Input("x", -1, 1, 8, 8)
        .Constant("k1", [6, 1, 3, 3]).Constant("c1", [6], new float[6]).Node("Conv", ["x", "k1", "c1"], ["h1"], ("pads", [1, 1, 1, 1]))
        .Constant("scale", [6], [1f, 1, 1, 1, 1, 1]).Constant("shift", [6], new float[6]).Constant("mean", [6], new float[6]).Constant("variance", [6], [1f, 1, 1, 1, 1, 1])
        .Node("BatchNormalization", ["h1", "scale", "shift", "mean", "variance"], ["n"]).Node("Relu", ["n"], ["a1"])
        .Constant("k2", [6, 6, 3, 3]).Node("Conv", ["a1", "k2"], ["h2"], ("pads", [1, 1, 1, 1])).Node("Add", ["h2", "a1"], ["r"])
        .Node("MaxPool", ["r"], ["m"], ("kernel_shape", [2, 2]), ("strides", [2, 2])).Node("Flatten", ["m"], ["f"])
        .Constant("ratio", [], [0.25f]).Node("Dropout", ["f", "ratio"], ["d"])
        .Constant("w", [96, 4]).Constant("b", [4], new float[4]).Node("Gemm", ["d", "w", "b"], ["s"]).Node("Softmax", ["s"], ["y"]).Output("y").Build();

    /// <summary>A layer of attention over six tokens of ten, 0 for padding, in two classes.</summary>
    public static Network Text() => new GraphBuilder(17).Input("x", -1, 6).Constant("table", [10, 8]).Node("Gather", ["table", "x"], ["e"])
        .Constant("scale", [8], [1f, 1, 1, 1, 1, 1, 1, 1]).Constant("shift", [8], new float[8]).Node("LayerNormalization", ["e", "scale", "shift"], ["n"])
        .Constant("qw", [8, 8]).Constant("kw", [8, 8]).Constant("vw", [8, 8]).Node("MatMul", ["n", "qw"], ["q"]).Node("MatMul", ["n", "kw"], ["k"]).Node("MatMul", ["n", "vw"], ["v"])
        .Node("Transpose", ["k"], ["kt"], ("perm", [0, 2, 1])).Node("MatMul", ["q", "kt"], ["scores"])
        .Constant("padding", [], [0f]).Constant("one", [1], [1L]).Constant("none", [], [-1e9f]).Node("Equal", ["x", "padding"], ["empty"]).Node("Unsqueeze", ["empty", "one"], ["mask"])
        .Node("Where", ["mask", "none", "scores"], ["masked"]).Node("Softmax", ["masked"], ["weights"]).Node("MatMul", ["weights", "v"], ["a"]).Node("Add", ["a", "e"], ["r"])
        .Constant("last", [1], [2L]).Node("Not", ["empty"], ["full"]).Node("Cast", ["full"], ["kept"], ("to", 1)).Node("Unsqueeze", ["kept", "last"], ["keep"]).Node("Mul", ["r", "keep"], ["m"])
        .Node("ReduceSum", ["m", "one"], ["p"], ("keepdims", 0)).Constant("w", [8, 2]).Constant("b", [2], new float[2]).Node("Gemm", ["p", "w", "b"], ["y"]).Output("y").Build();

    /// <summary>Up to six tokens; class 1 has the token 7 among them.</summary>
    public static Dataset Sentences(int count)
    {
        Random random = new(3);
        float[] tokens = new float[count * 6];
        int[] labels = [.. Enumerable.Range(0, count).Select(i => i % 2)];
        for (int i = 0; i < count; i++)
        {
            int length = random.Next(2, 7);
            for (int t = 0; t < length; t++)
                tokens[(i * 6) + t] = random.Next(1, 7);
            if (labels[i] == 1)
                tokens[(i * 6) + random.Next(length)] = 7;
        }
        return new Dataset("sentences", [6], tokens, labels, new Scaling(1, [], []));
    }

    /// <summary>Noise with a bright quarter, whose number is the label.</summary>
    public static Dataset Quarters(int count, int seed = 1)
    {
        float[] pixels = GraphBuilder.Noise(count * 64, seed);
        int[] labels = [.. Enumerable.Range(0, count).Select(i => (i * 7) % 4)];
        for (int i = 0; i < pixels.Length; i++)
        {
            int row = i / 8 % 8, column = i % 8;
            if (labels[i / 64] == (row / 4 * 2) + (column / 4))
                pixels[i] += 1;
        }
        return new Dataset("quarters", [1, 8, 8], pixels, labels, new Scaling(1, [], []));
    }
}
