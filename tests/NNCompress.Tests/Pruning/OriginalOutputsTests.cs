using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;
using NNCompress.Pruning;
using NNCompress.Tests.Compression;

namespace NNCompress.Tests.Pruning;

public class OriginalOutputsTests
{
    private const int Samples = 200, Inputs = 3000, Outputs = 5;

    /// <summary>So wide that its rows are read in three parts.</summary>
    [Fact]
    public void Rows_that_are_read_in_parts_give_what_the_network_gives()
    {
        Network network = new GraphBuilder().Input("x", -1, 12).Constant("w1", [Inputs, 12]).Constant("w2", [Outputs, Inputs]).Constant("b2", [Outputs])
            .Node("Gemm", ["x", "w1"], ["h"], ("transB", 1)).Node("Relu", ["h"], ["a"])
            .Node("Gemm", ["a", "w2", "b2"], ["y"], ("transB", 1)).Output("y").Build();
        Dataset data = new("noise", [12], GraphBuilder.Noise(Samples * 12, 4), null, Answers.Unscaled);
        ManagedEngine engine = new(1);
        Layer layer = Dependencies.Of(network).Layers.Single(l => l.Weight == "w2");
        float[] expected = engine.Evaluate(network, data).Scores;
        OriginalOutputs outputs = new(network, new PairedRows(engine, default), keep: true);
        foreach (float[] actual in new[] { outputs.OfAll(layer, data, SecondMoments.PatchesPerSample), outputs.OfAll(layer, data, SecondMoments.PatchesPerSample) })
        {
            Assert.Equal(Samples * Outputs, actual.Length);
            for (int i = 0; i < actual.Length; i++)
                Assert.Equal(expected[i], actual[i], 1e-3f * (1 + Math.Abs(expected[i])));
        }
    }
}
