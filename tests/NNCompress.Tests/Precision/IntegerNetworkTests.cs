using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;
using NNCompress.Precision;

namespace NNCompress.Tests.Precision;

public sealed class IntegerNetworkTests
{
    private readonly ManagedEngine engine = new(1);

    public static TheoryData<int> Opsets => [7, 10, 11, 12, 13, 17];

    [Theory]
    [MemberData(nameof(Opsets))]
    public void Outputs_stay_close_and_weights_take_a_byte(int opset)
    {
        Network network = Convolutional(opset).Build();
        Dataset data = Images(200, 1), judge = Images(100, 2);
        Network integers = OnnxFile.Parse(IntegerNetwork.Of(engine, network, data, null, CancellationToken.None).ToBytes(), "int8.onnx");

        Assert.True(integers.Opset >= 13);
        Assert.True(integers.IsQuantised);
        // Bounds and padding were attributes before opset 11 and are constants since.
        Assert.Equal(network.ParameterCount + (opset < 11 ? 3 : 0), integers.ParameterCount);
        Assert.Equal(NetworkCost.Macs(network), NetworkCost.Macs(integers));
        Assert.Equal(network.Inputs.Concat(network.Outputs).Select(v => v.Name), integers.Inputs.Concat(integers.Outputs).Select(v => v.Name));
        Predictions before = engine.Evaluate(network, judge), after = engine.Evaluate(integers, judge);
        double error = Enumerable.Range(0, judge.Count).Max(i => Enumerable.Range(0, before.Width).Max(k => Math.Abs(before.Row(i)[k] - after.Row(i)[k])));
        double range = Enumerable.Range(0, judge.Count).Max(i => before.Row(i).ToArray().Max(Math.Abs));
        Assert.InRange(error, 1e-9, 0.05 * range);
        Assert.All(integers.Nodes.Where(n => n.OpType is "Conv" or "Gemm" or "MatMul"), n => Assert.All(n.Inputs, i => Assert.Equal("DequantizeLinear", integers.Nodes.Single(p => p.Outputs.Contains(i)).OpType)));
    }

    [Fact]
    public void Pooling_between_layers_works_on_bytes()
    {
        Network integers = IntegerNetwork.Of(engine, Convolutional(13).Build(), Images(50, 1), null, CancellationToken.None);
        Node pool = integers.Nodes.Single(n => n.OpType == "MaxPool");
        Assert.Equal("DequantizeLinear", integers.Nodes.Single(n => n.Outputs.Contains(pool.Inputs[0])).OpType);
    }

    [Fact]
    public void Biases_are_in_units_of_both_scales()
    {
        Network network = SyntheticDense();
        Network integers = IntegerNetwork.Of(engine, network, Rows(100, 3), null, CancellationToken.None);
        Tensor bias = integers.Constant("b.integers")!;
        Assert.Equal(ElementType.Int32, bias.Type);
        float activation = integers.Constant("x.scale")!.Floats[0];
        for (int c = 0; c < bias.Length; c++)
        {
            float scale = integers.Constant("b.scale")!.Floats[c];
            Assert.Equal(integers.Constant("w.scale")!.Floats[c] * activation, scale);
            Assert.InRange(Math.Abs(bias.Integers[c] * (double)scale - network.Constant("b")!.Floats[c]), 0, 0.51 * scale);
        }
    }

    [Fact]
    public void One_weight_that_two_layers_read_is_stored_once()
    {
        Network network = new GraphBuilder().Input("x", -1, 8).Constant("w", [8, 8]).Node("MatMul", ["x", "w"], ["h"]).Node("Relu", ["h"], ["a"]).Node("MatMul", ["a", "w"], ["y"]).Output("y").Build();
        Network integers = IntegerNetwork.Of(engine, network, Rows(50, 8), null, CancellationToken.None);
        Assert.Single(integers.ConstantNames, n => integers.Constant(n)!.Type == ElementType.Int8 && integers.Constant(n)!.Length == 64);
    }

    [Fact]
    public void What_cannot_be_computed_in_integers_is_told()
    {
        Network none = new GraphBuilder().Input("x", -1, 3).Node("Relu", ["x"], ["y"]).Output("y").Build();
        Assert.Equal("NNC2111", Fails(none, Rows(5, 3)).Code);
        Network old = new GraphBuilder(6).Input("x", -1, 3).Constant("w", [3, 3]).Node("MatMul", ["x", "w"], ["y"]).Output("y").Build();
        Assert.Equal("NNC2110", Fails(old, Rows(5, 3)).Code);
        Network wide = new GraphBuilder(11).Input("x", -1, 3, 3).Constant("w", [3, 3]).Node("MatMul", ["x", "w"], ["h"]).Node("Softmax", ["h"], ["y"], ("axis", 1)).Output("y").Build();
        NncException e = Fails(wide, new Dataset("d", [3, 3], GraphBuilder.Noise(45, 1), null, new Scaling(1, [], [])));
        Assert.Equal("NNC2110", e.Code);
        Assert.Contains("more than its last axis", e.Message, StringComparison.Ordinal);
        Network infinite = new GraphBuilder().Input("x", -1, 3).Constant("w", [3, 3], [1e30f, 0, 0, 0, 1e30f, 0, 0, 0, 1e30f]).Node("MatMul", ["x", "w"], ["h"]).Node("MatMul", ["h", "w"], ["i"]).Node("MatMul", ["i", "w"], ["y"]).Output("y").Build();
        Assert.Equal("NNC2113", Fails(infinite, Rows(5, 3)).Code);

        NncException Fails(Network network, Dataset data) => Assert.Throws<NncException>(() => IntegerNetwork.Of(engine, network, data, null, CancellationToken.None));
    }

    /// <summary>Pad, two convolutions with a pool between, normalisation, Clip, Dropout, Squeeze, Gemm, Softmax: as each opset writes them.</summary>
    private static GraphBuilder Convolutional(int opset)
    {
        GraphBuilder graph = new GraphBuilder(opset).Input("x", -1, 1, 8, 8).Constant("w1", [4, 1, 3, 3]).Constant("b1", [4]).Constant("w2", [6, 4, 4, 4]).Constant("b2", [6])
            .Constant("g", [4], [1f, 0.9f, 1.1f, 1.2f]).Constant("o", [4]).Constant("m", [4]).Constant("v", [4], [1f, 1.5f, 0.7f, 1f]).Constant("w3", [3, 6]).Constant("b3", [3]);
        if (opset < 11)
            graph.Node("Pad", ["x"], ["p"], ("pads", [0, 0, 1, 1, 0, 0, 1, 1]), ("value", 0f));
        else
            graph.Constant("pads", [8], new long[] { 0, 0, 1, 1, 0, 0, 1, 1 }).Node("Pad", ["x", "pads"], ["p"]);
        graph.Node("Conv", ["p", "w1", "b1"], ["c1"]).Node("BatchNormalization", ["c1", "g", "o", "m", "v"], ["n1"]);
        if (opset < 11)
            graph.Node("Clip", ["n1"], ["a1"], ("min", 0f), ("max", 6f));
        else
            graph.Constant("zero", [], [0f]).Constant("six", [], [6f]).Node("Clip", ["n1", "zero", "six"], ["a1"]);
        graph.Node("MaxPool", ["a1"], ["q"], ("kernel_shape", [2, 2]), ("strides", [2, 2])).Node("Conv", ["q", "w2", "b2"], ["c2"]).Node("Relu", ["c2"], ["a2"]);
        if (opset < 12)
            graph.Node("Dropout", ["a2"], ["d"], ("ratio", 0.25f));
        else
            graph.Node("Dropout", ["a2"], ["d"]);
        if (opset < 13)
            graph.Node("Squeeze", ["d"], ["s"], ("axes", [2, 3]));
        else
            graph.Constant("axes", [2], new long[] { 2, 3 }).Node("Squeeze", ["d", "axes"], ["s"]);
        return graph.Node("Gemm", ["s", "w3", "b3"], ["l"], ("transB", 1)).Node("Softmax", ["l"], ["y"], ("axis", 1)).Output("y");
    }

    private static Network SyntheticDense() =>
        new GraphBuilder().Input("x", -1, 3).Constant("w", [3, 5]).Constant("b", [5]).Node("Gemm", ["x", "w", "b"], ["y"]).Output("y").Build();

    private static Dataset Images(int count, int seed) => new("images", [1, 8, 8], GraphBuilder.Noise(count * 64, seed), null, new Scaling(1, [], []));

    private static Dataset Rows(int count, int width) => new("rows", [width], GraphBuilder.Noise(count * width, 4), null, new Scaling(1, [], []));
}
