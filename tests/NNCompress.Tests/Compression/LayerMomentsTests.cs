using NNCompress.Compression;
using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;
using NNCompress.Pruning;

namespace NNCompress.Tests.Compression;

public class LayerMomentsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(400)]
    public void Moments_that_wait_in_a_file_are_those_that_stay_in_memory(long mostHeld)
    {
        Network network = new GraphBuilder().Input("x", -1, 6)
            .Constant("w1", [9, 6]).Constant("b1", [9]).Constant("w2", [12, 9]).Constant("w3", [3, 12])
            .Node("Gemm", ["x", "w1", "b1"], ["h"], ("transB", 1)).Node("Relu", ["h"], ["a"]).Node("Gemm", ["a", "w2"], ["i"], ("transB", 1))
            .Node("Sigmoid", ["i"], ["j"]).Node("Gemm", ["j", "w3"], ["y"], ("transB", 1)).Output("y").Build();
        Dataset data = new("hand", [6], GraphBuilder.Noise(6 * 40, 2), null, Answers.Unscaled);
        Dependencies dependencies = Dependencies.Of(network);
        ManagedEngine engine = new(1);
        SecondMoments expected = SecondMoments.Collect(engine, dependencies, data);
        LayerMoments actual = LayerMoments.Collect(engine, dependencies, data, CancellationToken.None, mostHeld);
        // 7² + 10² + 13² elements: in a file at all of these limits but the last.
        Assert.Equal(mostHeld >= 318, actual.All.Of(dependencies.Layers[0]) is not null);
        foreach (Layer layer in dependencies.Layers)
        {
            Assert.Equal(expected.Of(layer), actual.Of(layer));
            Assert.Equal(expected.Coactivity(layer)?.Values(0), actual.All.Coactivity(layer)?.Values(0));
        }
    }
}
