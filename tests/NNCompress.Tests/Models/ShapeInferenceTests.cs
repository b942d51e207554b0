using NNCompress.Models;

namespace NNCompress.Tests.Models;

public class ShapeInferenceTests
{
    private static int[] Shape(GraphBuilder graph, int batch = 2) => [.. ShapeInference.Infer(graph.Output("y").Build(), batch)["y"]];

    [Theory]
    [InlineData("fashion-mlp-300-150.onnx", "/fc2/Gemm_output_0", new[] { 5, 150 })]
    [InlineData("fashion-lenet.onnx", "/conv2/Conv_output_0", new[] { 5, 50, 8, 8 })]
    [InlineData("fashion-lenet.onnx", "logits", new[] { 5, 10 })]
    [InlineData("fashion-lenet.onnx", "conv2.weight", new[] { 50, 20, 5, 5 })]
    public void Samples(string file, string value, int[] expected) =>
        Assert.Equal(expected, ShapeInference.Infer(OnnxFile.Load(SampleModels.Path(file)), 5)[value]);

    [Theory]
    [InlineData("fashion-mlp-300-150.onnx", (784 * 300) + (300 * 150) + (150 * 10))]
    [InlineData("fashion-mlp-512.onnx", (784 * 512) + (512 * 10))]
    [InlineData("fashion-lenet.onnx", (576 * 20 * 25) + (64 * 50 * 500) + (800 * 500) + (500 * 10))]
    public void Costs_of_samples(string file, long macs)
    {
        Network network = OnnxFile.Load(SampleModels.Path(file));
        Assert.Equal(macs, NetworkCost.Macs(network));
        Assert.Equal(network.ParameterCount, NetworkCost.PerNode(network).Sum(n => n.Parameters));
    }

    [Fact]
    public void A_fixed_batch_wins_and_costs_stay_those_of_one_sample()
    {
        Network network = new GraphBuilder().Input("x", 4, 3).Constant("w", [3, 5]).Node("MatMul", ["x", "w"], ["y"]).Output("y").Build();
        Assert.Equal(4, ShapeInference.BatchOf(network, 128));
        Assert.Equal([4, 5], ShapeInference.Infer(network, 128)["y"]);
        Assert.Equal(15, NetworkCost.Macs(network));
    }

    [Theory]
    [InlineData("NOTSET", new[] { 2, 4, 4, 3 })]
    [InlineData("VALID", new[] { 2, 4, 3, 3 })]
    [InlineData("SAME_UPPER", new[] { 2, 4, 5, 4 })]
    [InlineData("SAME_LOWER", new[] { 2, 4, 5, 4 })]
    public void Conv(string autoPad, int[] expected)
    {
        GraphBuilder graph = new GraphBuilder().Input("x", -1, 6, 9, 8).Constant("w", [4, 3, 3, 2]);
        // (9+1+1-5)/2+1 = 4, (8+0+0-3)/2+1 = 3
        graph = autoPad == "NOTSET"
            ? graph.Node("Conv", ["x", "w"], ["y"], ("group", 2), ("strides", [2, 2]), ("dilations", [2, 2]), ("pads", [1, 0, 1, 0]))
            : graph.Node("Conv", ["x", "w"], ["y"], ("group", 2), ("strides", [2, 2]), ("dilations", [2, 2]), ("auto_pad", autoPad));
        Assert.Equal(expected, Shape(graph));
    }

    [Theory]
    [InlineData(0, 7, 2, 2, 0, 3)]
    [InlineData(1, 7, 2, 2, 0, 4)]
    [InlineData(1, 6, 1, 2, 0, 3)] // a fourth window would start past the end
    [InlineData(1, 5, 2, 3, 1, 2)] // a third window would start in the padding at the end
    public void Pool_with_ceil_mode(int ceil, int size, int kernel, int stride, int pad, int expected) =>
        Assert.Equal([2, 3, expected], Shape(new GraphBuilder().Input("x", -1, 3, size)
            .Node("MaxPool", ["x"], ["y"], ("kernel_shape", [kernel]), ("strides", [stride]), ("pads", [pad, pad]), ("ceil_mode", ceil))));

    [Theory]
    [InlineData(new long[] { 0, -1 }, 0, new[] { 2, 24 })]
    [InlineData(new long[] { -1, 3, 4 }, 0, new[] { 4, 3, 4 })]
    [InlineData(new long[] { 2, 0, 8 }, 0, new[] { 2, 3, 8 })]
    [InlineData(new long[] { 48 }, 1, new[] { 48 })]
    public void Reshape(long[] shape, int allowZero, int[] expected) =>
        Assert.Equal(expected, Shape(new GraphBuilder(14).Input("x", -1, 3, 2, 4).Constant("s", [shape.Length], shape)
            .Node("Reshape", ["x", "s"], ["y"], ("allowzero", allowZero))));

    [Theory]
    [InlineData(11)]
    [InlineData(13)]
    public void Squeeze_and_Unsqueeze_take_axes_as_attribute_and_as_input(int opset)
    {
        GraphBuilder graph = new GraphBuilder(opset).Input("x", -1, 1, 3, 1);
        graph = opset < 13
            ? graph.Node("Squeeze", ["x"], ["s"], ("axes", [1, -1])).Node("Unsqueeze", ["s"], ["y"], ("axes", [0, -1]))
            : graph.Constant("a", [2], [1, -1]).Constant("b", [2], [0, -1]).Node("Squeeze", ["x", "a"], ["s"]).Node("Unsqueeze", ["s", "b"], ["y"]);
        Assert.Equal([1, 2, 3, 1], Shape(graph));
    }

    [Fact]
    public void Broadcasting_layout_and_products()
    {
        IReadOnlyDictionary<string, int[]> shapes = ShapeInference.Infer(new GraphBuilder(13).Input("x", -1, 3, 4)
            .Constant("c", [5, 1, 1, 4]).Constant("w", [5, 4, 6])
            .Node("Add", ["x", "c"], ["sum"])
            .Node("Transpose", ["x"], ["reversed"])
            .Node("Transpose", ["x"], ["swapped"], ("perm", [0, 2, 1]))
            .Node("Concat", ["swapped", "swapped"], ["joined"], ("axis", -1))
            .Node("Flatten", ["sum"], ["flat"], ("axis", 2))
            .Node("MatMul", ["sum", "w2"], ["product"])
            .Node("Dropout", ["joined"], ["dropped", "mask"])
            .Constant("w2", [4, 7])
            .Output("product").Build(), 2);
        Assert.Equal([5, 2, 3, 4], shapes["sum"]);
        Assert.Equal([4, 3, 2], shapes["reversed"]);
        Assert.Equal([2, 4, 6], shapes["joined"]);
        Assert.Equal([10, 12], shapes["flat"]);
        Assert.Equal([5, 2, 3, 7], shapes["product"]);
        Assert.Equal([2, 4, 6], shapes["mask"]);
    }

    [Fact]
    public void Constant_nodes_of_each_form_have_a_shape()
    {
        IReadOnlyDictionary<string, int[]> shapes = ShapeInference.Infer(new GraphBuilder(13).Input("x", -1, 4)
            .Node("Constant", [], ["scalar"], ("value_float", 0.5f))
            .Node("Constant", [], ["list"], ("value_ints", [2, -1]))
            .Node("Constant", [], ["tensor"], ("value", new Tensor("", [1, 4], [1f, 2, 3, 4])))
            .Node("Mul", ["x", "scalar"], ["a"]).Node("Add", ["a", "tensor"], ["b"]).Node("Reshape", ["b", "list"], ["y"])
            .Output("y").Build(), 3);
        Assert.Equal([], shapes["scalar"]);
        Assert.Equal([1, 4], shapes["tensor"]);
        Assert.Equal([2, 6], shapes["y"]);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(13)]
    public void A_shape_computed_from_a_shape_is_known(int opset)
    {
        // x.view(x.size(0), -1) as PyTorch writes it
        GraphBuilder graph = new GraphBuilder(opset).Input("x", -1, 3, 4, 5)
            .Constant("zero", [], [0L]).Constant("open", [1], [-1L]).Constant("axes", [1], [0L])
            .Node("Shape", ["x"], ["s"]).Node("Gather", ["s", "zero"], ["n"], ("axis", 0));
        graph = opset < 13 ? graph.Node("Unsqueeze", ["n"], ["u"], ("axes", [0])) : graph.Node("Unsqueeze", ["n", "axes"], ["u"]);
        Assert.Equal([2, 60], Shape(graph.Node("Concat", ["u", "open"], ["c"], ("axis", 0)).Node("Reshape", ["x", "c"], ["y"])));
    }

    [Fact]
    public void Integers_of_a_shape_are_cut_joined_and_multiplied()
    {
        GraphBuilder graph = new GraphBuilder(15).Input("x", -1, 3, 4, 5)
            .Constant("one", [1], [1L]).Constant("two", [1], [2L]).Constant("end", [1], [long.MaxValue])
            .Node("Shape", ["x"], ["batch"], ("end", 1)).Node("Shape", ["x"], ["all"])
            .Node("Slice", ["all", "one", "two"], ["channels"]).Node("Slice", ["all", "two", "end"], ["sizes"])
            .Node("Cast", ["two"], ["wide"], ("to", 7)).Node("Mul", ["channels", "wide"], ["doubled"])
            .Node("Div", ["sizes", "wide"], ["halved"]).Node("Concat", ["batch", "doubled", "halved", "one"], ["shape"], ("axis", 0))
            .Node("Identity", ["shape"], ["named"]).Node("Flatten", ["x"], ["f"]).Node("MatMul", ["f", "w2"], ["m"]).Constant("w2", [60, 24])
            .Node("Reshape", ["m", "named"], ["y"]);
        // 6 channels of 2×2
        Assert.Equal([2, 6, 2, 2, 1], Shape(graph));
    }

    [Fact]
    public void Unknown_operators_fail_by_name_or_are_left_out()
    {
        Network network = new GraphBuilder().Input("x", -1, 4)
            .Node("Mystery", "com.example", ["x"], ["m"]).Node("Relu", ["m"], ["y"]).Node("Relu", ["x"], ["z"]).Output("y").Build();
        NncException e = Assert.Throws<NncException>(() => ShapeInference.Infer(network, 1));
        Assert.Equal("NNC2020", e.Code);
        Assert.Contains("com.example.Mystery 'm_node'", e.Message, StringComparison.Ordinal);
        IReadOnlyDictionary<string, int[]> shapes = ShapeInference.Infer(network, 1, lenient: true);
        Assert.Equal(["x", "z"], shapes.Keys.Order());
        Assert.Equal(0, NetworkCost.Macs(network));
    }

    public static TheoryData<string> MisfitNames => [.. Misfits.Keys];

    private static readonly Dictionary<string, Func<GraphBuilder, GraphBuilder>> Misfits = new()
    {
        ["Gemm"] = g => g.Constant("w", [5, 6]).Node("Flatten", ["x"], ["f"]).Node("Gemm", ["f", "w"], ["y"]),
        ["MatMul"] = g => g.Constant("w", [7, 6]).Node("MatMul", ["x", "w"], ["y"]),
        ["Add"] = g => g.Constant("w", [3]).Node("Add", ["x", "w"], ["y"]),
        ["Conv channels"] = g => g.Constant("w", [4, 2, 3, 3]).Node("Conv", ["x", "w"], ["y"]),
        ["Conv window"] = g => g.Constant("w", [4, 3, 9, 9]).Node("Conv", ["x", "w"], ["y"]),
        ["Conv pads"] = g => g.Constant("w", [4, 3, 3, 3]).Node("Conv", ["x", "w"], ["y"], ("pads", [1, 1])),
        ["Conv strides"] = g => g.Constant("w", [4, 3, 3, 3]).Node("Conv", ["x", "w"], ["y"], ("strides", [0, 1])),
        ["Conv bias"] = g => g.Constant("w", [4, 3, 3, 3]).Constant("b", [5]).Node("Conv", ["x", "w", "b"], ["y"]),
        ["MaxPool"] = g => g.Node("MaxPool", ["x"], ["y"]),
        ["Reshape"] = g => g.Constant("s", [2], [5, 7]).Node("Reshape", ["x", "s"], ["y"]),
        ["Squeeze"] = g => g.Constant("a", [1], [1]).Node("Squeeze", ["x", "a"], ["y"]),
        ["Transpose"] = g => g.Node("Transpose", ["x"], ["y"], ("perm", [0, 0, 1, 2])),
        ["Concat"] = g => g.Constant("w", [2, 3, 4, 5]).Node("Concat", ["x", "w"], ["y"], ("axis", 1)),
        ["Softmax"] = g => g.Node("Softmax", ["x"], ["y"], ("axis", 4)),
        ["BatchNormalization"] = g => g.Constant("s", [4]).Node("BatchNormalization", ["x", "s", "s", "s", "s"], ["y"]),
        ["absurd size"] = g => g.Constant("w", [70000, 1, 1, 1, 1]).Constant("v", [70000, 1, 1, 1, 1, 1]).Node("Add", ["x", "w"], ["a"]).Node("Add", ["a", "v"], ["y"]),
    };

    [Theory]
    [MemberData(nameof(MisfitNames))]
    public void Shapes_that_do_not_fit_are_NNC2021(string name)
    {
        NncException e = Assert.Throws<NncException>(() => Shape(Misfits[name](new GraphBuilder().Input("x", -1, 3, 8, 8))));
        Assert.Equal("NNC2021", e.Code);
        Assert.Contains("_node'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_dimensions_other_than_the_batch_are_NNC2021() =>
        Assert.Equal("NNC2021", Assert.Throws<NncException>(() => Shape(new GraphBuilder().Input("x", -1, 3, -1, -1).Node("Relu", ["x"], ["y"]))).Code);
}
