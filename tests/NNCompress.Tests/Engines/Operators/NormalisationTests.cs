namespace NNCompress.Tests.Engines.Operators;

public class NormalisationTests
{
    [Theory]
    [InlineData(18)] // a scale a group
    [InlineData(21)] // a scale a channel
    public void GroupNormalization(int opset)
    {
        const int Channels = 6, Groups = 3, Plane = 20;
        int parameters = opset < 21 ? Groups : Channels;
        float[] scale = GraphBuilder.Noise(parameters, 1), bias = GraphBuilder.Noise(parameters, 2);
        GraphBuilder graph = new GraphBuilder(opset).Input("x", -1, Channels, 4, 5).Constant("s", [parameters], scale).Constant("b", [parameters], bias)
            .Node("GroupNormalization", ["x", "s", "b"], ["y"], ("num_groups", Groups), ("epsilon", 0.01f));
        float[] y = OperatorRun.Y(graph, [2, Channels, 4, 5], out float[] x);
        double[] expected = new double[y.Length];
        for (int i = 0; i < y.Length; i++)
        {
            int size = Channels / Groups * Plane, start = i / size * size, channel = i / Plane % Channels;
            double mean = x.Skip(start).Take(size).Average(v => v), variance = x.Skip(start).Take(size).Average(v => (v - mean) * (v - mean));
            int parameter = opset < 21 ? channel / (Channels / Groups) : channel;
            expected[i] = ((x[i] - mean) / Math.Sqrt(variance + 0.01f) * scale[parameter]) + bias[parameter];
        }
        Assert.InRange(OperatorRun.Deviation(expected, y), 0, 2e-6);
    }

    [Theory]
    [InlineData(1, -1)]
    [InlineData(2, -1)]
    [InlineData(2, 1)]
    public void LpNormalization(int p, int axis)
    {
        GraphBuilder graph = new GraphBuilder().Input("x", -1, 3, 4).Node("LpNormalization", ["x"], ["y"], ("p", p), ("axis", axis));
        float[] y = OperatorRun.Y(graph, [2, 3, 4], out float[] x);
        double[] expected = new double[y.Length];
        for (int i = 0; i < y.Length; i++)
        {
            IEnumerable<double> line = axis == 1
                ? Enumerable.Range(0, 3).Select(j => (double)x[(i / 12 * 12) + (j * 4) + (i % 4)])
                : Enumerable.Range(0, 4).Select(j => (double)x[(i / 4 * 4) + j]);
            expected[i] = x[i] / (p == 1 ? line.Sum(Math.Abs) : Math.Sqrt(line.Sum(v => v * v)));
        }
        Assert.InRange(OperatorRun.Deviation(expected, y), 0, 1e-6);
    }

    [Fact]
    public void Large_offsets_leave_the_variance_right()
    {
        GraphBuilder graph = new GraphBuilder(17).Input("x", -1, 4).Constant("s", [4], [1f, 1, 1, 1]).Node("LayerNormalization", ["x", "s"], ["y"]);
        float[] y = OperatorRun.Y(graph, [1, 4], [10001f, 10002, 10003, 10004]);
        Assert.InRange(OperatorRun.Deviation([-1.3416407, -0.4472136, 0.4472136, 1.3416407], y), 0, 1e-5);
    }
}
