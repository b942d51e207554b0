using NNCompress.Data;
using NNCompress.Engines;

namespace NNCompress.Tests.Conformance;

/// <summary>A graph of one operator from x to y, and what y is by a formula.</summary>
/// <param name="Operator">The operator.</param>
/// <param name="Graph">The graph without its output.</param>
/// <param name="Samples">Shape of x, batch first.</param>
/// <param name="Expected">y of x, in double precision.</param>
internal sealed record FormulaCase(string Operator, GraphBuilder Graph, int[] Samples, Func<float[], double[]> Expected)
{
    /// <summary>The largest |actual − expected| / (1 + |expected|).</summary>
    public double Run(IEngine engine)
    {
        float[] x = GraphBuilder.Noise(Samples.Aggregate(1, (p, d) => p * d), 99, 2);
        float[] y = engine.Evaluate(Graph.Output("y").Build(), new Dataset("noise", Samples[1..], x, null, new Scaling(1, [], []))).Scores;
        double[] expected = Expected(x);
        Assert.Equal(expected.Length, y.Length);
        return y.Zip(expected).Max(p => double.IsFinite(p.First) ? Math.Abs(p.First - p.Second) / (1 + Math.Abs(p.Second)) : double.PositiveInfinity);
    }
}
