using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;
using NNCompress.Precision;

namespace NNCompress.Tests.Precision;

public sealed class HalfNetworkTests
{
    [Fact]
    public void Weights_take_half_and_outputs_move_by_their_rounding()
    {
        Network network = new GraphBuilder().Input("x", -1, 30).Constant("w", [40, 30]).Constant("b", [40]).Constant("v", [40, 3])
            .Node("Gemm", ["x", "w", "b"], ["h"], ("transB", 1)).Node("Tanh", ["h"], ["a"]).Node("MatMul", ["a", "v"], ["y"]).Output("y").Build();
        Network half = OnnxFile.Parse(HalfNetwork.Of(network).ToBytes(), "half.onnx");

        Assert.InRange(half.StoredBytes, 2 * network.ParameterCount, 2 * network.ParameterCount + 700);
        Assert.Equal(network.ParameterCount, half.ParameterCount);
        Dataset data = new("rows", [30], GraphBuilder.Noise(600, 4), null, new Scaling(1, [], []));
        ManagedEngine engine = new(1);
        Predictions before = engine.Evaluate(network, data), after = engine.Evaluate(half, data);
        double worst = Enumerable.Range(0, 20).Max(i => Enumerable.Range(0, 3).Max(k => Math.Abs(before.Row(i)[k] - after.Row(i)[k])));
        Assert.InRange(worst, 1e-7, 5e-3);
    }

    [Fact]
    public void Numbers_beyond_16_bits_and_short_vectors_stay_as_they_are()
    {
        Network network = new GraphBuilder().Input("x", -1, 30).Constant("w", [30, 30]).Constant("large", [30], [.. Enumerable.Repeat(1e6f, 30)]).Constant("short", [2], [1f, 2f])
            .Node("Gemm", ["x", "w", "large"], ["y"]).Node("Gemm", ["x", "w", "short"], ["z"]).Output("y").Build();
        Network half = HalfNetwork.Of(network);
        Assert.Equal(ElementType.Half, half.Constant("w.half")!.Type);
        Assert.Equal((ElementType.Float, ElementType.Float), (half.Constant("large")!.Type, half.Constant("short")!.Type));
        Assert.Single(half.Nodes, n => n.OpType == "Cast");
    }
}
