using NNCompress.Models;

namespace NNCompress.Tests.Engines.Operators;

public sealed class QuantisationTests
{
    [Fact]
    public void Bytes_round_half_to_even_and_saturate()
    {
        GraphBuilder graph = new GraphBuilder().Input("x", -1, 6).Constant("s", [], [2f]).Constant("z", [], new long[] { 10 }, ElementType.UInt8)
            .Node("QuantizeLinear", ["x", "s", "z"], ["y"]);
        Assert.Equal([10, 10, 12, 11, 0, 255], OperatorRun.Y(graph, [1, 6], [0f, 1f, 3f, 2.1f, -100f, 1000f]));
    }

    [Fact]
    public void Signed_bytes_have_their_own_range()
    {
        GraphBuilder graph = new GraphBuilder().Input("x", -1, 3).Constant("s", [], [0.5f]).Constant("z", [], new long[] { 0 }, ElementType.Int8)
            .Node("QuantizeLinear", ["x", "s", "z"], ["y"]);
        Assert.Equal([-128, 127, 1], OperatorRun.Y(graph, [1, 3], [-1000f, 1000f, 0.6f]));
    }

    [Fact]
    public void A_constant_of_bytes_becomes_weights_channel_by_channel()
    {
        GraphBuilder graph = new GraphBuilder().Input("x", -1, 2).Constant("w", [2, 2], new long[] { 1, -2, 3, 4 }, ElementType.Int8)
            .Constant("s", [2], [0.5f, 10f]).Constant("z", [2], new long[] { 0, 1 }, ElementType.Int8)
            .Node("DequantizeLinear", ["w", "s", "z"], ["v"], ("axis", 0)).Node("Gemm", ["x", "v"], ["y"], ("transB", 1));
        // Rows of the weight: 0.5 · (1, -2) and 10 · (2, 3).
        Assert.Equal([0.5f - 2f, 20f + 60f], OperatorRun.Y(graph, [1, 2], [1f, 2f]));
    }

    [Fact]
    public void Values_of_convolutions_go_through_bytes_in_either_layout()
    {
        // Sixteen samples and more are interleaved, fewer are not: both must agree.
        GraphBuilder Graph() => new GraphBuilder().Input("x", -1, 2, 5, 5).Constant("w", [3, 2, 3, 3]).Constant("s", [], [0.05f])
            .Constant("z", [], new long[] { 128 }, ElementType.UInt8).Node("Conv", ["x", "w"], ["c"])
            .Node("QuantizeLinear", ["c", "s", "z"], ["q"]).Node("DequantizeLinear", ["q", "s", "z"], ["y"]);
        float[] many = OperatorRun.Y(Graph(), [32, 2, 5, 5], out float[] input);
        float[] one = OperatorRun.Y(Graph(), [1, 2, 5, 5], input[..50]);
        Assert.All(many, v => Assert.Equal(Math.Round(v / 0.05f), v / 0.05f, 4));
        Assert.True(many.Distinct().Count() > 20);
        Assert.Equal(one, many[..one.Length]);
    }

    [Fact]
    public void A_cast_to_half_rounds()
    {
        GraphBuilder graph = new GraphBuilder().Input("x", -1, 2).Node("Cast", ["x"], ["h"], ("to", 10)).Node("Cast", ["h"], ["y"], ("to", 1));
        Assert.Equal([1f, 2048f], OperatorRun.Y(graph, [1, 2], [1.0001f, 2049f]));
    }

    [Fact]
    public void A_cast_to_integers_cuts_the_fraction_and_one_to_booleans_asks_for_zero()
    {
        GraphBuilder Graph(int type) => new GraphBuilder().Input("x", -1, 3).Node("Cast", ["x"], ["i"], ("to", type)).Node("Cast", ["i"], ["y"], ("to", 1));
        Assert.Equal([-1f, 0f, 2f], OperatorRun.Y(Graph((int)ElementType.Int32), [1, 3], [-1.9f, 0.9f, 2.1f]));
        Assert.Equal([1f, 0f, 1f], OperatorRun.Y(Graph((int)ElementType.Bool), [1, 3], [-1.9f, 0f, 2.1f]));
    }

    [Fact]
    public void Scales_that_do_not_fit_their_axis_are_refused()
    {
        GraphBuilder graph = new GraphBuilder().Input("x", -1, 3).Constant("s", [2], [1f, 2f]).Node("QuantizeLinear", ["x", "s"], ["y"]);
        NncException e = Assert.Throws<NncException>(() => OperatorRun.Y(graph, [1, 3], [1f, 2f, 3f]));
        Assert.Equal("NNC2021", e.Code);
        Assert.Contains("2 scales for 3 indices", e.Message, StringComparison.Ordinal);
    }
}
