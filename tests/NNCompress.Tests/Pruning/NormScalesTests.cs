using NNCompress.Models;
using NNCompress.Pruning;

namespace NNCompress.Tests.Pruning;

public sealed class NormScalesTests
{
    /// <summary>A layer, its norm, a branch; on it two layers behind norms of their own, of which the second also has one in series.</summary>
    [Fact]
    public void Each_norm_counts_once_on_the_way_from_layer_to_layer()
    {
        GraphBuilder graph = new GraphBuilder().Input("x", -1, 3, 6, 6).Constant("w0", [4, 3, 1, 1]).Constant("w1", [5, 4, 1, 1]).Constant("w2", [6, 4, 1, 1]).Constant("w3", [2, 6, 1, 1]);
        foreach ((string name, int channels, float gamma) in new[] { ("a", 4, 2f), ("b", 4, 3f), ("c", 4, 5f), ("d", 6, 7f) })
            graph.Constant($"{name}g", [channels], Filled(channels, gamma)).Constant($"{name}z", [channels], Filled(channels, 0)).Constant($"{name}v", [channels], Filled(channels, 1));
        Network network = graph.Node("Conv", ["x", "w0"], ["h0"]).Node("BatchNormalization", ["h0", "ag", "az", "az", "av"], ["s"], ("epsilon", 0f))
            .Node("BatchNormalization", ["s", "bg", "bz", "bz", "bv"], ["nb"], ("epsilon", 0f)).Node("Relu", ["nb"], ["rb"]).Node("Conv", ["rb", "w1"], ["h1"])
            .Node("BatchNormalization", ["s", "cg", "cz", "cz", "cv"], ["nc"], ("epsilon", 0f)).Node("Conv", ["nc", "w2"], ["h2"])
            .Node("BatchNormalization", ["h2", "dg", "dz", "dz", "dv"], ["nd"], ("epsilon", 0f)).Node("Relu", ["nd"], ["rd"]).Node("Conv", ["rd", "w3"], ["h3"])
            .Node("Concat", ["h1", "h3"], ["j"], ("axis", 1)).Node("Flatten", ["j"], ["y"]).Output("y").Build();
        Dependencies dependencies = Dependencies.Of(network);
        NormScales norms = new(dependencies);
        Assert.Equal("w0: before 1 after 2|w1: before 3 after 1|w2: before 5 after 1|w3: before 7 after 1", string.Join('|', dependencies.Layers.Select(l =>
            FormattableString.Invariant($"{l.Weight}: before {Only(norms.Before(l))} after {Only(norms.After(l))}"))));
    }

    private static double Only(Dictionary<int, double> scale) => scale.Count == 0 ? 1 : Assert.Single(scale.Values.Distinct());

    private static float[] Filled(int count, float value) => [.. Enumerable.Repeat(value, count)];
}
