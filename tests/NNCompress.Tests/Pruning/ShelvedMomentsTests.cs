using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;
using NNCompress.Pruning;
using NNCompress.Tests.Compression;

namespace NNCompress.Tests.Pruning;

public class ShelvedMomentsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2000)]
    [InlineData(5000)]
    public void Moments_that_wait_in_a_file_are_those_that_stay_in_memory(long mostHeld)
    {
        Network network = new GraphBuilder().Input("x", -1, 24)
            .Constant("w1", [30, 24]).Constant("b1", [30]).Constant("w2", [34, 30]).Constant("w3", [3, 34])
            .Node("Gemm", ["x", "w1", "b1"], ["h"], ("transB", 1)).Node("Relu", ["h"], ["a"]).Node("Gemm", ["a", "w2"], ["i"], ("transB", 1))
            .Node("Sigmoid", ["i"], ["j"]).Node("Gemm", ["j", "w3"], ["y"], ("transB", 1)).Output("y").Build();
        Dataset data = new("hand", [24], GraphBuilder.Noise(24 * 40, 2), null, Answers.Unscaled);
        Dependencies dependencies = Dependencies.Of(network);
        ManagedEngine engine = new(1);
        SecondMoments expected = SecondMoments.Collect(engine, dependencies, data);
        Shelf shelf = new(mostHeld * sizeof(double));
        SecondMoments actual = SecondMoments.Collect(engine, dependencies, data, null, coactive: true, shelf, null, CancellationToken.None, mostHeld);
        // 25² + 31² + 35² moments, 30² + 34² of coactivity.
        Assert.Equal(mostHeld < 4867, shelf.FileBytes > 0);
        foreach (Layer layer in dependencies.Layers)
        {
            Assert.Equal(expected.Of(layer), actual.Of(layer));
            Assert.Equal(expected.Coactivity(layer)?.Values(0), actual.Coactivity(layer)?.Values(0));
        }
    }
}
