using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;

namespace NNCompress.Tests.Engines.Operators;

/// <summary>Runs a graph from value x to value y, and compares.</summary>
internal static class OperatorRun
{
    /// <summary>The content and shape of y for samples of normally distributed values.</summary>
    /// <param name="graph">A graph with input x, open in its batch.</param>
    /// <param name="samples">Shape of x, batch first.</param>
    /// <param name="input">What was fed.</param>
    public static float[] Y(GraphBuilder graph, int[] samples, out float[] input) => Y(graph, samples, input = GraphBuilder.Noise(samples.Aggregate(1, (p, d) => p * d), 99));

    public static float[] Y(GraphBuilder graph, int[] samples, float[] input)
    {
        float[]? y = null;
        Dataset data = new("test", samples[1..], input, null, new Scaling(1, [], []));
        Network network = graph.Output("y").Build();
        new ManagedEngine(1).Observe(network, data, ["y"], (_, content, shape) =>
        {
            Assert.Null(y);
            Assert.Equal(ShapeInference.Infer(network, samples[0])["y"], shape.ToArray());
            y = content.ToArray();
        });
        return y!;
    }

    /// <summary>The largest absolute difference; fails where lengths differ or a value is not a number.</summary>
    public static double Deviation(double[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double worst = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            double difference = expected[i] == actual[i] ? 0 : Math.Abs(expected[i] - actual[i]);
            Assert.False(double.IsNaN(difference), $"element {i}: {actual[i]}, expected {expected[i]}");
            worst = Math.Max(worst, difference);
        }
        return worst;
    }
}
