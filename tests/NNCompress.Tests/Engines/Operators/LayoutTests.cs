namespace NNCompress.Tests.Engines.Operators;

public class LayoutTests
{
    [Theory]
    [InlineData(0, 1, 2, 3)]
    [InlineData(0, 2, 3, 1)]
    [InlineData(0, 3, 1, 2)]
    [InlineData(3, 2, 1, 0)]
    [InlineData(1, 0, 3, 2)]
    [InlineData(2, 3, 0, 1)]
    public void Transpose(int a, int b, int c, int d)
    {
        int[] shape = [2, 3, 4, 5], perm = [a, b, c, d], moved = [.. perm.Select(p => shape[p])];
        float[] y = OperatorRun.Y(new GraphBuilder().Input("x", -1, 3, 4, 5).Node("Transpose", ["x"], ["y"], ("perm", [a, b, c, d])), shape, out float[] x);
        for (int i = 0; i < y.Length; i++)
        {
            int[] to = ConvTests.Unravel(i, moved), from = new int[4];
            for (int j = 0; j < 4; j++)
                from[perm[j]] = to[j];
            Assert.Equal(x[(((((from[0] * 3) + from[1]) * 4) + from[2]) * 5) + from[3]], y[i]);
        }
    }

    [Fact]
    public void Concat_joins_values_and_constants_along_any_axis()
    {
        GraphBuilder graph = new GraphBuilder().Input("x", 2, 1, 2).Constant("c", [2, 2, 2], [10f, 11, 12, 13, 14, 15, 16, 17])
            .Node("Relu", ["x"], ["r"]).Node("Concat", ["x", "c", "r"], ["y"], ("axis", 1));
        Assert.Equal([-1, 2, 10, 11, 12, 13, 0, 2, 3, -4, 14, 15, 16, 17, 3, 0], OperatorRun.Y(graph, [2, 1, 2], [-1f, 2, 3, -4]));
        GraphBuilder last = new GraphBuilder().Input("x", 2, 1, 2).Node("Concat", ["x", "x"], ["y"], ("axis", -1));
        Assert.Equal([-1, 2, -1, 2, 3, -4, 3, -4], OperatorRun.Y(last, [2, 1, 2], [-1f, 2, 3, -4]));
    }

    [Fact]
    public void Pad_puts_a_constant_around()
    {
        GraphBuilder attribute = new GraphBuilder(9).Input("x", -1, 2).Node("Pad", ["x"], ["y"], ("pads", [0, 1, 0, 2]), ("value", 9f));
        Assert.Equal([9, 1, 2, 9, 9, 9, 3, 4, 9, 9], OperatorRun.Y(attribute, [2, 2], [1f, 2, 3, 4]));
        GraphBuilder axes = new GraphBuilder(18).Input("x", 1, 2, 2).Constant("pads", [2], [1L, 0L]).Constant("axes", [1], [-2L]).Node("Pad", ["x", "pads", "", "axes"], ["y"]);
        Assert.Equal([0, 0, 1, 2, 3, 4], OperatorRun.Y(axes, [1, 2, 2], [1f, 2, 3, 4]));
        GraphBuilder none = new GraphBuilder().Input("x", -1, 2).Constant("pads", [4], new long[4]).Node("Pad", ["x", "pads"], ["y"]);
        Assert.Equal([1, 2, 3, 4], OperatorRun.Y(none, [2, 2], [1f, 2, 3, 4]));
    }

    [Theory]
    [InlineData("reflect", 3, 2, 1, 2, 3, 4, 3, 2)]
    [InlineData("edge", 1, 1, 1, 2, 3, 4, 4, 4)]
    [InlineData("wrap", 3, 4, 1, 2, 3, 4, 1, 2)]
    public void Pad_puts_the_inputs_own_elements_around(string mode, params int[] expected)
    {
        GraphBuilder graph = new GraphBuilder(19).Input("x", -1, 4).Constant("pads", [4], [0L, 2L, 0L, 2L]).Node("Pad", ["x", "pads"], ["y"], ("mode", mode));
        Assert.Equal(expected, OperatorRun.Y(graph, [1, 4], [1f, 2, 3, 4]).Select(v => (int)v));
    }

    [Fact]
    public void Pad_cuts_where_a_width_is_negative()
    {
        GraphBuilder graph = new GraphBuilder().Input("x", -1, 4).Constant("pads", [4], [0L, -1L, 0L, 1L]).Node("Pad", ["x", "pads"], ["y"]);
        Assert.Equal([2, 3, 4, 0], OperatorRun.Y(graph, [1, 4], [1f, 2, 3, 4]));
    }

    [Theory]
    [InlineData("mirror", 1L, "NNC2020")]
    [InlineData("reflect", 2L, "NNC2021")]
    [InlineData("constant", -3L, "NNC2021")]
    public void Pad_refuses_what_it_does_not_do(string mode, long width, string code)
    {
        GraphBuilder graph = new GraphBuilder().Input("x", -1, 2).Constant("pads", [4], [0L, width, 0L, 0L]).Node("Pad", ["x", "pads"], ["y"], ("mode", mode));
        Assert.Equal(code, Assert.Throws<NncException>(() => OperatorRun.Y(graph, [2, 2], [1f, 2, 3, 4])).Code);
    }

    [Fact]
    public void Gather_picks_along_any_axis()
    {
        GraphBuilder features = new GraphBuilder().Input("x", -1, 3).Constant("i", [4], [2L, 0, -1, 2]).Node("Gather", ["x", "i"], ["y"], ("axis", 1));
        Assert.Equal([3, 1, 3, 3, 6, 4, 6, 6], OperatorRun.Y(features, [2, 3], [1f, 2, 3, 4, 5, 6]));
        GraphBuilder table = new GraphBuilder().Input("x", 2, 3, 2).Constant("i", [1, 2], [2L, 1]).Node("Gather", ["x", "i"], ["y"], ("axis", -2));
        Assert.Equal([5, 6, 3, 4, 11, 12, 9, 10], OperatorRun.Y(table, [2, 3, 2], [1f, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]));
        GraphBuilder one = new GraphBuilder().Input("x", -1, 2, 2).Constant("i", [], [1L]).Node("Gather", ["x", "i"], ["y"], ("axis", 1));
        Assert.Equal([3, 4, 7, 8], OperatorRun.Y(one, [2, 2, 2], [1f, 2, 3, 4, 5, 6, 7, 8]));
    }

    [Fact]
    public void Gather_takes_computed_indices()
    {
        GraphBuilder tokens = new GraphBuilder().Input("x", -1, 3).Constant("table", [4, 2], [0f, 1, 10, 11, 20, 21, 30, 31]).Node("Gather", ["table", "x"], ["y"]);
        Assert.Equal([20, 21, 0, 1, 30, 31, 10, 11, 10, 11, 30, 31], OperatorRun.Y(tokens, [2, 3], [2f, 0, 3, 1, 1, -1]));
    }

    [Fact]
    public void Gather_refuses_indices_that_are_not_there()
    {
        GraphBuilder beyond = new GraphBuilder().Input("x", -1, 3).Constant("i", [1], [3L]).Node("Gather", ["x", "i"], ["y"], ("axis", 1));
        Assert.Equal("NNC2021", Assert.Throws<NncException>(() => OperatorRun.Y(beyond, [1, 3], [1f, 2, 3])).Code);
        GraphBuilder computed = new GraphBuilder().Input("x", -1, 3).Node("Relu", ["x"], ["i"]).Node("Gather", ["x", "i"], ["y"], ("axis", 1));
        Assert.Equal("NNC2022", Assert.Throws<NncException>(() => OperatorRun.Y(computed, [1, 3], [1f, 2, 3])).Code);
    }

    [Fact]
    public void A_shape_may_be_computed_from_a_shape()
    {
        GraphBuilder graph = new GraphBuilder().Input("x", -1, 2, 2).Constant("i", [1], [0L]).Constant("open", [1], [-1L])
            .Node("Shape", ["x"], ["s"]).Node("Gather", ["s", "i"], ["n"]).Node("Concat", ["n", "open"], ["c"], ("axis", 0))
            .Node("Reshape", ["x", "c"], ["r"]).Node("Softmax", ["r"], ["y"]);
        Assert.Equal([0.25f, 0.25f, 0.25f, 0.25f, 1, 0, 0, 0], OperatorRun.Y(graph, [2, 2, 2], [1f, 1, 1, 1, 200, 0, 0, 0]));
    }

    [Fact]
    public void Views_share_memory_and_still_keep_what_is_read_later()
    {
        // x is read after the views of it were overwritten in place.
        GraphBuilder graph = new GraphBuilder().Input("x", -1, 2, 2).Constant("s", [2], [0L, 4]).Constant("a", [1], [1L])
            .Node("Reshape", ["x", "s"], ["flat"]).Node("Relu", ["flat"], ["r"]).Node("Unsqueeze", ["r", "a"], ["u"])
            .Node("Squeeze", ["u", "a"], ["v"]).Node("Flatten", ["x"], ["f"]).Node("Sub", ["v", "f"], ["y"]);
        Assert.Equal([0f, 2, 0, 4], OperatorRun.Y(graph, [1, 2, 2], [1f, -2, 3, -4]));
    }
}
