using NNCompress.Models;
using NNCompress.Pruning;

namespace NNCompress.Tests.Pruning;

public sealed class DependenciesTests
{
    [Fact]
    public void Outer_dimensions_are_locked()
    {
        Dependencies dependencies = Dependencies.Of(Topologies.Dense());
        ChannelGroup last = Assert.Single(dependencies.Groups, g => g.Name == "w3");
        Assert.Contains("output 'y'", last.Locked, StringComparison.Ordinal);
        Assert.Equal(["w1", "w2", "w3"], dependencies.Groups.Select(g => g.Name));
        Assert.Equal(["w1[0]", "b1[0]", "w2[1]"], dependencies.Groups[0].Axes.Select(a => a.ToString()));
    }

    [Fact]
    public void Residual_sum_couples_both_branches()
    {
        Dependencies dependencies = Dependencies.Of(Topologies.Residual());
        ChannelGroup stream = dependencies.Groups.Single(g => g.Name == "w0");
        Assert.Null(stream.Locked);
        Assert.Equal(["w0", "w2"], stream.Producers.Select(l => l.Weight));
        Assert.Equal(["w1", "w3"], stream.Consumers.Select(l => l.Weight));
    }

    [Fact]
    public void Unknown_operator_locks_what_it_touches_and_says_so()
    {
        Dependencies dependencies = Dependencies.Of(Topologies.WithUnknownOperator());
        Assert.Null(dependencies.Groups.Single(g => g.Name == "w1").Locked);
        Assert.Contains("Mystery", dependencies.Groups.Single(g => g.Name == "w2").Locked, StringComparison.Ordinal);
        Assert.Contains("Mystery", Assert.Single(dependencies.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Locked_units_cannot_be_cut()
    {
        Dependencies dependencies = Dependencies.Of(Topologies.Dense());
        int locked = dependencies.Groups.Single(g => g.Name == "w3").Units[0];
        Assert.Throws<ArgumentException>(() => Surgery.Remove(dependencies, new HashSet<int> { locked }));
    }

    [Fact]
    public void Flatten_gives_a_channel_its_run_of_columns()
    {
        Dependencies dependencies = Dependencies.Of(OnnxFile.Load(SampleModels.Path("fashion-lenet.onnx")));
        Layer dense = dependencies.Layers.Single(l => l.Weight == "fc1.weight");
        Assert.Equal(50, dense.InUnits.Distinct().Count());
        Assert.All(dense.InUnits.GroupBy(u => u), g => Assert.Equal(16, g.Count()));
    }

    [Fact]
    public void Batch_merged_with_channels_is_locked()
    {
        Network network = new GraphBuilder().Input("x", -1, 8)
            .Constant("w1", [6, 8]).Constant("shape", [2], [-1L, 3L]).Constant("w2", [4, 3])
            .Node("Gemm", ["x", "w1"], ["h"], ("transB", 1)).Node("Reshape", ["h", "shape"], ["r"]).Node("Gemm", ["r", "w2"], ["y"], ("transB", 1)).Output("y").Build();
        Assert.All(Dependencies.Of(network).Groups, g => Assert.NotNull(g.Locked));
    }
}
