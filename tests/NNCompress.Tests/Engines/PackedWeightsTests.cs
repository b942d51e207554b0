using System.Runtime.CompilerServices;
using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Engines.Managed.Matrices;

namespace NNCompress.Tests.Engines;

public sealed class PackedWeightsTests
{
    private const long Large = 40L << 20;

    [Fact]
    public void A_small_models_weights_stay()
    {
        PackedWeights packs = new(1 << 20);
        Assert.Equal(1, Packings(packs, 30 << 20));
    }

    [Fact]
    public void Of_a_large_models_weights_only_a_share_stays()
    {
        PackedWeights packs = new(Large);
        Assert.Equal(1, Packings(packs, Large / 8));
        Assert.Equal(2, Packings(packs, 1));
    }

    [Fact]
    public void What_is_most_of_a_large_model_stays() => Assert.Equal(1, Packings(new PackedWeights(Large), Large / 2));

    [Fact]
    public void Two_that_need_the_same_weights_share_them()
    {
        PackedWeights packs = new(Large);
        packs.Add(Large / 8, () => new object());
        Packed<object> packed = packs.Add(1, () => new object());
        object first = packed.Values;
        Assert.Same(first, packed.Values);
    }

    [Fact]
    public void A_large_network_answers_as_a_small_one_does()
    {
        // What is read first takes the share of what may stay packed; the network that is large has a constant more, which nobody reads.
        Dataset data = new("noise", [4, 8, 8], GraphBuilder.Noise(40 * 256, 5), null, new Scaling(1, [], []));
        Predictions expected = new ManagedEngine(2).Evaluate(Graph().Build(), data);
        float[] actual = new ManagedEngine(2).Evaluate(Graph().Constant("unread", [Unread], new float[Unread]).Build(), data).Scores;
        Assert.Equal(expected.Scores, actual);
        Assert.True(expected.Scores.Max() > expected.Scores.Min());
    }

    private const int First = 256 * 5000, Unread = 7 * First;

    private static GraphBuilder Graph() => new GraphBuilder()
        .Input("x", -1, 4, 8, 8).Output("y")
        .Constant("shape", [2], [0L, -1L]).Node("Reshape", ["x", "shape"], ["flat"])
        .Constant("first", [256, 5000]).Node("MatMul", ["flat", "first"], ["wide"])
        .Node("ReduceMax", ["wide"], ["most"], ("axes", [1]), ("keepdims", 1))
        // Together more than what the first one leaves of the share.
        .Constant("kernels", [256, 2, 3, 3]).Node("Conv", ["x", "kernels"], ["c"], ("group", 2), ("pads", [1, 1, 1, 1]))
        .Constant("points", [256, 256, 1, 1], 0.1f).Node("Conv", ["c", "points"], ["p"], ("strides", [2, 2]))
        .Constant("back", [256, 8, 2, 2], 0.1f).Node("ConvTranspose", ["p", "back"], ["b"], ("strides", [2, 2]))
        .Node("Reshape", ["b", "shape"], ["again"])
        .Constant("w", [512, 300], 0.1f).Node("Gemm", ["again", "w"], ["g"])
        .Constant("last", [300, 10], 0.1f).Node("MatMul", ["g", "last"], ["m"])
        .Node("Add", ["m", "most"], ["y"]);

    /// <summary>How often weights are packed that are used, forgotten, and used again.</summary>
    private static int Packings(PackedWeights packs, long bytes)
    {
        int count = 0;
        Packed<object> packed = packs.Add(bytes, () =>
        {
            count++;
            return new object();
        });
        Use(packed);
        GC.Collect();
        Use(packed);
        return count;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Use(Packed<object> packed) => Assert.NotNull(packed.Values);
}
