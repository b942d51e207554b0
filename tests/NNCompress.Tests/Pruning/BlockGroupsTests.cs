using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;
using NNCompress.Pruning;

namespace NNCompress.Tests.Pruning;

/// <summary>Which channels of each block are free, and what holds the others.</summary>
public sealed class BlockGroupsTests
{
    [Theory]
    [InlineData("grouped convolution, many groups", "w0:7")]
    [InlineData("grouped convolution, many groups of unequal sides", "w0:6")]
    [InlineData("grouped convolution, few groups", "w0:6 wg:9")]
    // Half of the channels pass; of the twelve that are shuffled six are read. The others are locked: nobody reads them.
    [InlineData("channel shuffle", "w0#2:3 w0:6 wb#2:3")]
    [InlineData("squeeze and excite", "w0:10 ws:4")]
    [InlineData("mean of places", "w0:8 w1:5")]
    [InlineData("split with sizes", "w0:3 w0#2:5 w0#3:4 wp:6")]
    [InlineData("heads, three projections", "w0:12 wq:4 wf:7")]
    [InlineData("heads, fused projection split", "w0:12 wqkv:3 wf:7")]
    [InlineData("heads, fused projection reshaped", "w0:12 wqkv:4 wf:7")]
    [InlineData("heads, fused projection gathered, heads in the batch", "w0:12 wt:4 wf:7")]
    [InlineData("einsum", "w0:12 wq:4 wo:12 wf:7")]
    [InlineData("linear attention of one head", "w0:12 wv:8 wf:7")]
    [InlineData("gated feed-forward", "w0:12 wg:10 wf:7")]
    [InlineData("class token", "w0:12 w1:8")]
    [InlineData("layer norm behind a hidden layer", "w1:9 wf:7")]
    [InlineData("layer norm in pieces", "w1:9 wf:7")]
    [InlineData("group norm", "w0:4")]
    [InlineData("group norm, a scale a channel", "w0:4")]
    [InlineData("group norm by reshapes", "w0:4")]
    [InlineData("instance norm", "w0:8")]
    [InlineData("pixel shuffle by reshapes", "w0:3")]
    [InlineData("u-net", "w0:6 wd:9 wu:6 wc:7")]
    [InlineData("transposed layout", "w0:6 w1:15")]
    [InlineData("tied biases and scales", "w0:6 w1:6")]
    [InlineData("chunks of a computed length", "w0:5 w0#2:5 wp:5")]
    public void Free_groups(string name, string expected)
    {
        Dependencies dependencies = Dependencies.Of(BlockTopologies.All[name]());
        Assert.Equal(expected, string.Join(' ', dependencies.Groups.Where(g => g.Locked is null).OrderBy(g => g.Units[0]).Select(g => $"{g.Name}:{g.Units.Length}")));
    }

    [Theory]
    [InlineData("layer norm behind a hidden layer", "w0", "LayerNormalization 'n_node'")]
    [InlineData("layer norm in pieces", "w0", "ReduceMean 'm_node'")]
    [InlineData("linear attention of one head", "wq", "MatMul 's_node'")]
    [InlineData("linear attention of one head", "wk", "MatMul 's_node'")]
    public void A_warning_names_the_node_that_holds_channels(string name, string group, string node)
    {
        Dependencies dependencies = Dependencies.Of(BlockTopologies.All[name]());
        Assert.StartsWith(node, dependencies.Groups.Single(g => g.Name == group).Locked, StringComparison.Ordinal);
        Assert.Contains(dependencies.Warnings, w => w.StartsWith(node, StringComparison.Ordinal) && w.Contains($"'{group}'", StringComparison.Ordinal));
    }

    [Fact]
    public void What_everyone_expects_to_stay_is_no_warning() => Assert.Empty(Dependencies.Of(Topologies.Dense()).Warnings);

    [Fact]
    public void A_number_of_channels_that_becomes_a_value_holds_them()
    {
        // Divided by how many channels there are: with one less, the others would count for more.
        Network network = new GraphBuilder().Input("x", -1, 8).Constant("w1", [8, 6]).Constant("w2", [6, 4]).Constant("one", [], [1L])
            .Node("MatMul", ["x", "w1"], ["h"]).Node("Shape", ["h"], ["s"]).Node("Gather", ["s", "one"], ["n"], ("axis", 0)).Node("Cast", ["n"], ["count"], ("to", 1))
            .Node("Div", ["h", "count"], ["d"]).Node("MatMul", ["d", "w2"], ["y"]).Output("y").Build();
        Assert.Contains("Div 'd_node'", Dependencies.Of(network).Groups.Single(g => g.Name == "w1").Locked, StringComparison.Ordinal);
    }

    [Fact]
    public void A_slice_that_skips_channels_holds_them()
    {
        Network network = new GraphBuilder().Input("x", -1, 8).Constant("w1", [8, 6]).Constant("w2", [3, 4])
            .Constant("start", [1], [0L]).Constant("end", [1], [6L]).Constant("axis", [1], [1L]).Constant("step", [1], [2L])
            .Node("MatMul", ["x", "w1"], ["h"]).Node("Slice", ["h", "start", "end", "axis", "step"], ["s"]).Node("MatMul", ["s", "w2"], ["y"]).Output("y").Build();
        Assert.All(Dependencies.Of(network).Groups, g => Assert.NotNull(g.Locked));
    }

    [Fact]
    public void A_part_of_an_axis_never_becomes_empty()
    {
        Dependencies dependencies = Dependencies.Of(BlockTopologies.All["split with sizes"]());
        HashSet<int> most = [.. dependencies.Groups.Where(g => g.Locked is null).SelectMany(g => g.Units.Skip(1))];
        Network pruned = Surgery.Remove(dependencies, most);
        Assert.Equal([1, 1, 1], pruned.Constant("sizes")!.Integers);
        Dataset data = ZeroedEqualsRemovedTests.Noise(pruned, 3);
        Assert.All(new ManagedEngine().Evaluate(pruned, data).Scores, s => Assert.True(float.IsFinite(s)));
    }

    [Fact]
    public void Shared_vectors_get_an_owner_each_and_matrices_stay_shared()
    {
        Network tied = PictureBlocks.TiedVectors(), separate = SharedVectors.Separate(tied);
        Dataset data = ZeroedEqualsRemovedTests.Noise(tied, 5);
        Assert.Equal(new ManagedEngine().Evaluate(tied, data).Scores, new ManagedEngine().Evaluate(separate, data).Scores);
        Assert.DoesNotContain(separate.Nodes, n => n.OpType == "Identity");
        Assert.Equal(["v", "alias", "ones", "v_1", "v_2", "ones_1"], separate.Nodes.SelectMany(n => n.Inputs).Where(i => separate.Constant(i) is { Shape: [6] }));
        Network matrices = Topologies.All["tied weights"]();
        Assert.Same(matrices, SharedVectors.Separate(matrices));
    }

    [Theory]
    [InlineData("grouped convolution, many groups")]
    [InlineData("grouped convolution, few groups")]
    public void Groups_that_have_shrunk_as_far_as_they_can_are_the_same_groups(string name)
    {
        Dependencies before = Dependencies.Of(BlockTopologies.All[name]());
        Dependencies after = Dependencies.Of(Surgery.Remove(before, before.Groups.Where(g => g.Locked is null).SelectMany(g => g.Units.Skip(1)).ToHashSet()));
        Assert.Equal(before.Groups.Select(g => (g.Name, g.Locked is null, g.Locked is null ? 1 : g.Units.Length)), after.Groups.Select(g => (g.Name, g.Locked is null, g.Units.Length)));
    }

    [Fact]
    public void A_shuffle_whose_channels_leave_unevenly_becomes_a_gather()
    {
        Dependencies dependencies = Dependencies.Of(BlockTopologies.All["channel shuffle of a computed shape"]());
        ChannelGroup passing = dependencies.Groups.Single(g => g.Name == "w0#2");
        Network pruned = Surgery.Remove(dependencies, new HashSet<int> { passing.Units[1] });
        Node gather = Assert.Single(pruned.Nodes, n => n.OpType == "Gather");
        Assert.Equal([0, 5, 6, 1, 7, 2, 8, 3, 9, 4, 10], pruned.Constant(gather.Inputs[1])!.Integers);
        Assert.DoesNotContain(pruned.Nodes, n => n.OpType is "Reshape" or "Transpose" or "Shape");
    }

    [Fact]
    public void Integers_that_no_layer_reads_are_no_group_and_cost_nothing()
    {
        Network network = new GraphBuilder().Input("x", -1, 4)
            .Constant("w1", [6, 4]).Constant("w2", [2, 6]).Constant("which", [6], new long[] { 0, 1, 0, 1, 0, 1 }).Constant("one", [6], new long[] { 1, 1, 1, 1, 1, 1 })
            .Constant("off", [6], new float[6])
            .Node("Gemm", ["x", "w1"], ["h"], ("transB", 1)).Node("Equal", ["which", "one"], ["mask"]).Node("Where", ["mask", "h", "off"], ["a"])
            .Node("Gemm", ["a", "w2"], ["y"], ("transB", 1)).Output("y").Build();
        Dependencies dependencies = Dependencies.Of(network);
        Assert.DoesNotContain(dependencies.Groups, g => g.Name is "which" or "one" or "mask");
        ParameterLedger ledger = new(dependencies);
        Assert.All(dependencies.Groups.SelectMany(g => g.Units), u => Assert.True(ledger.Freed(u) > 0));
    }
}
