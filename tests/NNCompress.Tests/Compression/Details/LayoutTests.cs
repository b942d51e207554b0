using NNCompress.Compression.Details;
using NNCompress.Models;
using NNCompress.Pruning;

namespace NNCompress.Tests.Compression.Details;

public sealed class LayoutTests
{
    public static TheoryData<int[], int, int, int> Shapes => new()
    {
        { [3, 10], 0, 0, 0 },
        { [10, 3], 1, 0, 0 },
        { [3, 12], 0, 3, 4 },
        { [3, 24], 0, 2, 3 },
        { [24, 3], 1, 2, 3 },
        { [3, 24], 0, 5, 5 },
        { [4, 3, 5, 5], 0, 0, 0 },
        { [4, 6, 2, 3], 1, 0, 0 },
        { [4, 6, 3], 0, 0, 0 },
        { [2, 3, 2, 2, 2], 0, 0, 0 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_weight_of_a_neuron_has_one_pixel(int[] shape, int outAxis, int height, int width)
    {
        NeuronLayout layout = new(shape, outAxis, height == 0 ? null : (height, width));
        int inner = shape[2..].Aggregate(1, (a, b) => a * b), inputs = shape[1 - outAxis];
        Assert.Equal(shape[outAxis], layout.Count);
        Assert.Equal(inputs * inner, layout.Height * layout.Width);
        for (int neuron = 0; neuron < layout.Count; neuron++)
        {
            // By the definition of row-major order.
            IEnumerable<long> own = Enumerable.Range(0, inputs).SelectMany(i => Enumerable.Range(0, inner).Select(k =>
                (long)((((outAxis == 0 ? neuron : i) * shape[1]) + (outAxis == 0 ? i : neuron)) * inner) + k)).Order();
            IEnumerable<long> pixels = Enumerable.Range(0, layout.Height).SelectMany(y => Enumerable.Range(0, layout.Width).Select(x => layout.IndexOf(neuron, y, x)));
            Assert.Equal(own, pixels.Order());
        }
    }

    [Fact]
    public void A_channel_is_a_picture_of_its_places()
    {
        // Six channels of 2 × 3 places, two high and three across.
        NeuronLayout layout = new([1, 36], 0, (2, 3));
        Assert.Equal((4, 9), (layout.Height, layout.Width));
        Assert.Equal([0, 1, 2, 6, 7, 8, 12, 13, 14], Enumerable.Range(0, 9).Select(x => layout.IndexOf(0, 0, x)));
        Assert.Equal([3, 4, 5, 9], Enumerable.Range(0, 4).Select(x => layout.IndexOf(0, 1, x)));
        Assert.Equal([18, 19, 20], Enumerable.Range(0, 3).Select(x => layout.IndexOf(0, 2, x)));
    }

    [Fact]
    public void Weights_that_stay_are_found_where_surgery_has_put_them()
    {
        Network before = OnnxFile.Load(SampleModels.Path("fashion-lenet.onnx"));
        Dependencies dependencies = Dependencies.Of(before);
        PruningOutcome outcome = new Pruner(new NNCompress.Engines.ManagedEngine(1), dependencies, null, new QuietReporter()).Prune(new PruningOptions { Method = PruningMethod.FirstK, Ratio = 0.6 }, default);
        IReadOnlySet<int> removed = outcome.Plan.Resolve(dependencies, before.Path);
        foreach (string name in new[] { "conv1.weight", "conv2.weight", "fc1.weight", "fc2.weight", "fc1.bias" })
        {
            KeptPlaces places = KeptPlaces.Of(dependencies, removed, name, outcome.Network)!;
            float[] was = before.Constant(name)!.Floats, now = outcome.Network.Constant(name)!.Floats;
            int[] kept = [.. Enumerable.Range(0, was.Length).Where(i => places.Of(i) >= 0)];
            Assert.Equal(Enumerable.Range(0, now.Length).Select(i => (long)i), kept.Select(i => places.Of(i)));
            Assert.True(kept.Length < was.Length);
            // What feeds on removed channels may be mended; what the network's input feeds is as it was.
            if (name == "conv1.weight")
                Assert.All(kept, i => Assert.Equal(was[i], now[places.Of(i)]));
        }
        Assert.Null(KeptPlaces.Of(dependencies, new HashSet<int>(), "fc1.weight", outcome.Network));
        Assert.Null(KeptPlaces.Of(dependencies, removed, "fc1.weight", SyntheticProblem.Network()));
    }

    [Fact]
    public void Branches_meet_in_rows_of_their_own()
    {
        Network network = new GraphBuilder().Input("x", -1, 3, 8, 8)
            .Constant("w1", [4, 3, 3, 3]).Constant("w2", [4, 4, 3, 3]).Constant("w3", [5, 4])
            .Node("Conv", ["x", "w1"], ["c1"], ("pads", [1, 1, 1, 1])).Node("Relu", ["c1"], ["a1"])
            .Node("Conv", ["a1", "w2"], ["c2"], ("pads", [1, 1, 1, 1])).Node("Add", ["c2", "a1"], ["s"]).Node("Relu", ["s"], ["r"])
            .Node("GlobalAveragePool", ["r"], ["g"]).Node("Flatten", ["g"], ["f"]).Node("Gemm", ["f", "w3"], ["y"], ("transB", 1))
            .Output("y").Build();
        Dependencies dependencies = Dependencies.Of(network);
        int gone = dependencies.Groups.First(g => g.Units.Length == 4 && g.Locked is null).Units[0];

        IReadOnlyList<NNCompress.Reports.GraphRow> rows = GraphOutline.Of(dependencies, new HashSet<int> { gone });

        Assert.Equal(["x", "w1", "w2", "s_node", "w3"], rows.Select(r => r.Name));
        Assert.Equal(["3×8×8", "Conv 3×3,Relu", "Conv 3×3", "Add,Relu,GlobalAveragePool,Flatten", "Gemm"], rows.Select(r => string.Join(',', r.Operators)));
        Assert.Equal(["", "0", "1", "1,2", "3"], rows.Select(r => string.Join(',', r.From)));
        Assert.Equal([(3, 3), (4, 3), (4, 3), (4, 3), (5, 5)], rows.Select(r => (r.Before!.Value, r.After!.Value)));
    }
}
