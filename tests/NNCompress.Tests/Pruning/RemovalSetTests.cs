using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;
using NNCompress.Pruning;
using NNCompress.Tests.Compression;

namespace NNCompress.Tests.Pruning;

public class RemovalSetTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(20_000)]
    public void What_waits_in_a_file_between_removals_changes_nothing(long most)
    {
        Network network = Wide();
        Dataset data = new("noise", [24], GraphBuilder.Noise(24 * 200, 2), null, Answers.Unscaled);
        (Reconstruction expected, RemovalSet held) = Reduced(network, data, Shelf.Unbounded(), long.MaxValue);
        Shelf shelf = new(0);
        (Reconstruction actual, RemovalSet waiting) = Reduced(network, data, shelf, most);
        Assert.True(held.AwakeBytes > 50_000);
        Assert.True(shelf.FileBytes > 0);
        long largest = waiting.Weights.Max(w => held[w].AwakeBytes);
        Assert.InRange(waiting.AwakeBytes, 1, Math.Max(most, largest));
        Assert.Equal(expected.Removed, actual.Removed);
        AssertSame(expected.ToNetwork(), actual.ToNetwork());
        // Both rest now, and go on.
        Assert.Equal((0, 0), (held.AwakeBytes, waiting.AwakeBytes));
        expected.RemoveUntil(0.6);
        actual.RemoveUntil(0.6);
        Assert.Equal(expected.Removed, actual.Removed);
        AssertSame(expected.Finish(), actual.Finish());
    }

    private static (Reconstruction Path, RemovalSet Removals) Reduced(Network network, Dataset data, Shelf shelf, long most)
    {
        ManagedEngine engine = new(1);
        Dependencies dependencies = Dependencies.Of(network);
        ActivationStatistics statistics = ActivationStatistics.Collect(engine, dependencies, data);
        InputRemovals inputs = new(engine, dependencies, data, statistics);
        RemovalSet removals = new(shelf, most);
        inputs.Make(removals, () => inputs.Moments(null, default), release: false, null, default);
        Reconstruction path = new(dependencies, removals, statistics, new OutputRefit(engine, dependencies, data, default), new QuietReporter());
        path.RemoveUntil(0.3);
        return (path, removals);
    }

    private static void AssertSame(Network expected, Network actual)
    {
        foreach (Tensor tensor in expected.Weights)
            Assert.Equal(tensor.Floats, actual.Constant(tensor.Name)!.Floats);
    }

    // Two layers that are fitted by matrices, and one that is too wide for that.
    private static Network Wide() => new GraphBuilder().Input("x", -1, 24)
        .Constant("w1", [60, 24]).Constant("b1", [60]).Constant("w2", [50, 60]).Constant("b2", [50]).Constant("w3", [MomentBudget.MostWidth + 8, 50]).Constant("w4", [3, MomentBudget.MostWidth + 8])
        .Node("Gemm", ["x", "w1", "b1"], ["h"], ("transB", 1)).Node("Relu", ["h"], ["a"])
        .Node("Gemm", ["a", "w2", "b2"], ["i"], ("transB", 1)).Node("Relu", ["i"], ["b"])
        .Node("Gemm", ["b", "w3"], ["j"], ("transB", 1)).Node("Relu", ["j"], ["c"])
        .Node("Gemm", ["c", "w4"], ["y"], ("transB", 1)).Output("y").Build();
}
