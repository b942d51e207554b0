namespace NNCompress.Tests.Engines.Operators;

public class PointwiseTests
{
    private static readonly Dictionary<string, (Func<GraphBuilder> Graph, Func<double, double> F)> Functions = new()
    {
        ["Relu"] = (() => Graph("Relu"), x => Math.Max(x, 0)),
        ["LeakyRelu"] = (() => Graph("LeakyRelu"), x => x < 0 ? 0.01f * x : x),
        ["LeakyRelu 0.3"] = (() => Graph("LeakyRelu", ("alpha", 0.3f)), x => x < 0 ? 0.3f * x : x),
        ["Sigmoid"] = (() => Graph("Sigmoid"), x => 1 / (1 + Math.Exp(-x))),
        ["Tanh"] = (() => Graph("Tanh"), Math.Tanh),
        ["Elu"] = (() => Graph("Elu", ("alpha", 1.5f)), x => x < 0 ? 1.5 * (Math.Exp(x) - 1) : x),
        ["HardSwish"] = (() => Graph("HardSwish"), x => x * Math.Clamp((x / 6) + 0.5, 0, 1)),
        ["HardSigmoid"] = (() => Graph("HardSigmoid"), x => Math.Clamp((0.2f * x) + 0.5, 0, 1)),
        ["HardSigmoid 0.5 0.4"] = (() => Graph("HardSigmoid", ("alpha", 0.5f), ("beta", 0.4f)), x => Math.Clamp((0.5f * x) + 0.4f, 0, 1)),
        ["Clip by attributes"] = (() => Input(10).Node("Clip", ["x"], ["y"], ("min", 0f), ("max", 6f)), x => Math.Clamp(x, 0, 6)),
        ["Clip by inputs"] = (() => Input(13).Constant("a", [], [-1f]).Constant("b", [], [2f]).Node("Clip", ["x", "a", "b"], ["y"]), x => Math.Clamp(x, -1, 2)),
        ["Clip above"] = (() => Input(13).Constant("b", [], [2f]).Node("Clip", ["x", "", "b"], ["y"]), x => Math.Min(x, 2)),
        ["Gelu by tanh"] = (() => Graph("Gelu", ("approximate", "tanh")), x => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x))))),
        ["Gelu"] = (() => Graph("Gelu"), x => 0.5 * x * (1 + ErrorFunction(x / Math.Sqrt(2)))),
        ["Erf"] = (() => Graph("Erf"), ErrorFunction),
        ["Mish"] = (() => Graph("Mish"), x => x * Math.Tanh(Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x))))),
        ["Softplus"] = (() => Graph("Softplus"), x => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)))),
        ["Celu"] = (() => Graph("Celu", ("alpha", 2f)), x => x > 0 ? x : 2 * (Math.Exp(x / 2) - 1)),
        ["Dropout"] = (() => Input(13).Constant("r", [], [0.5f]).Node("Dropout", ["x", "r"], ["y"]), x => x),
        ["Identity"] = (() => Graph("Identity"), x => x),
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    /// <summary>Its integral, by Simpson's rule.</summary>
    private static double ErrorFunction(double x)
    {
        const int Steps = 2000;
        double end = Math.Clamp(x, -6, 6), width = end / Steps, sum = 0;
        for (int i = 0; i <= Steps; i++)
            sum += Math.Exp(-(i * width) * (i * width)) * (i == 0 || i == Steps ? 1 : i % 2 == 0 ? 2 : 4);
        return 2 / Math.Sqrt(Math.PI) * sum * width / 3;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Functions_of_single_elements(string name)
    {
        // More than a piece, and no whole number of vectors.
        float[] x = [.. GraphBuilder.Noise(3 * 1111, 7).Select(v => 4 * v)];
        (x[0], x[1], x[2]) = (0, 90, -90);
        float[] y = OperatorRun.Y(Functions[name].Graph(), [3, 1111], x);
        double[] expected = [.. x.Select(v => Functions[name].F(v))];
        Assert.InRange(OperatorRun.Deviation(expected, y), 0, 4e-6);
    }

    [Fact]
    public void What_is_not_a_number_does_not_become_one()
    {
        foreach (string name in Functions.Keys)
        {
            float[] x = new float[3 * 1111];
            (x[5], x[3332]) = (float.NaN, float.NaN);
            float[] y = OperatorRun.Y(Functions[name].Graph(), [3, 1111], x);
            Assert.True(float.IsNaN(y[5]) && float.IsNaN(y[3332]), name);
        }
    }

    [Theory]
    [InlineData(13, null, 24, 5)] // the last axis alone
    [InlineData(13, 1, 2, 3)]
    [InlineData(13, 0, 1, 2)]
    [InlineData(11, null, 2, 60)] // all from axis 1 on
    [InlineData(11, 2, 6, 20)]
    [InlineData(11, -1, 24, 5)]
    public void Softmax(int opset, int? axis, int outer, int size)
    {
        foreach (string op in new[] { "Softmax", "LogSoftmax" })
        {
            GraphBuilder graph = new GraphBuilder(opset).Input("x", -1, 3, 4, 5);
            graph = axis is { } a ? graph.Node(op, ["x"], ["y"], ("axis", a)) : graph.Node(op, ["x"], ["y"]);
            // Large values overflow where the largest is not taken away first.
            float[] x = [.. GraphBuilder.Noise(120, 3).Select(v => 100 + (3 * v))];
            float[] y = OperatorRun.Y(graph, [2, 3, 4, 5], x);
            int inner = 120 / (outer * size);
            double[] expected = new double[120];
            for (int i = 0; i < outer * inner; i++)
            {
                int start = (i / inner * size * inner) + (i % inner);
                double sum = Enumerable.Range(0, size).Sum(s => Math.Exp(x[start + (s * inner)] - 100.0));
                for (int s = 0; s < size; s++)
                    expected[start + (s * inner)] = op == "Softmax" ? Math.Exp(x[start + (s * inner)] - 100.0) / sum : x[start + (s * inner)] - 100.0 - Math.Log(sum);
            }
            Assert.InRange(OperatorRun.Deviation(expected, y), 0, 5e-6);
        }
    }

    [Theory]
    [InlineData(new[] { 2, 5 })]
    [InlineData(new[] { 2, 5, 3 })]
    [InlineData(new[] { 2, 5, 4, 3 })]
    public void BatchNormalization(int[] shape)
    {
        float[] scale = GraphBuilder.Noise(5, 1), bias = GraphBuilder.Noise(5, 2), mean = GraphBuilder.Noise(5, 3), variance = [.. GraphBuilder.Noise(5, 4).Select(v => v * v)];
        GraphBuilder graph = new GraphBuilder().Input("x", [-1, .. shape[1..]]).Constant("s", [5], scale).Constant("b", [5], bias).Constant("m", [5], mean).Constant("v", [5], variance)
            .Node("BatchNormalization", ["x", "s", "b", "m", "v"], ["y"], ("epsilon", 0.01f));
        float[] y = OperatorRun.Y(graph, shape, out float[] x);
        int plane = shape.Skip(2).Aggregate(1, (p, d) => p * d);
        double[] expected = [.. x.Select((v, i) => (scale[i / plane % 5] * (v - mean[i / plane % 5]) / Math.Sqrt(variance[i / plane % 5] + 0.01f)) + bias[i / plane % 5])];
        Assert.InRange(OperatorRun.Deviation(expected, y), 0, 1e-5);
    }

    private static GraphBuilder Input(int opset) => new GraphBuilder(opset).Input("x", -1, 1111);

    private static GraphBuilder Graph(string op, params (string, AttributeValue)[] attributes) => Input(14).Node(op, ["x"], ["y"], attributes);
}
