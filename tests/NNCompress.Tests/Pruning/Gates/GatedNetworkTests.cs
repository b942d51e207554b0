using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;
using NNCompress.Pruning;
using NNCompress.Pruning.Gates;
using Xunit.Abstractions;

namespace NNCompress.Tests.Pruning.Gates;

public sealed class GatedNetworkTests(ITestOutputHelper output)
{
    private static readonly ManagedEngine Engine = new(1);

    public static TheoryData<string, GatePosition> Cases
    {
        get
        {
            TheoryData<string, GatePosition> cases = [];
            foreach (string name in Topologies.All.Keys.Except(BlockTopologies.Ungated).Append("fashion-lenet.onnx").Append("convolution, norm, pool, dense").Append("matmul and relu"))
            {
                cases.Add(name, GatePosition.After);
                cases.Add(name, GatePosition.Before);
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gates_at_1_change_no_bit_and_every_free_group_has_one(string name, GatePosition position)
    {
        Network network = Load(name);
        GatedNetwork gated = GatedNetwork.Of(Dependencies.Of(network), position);
        Assert.Empty(gated.Ungated);
        Assert.Equal(gated.Dependencies.Groups.Where(g => g.Locked is null).Select(g => g.Name), gated.Gates.Select(g => g.Group.Name));
        Dataset data = ZeroedEqualsRemovedTests.Noise(network, 16);
        Assert.Equal(Engine.Evaluate(network, data).Scores, Engine.Evaluate(gated.Network, data).Scores);
        // What was inserted is in order and well-formed.
        Network again = OnnxFile.Parse(gated.Network.ToBytes(), "gated.onnx");
        Assert.Equal(Engine.Evaluate(network, data).Scores, Engine.Evaluate(again, data).Scores);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Folding_computes_what_the_gated_network_does(string name, GatePosition position)
    {
        Network network = Load(name);
        GatedNetwork gated = GatedNetwork.Of(Dependencies.Of(network), position);
        Random random = new(3);
        foreach (ChannelGate gate in gated.Gates)
            gated.Set(gate, [.. gated.Values(gate).Select((_, i) => i % 4 == 1 ? 0 : 0.3f + random.NextSingle())]);
        Dataset data = ZeroedEqualsRemovedTests.Noise(network, 32);
        float[] original = Engine.Evaluate(network, data).Scores, expected = Engine.Evaluate(gated.Network, data).Scores;
        Network folded = gated.Fold();
        float[] actual = Engine.Evaluate(folded, data).Scores;
        double scale = Math.Max(1, expected.Max(Math.Abs)), worst = expected.Zip(actual, (a, b) => Math.Abs((double)a - b)).Max() / scale;
        output.WriteLine($"{name}, {position}: worst deviation {worst:g3} of {scale:g3}");
        Assert.True(worst <= 1e-5, $"outputs differ by {worst}");
        Assert.True(original.Zip(expected, (a, b) => Math.Abs(a - b)).Max() > 1e-3, "the gates mattered");
        Assert.Equal(network.Nodes.Select(n => n.Name), folded.Nodes.Select(n => n.Name));
        Assert.Equal(network.ParameterCount, folded.ParameterCount);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_gate_at_0_behind_the_activation_is_a_channel_that_is_not_there(string name, GatePosition position)
    {
        Network network = Load(name);
        Dependencies dependencies = Dependencies.Of(network);
        GatedNetwork gated = GatedNetwork.Of(dependencies, position);
        HashSet<int> removed = [];
        foreach (ChannelGate gate in gated.Gates)
        {
            gated.Set(gate, [.. gated.Values(gate).Select((_, i) => i % 3 == 1 ? 0f : 1f)]);
            removed.UnionWith(gate.Group.Units.Where((_, i) => i % 3 == 1));
        }
        Dataset data = ZeroedEqualsRemovedTests.Noise(network, 32);
        double worst = Engine.Evaluate(gated.Network, data).Scores.Zip(Engine.Evaluate(Surgery.Remove(dependencies, removed), data).Scores, (a, b) => Math.Abs((double)a - b)).Max();
        // A sigmoid is one half at zero.
        if ((name is "sigmoid" or "concat") && position == GatePosition.Before)
            Assert.True(worst > 1e-2, "the gate stands before the sigmoid");
        else
            Assert.True(worst <= 1e-4, $"outputs differ by {worst}");
    }

    [Fact]
    public void A_residual_sum_has_one_gate_and_each_of_its_readers_meets_it_once()
    {
        GatedNetwork gated = GatedNetwork.Of(Dependencies.Of(Topologies.Residual()));
        ChannelGate stream = gated.Gates.Single(g => g.Group.Name == "w0");
        Node[] products = [.. gated.Network.Nodes.Where(n => n.Inputs.Contains(stream.Constant))];
        Assert.Equal(["r", "a2"], products.Select(p => p.Inputs[0]));
        Assert.Equal(["r", "h2"], gated.Network.Nodes.Single(n => n.OpType == "Add").Inputs);
        Assert.Equal([8, 1, 1], gated.Network.Constant(stream.Constant)!.Shape);
    }

    [Fact]
    public void Gates_stand_behind_norm_and_activation_and_before_it_when_asked()
    {
        Network network = Load("convolution, norm, pool, dense");
        GatedNetwork after = GatedNetwork.Of(Dependencies.Of(network)), before = GatedNetwork.Of(Dependencies.Of(network), GatePosition.Before);
        Assert.Equal(["p", "a2"], Products(after));
        Assert.Equal(["n", "h2"], Products(before));
        Assert.Equal(["g[0]", "b[0]", "w2[0]", "b2[0]"], before.Gates.SelectMany(g => g.Scaled).Select(a => a.ToString()));
        Assert.Equal(["w2[1]", "w3[1]"], after.Gates.SelectMany(g => g.Scaled).Select(a => a.ToString()));

        static IEnumerable<string> Products(GatedNetwork gated) => gated.Network.Nodes.Where(n => n.OpType == "Mul").Select(n => n.Inputs[0]);
    }

    [Fact]
    public void Channels_that_own_runs_of_a_value_have_their_gates_repeated()
    {
        Network network = new GraphBuilder().Input("x", -1, 2, 6, 6)
            .Constant("w1", [6, 2, 3, 3]).Constant("w2", [4, 96]).Constant("w3", [4, 96]).Constant("shift", [96])
            .Node("Conv", ["x", "w1"], ["h"]).Node("Relu", ["h"], ["a"]).Node("Flatten", ["a"], ["f"]).Node("Gemm", ["f", "w2"], ["y1"], ("transB", 1))
            .Node("Add", ["f", "shift"], ["s"]).Node("Gemm", ["s", "w3"], ["y2"], ("transB", 1)).Node("Add", ["y1", "y2"], ["y"]).Output("y").Build();
        GatedNetwork gated = GatedNetwork.Of(Dependencies.Of(network));
        // Each channel owns a run of the flattened axis: its factor is repeated.
        ChannelGate gate = Assert.Single(gated.Gates);
        gated.Set(gate, [1, 0, 0.5f, 2, 0, 1]);
        Dataset data = ZeroedEqualsRemovedTests.Noise(network, 16);
        float[] expected = Engine.Evaluate(gated.Network, data).Scores, actual = Engine.Evaluate(gated.Fold(), data).Scores;
        Assert.All(expected.Zip(actual), p => Assert.Equal(p.First, p.Second, 1e-4));
    }

    [Fact]
    public void Groups_side_by_side_in_a_value_that_is_also_summed_stay_without_gates()
    {
        GatedNetwork gated = GatedNetwork.Of(Dependencies.Of(SideBySide()));
        Assert.Equal(["w1", "w2"], gated.Ungated.Select(g => g.Name));
        Assert.Equal(["w3"], gated.Gates.Select(g => g.Group.Name));
    }

    /// <summary>Two layers side by side, both summed and read.</summary>
    internal static Network SideBySide() => new GraphBuilder().Input("x", -1, 6)
            .Constant("w1", [5, 6]).Constant("w2", [4, 6]).Constant("shift", [9]).Constant("w3", [3, 9]).Constant("w4", [3, 9]).Constant("w5", [2, 3])
            .Node("Gemm", ["x", "w1"], ["h1"], ("transB", 1)).Node("Gemm", ["x", "w2"], ["h2"], ("transB", 1)).Node("Concat", ["h1", "h2"], ["c"], ("axis", 1))
            .Node("Gemm", ["c", "w3"], ["g"], ("transB", 1)).Node("Add", ["c", "shift"], ["s"]).Node("Gemm", ["s", "w4"], ["t"], ("transB", 1))
            .Node("Add", ["g", "t"], ["u"]).Node("Gemm", ["u", "w5"], ["y"], ("transB", 1)).Output("y").Build();

    private static Network Load(string name) => name switch
    {
        "convolution, norm, pool, dense" => new GraphBuilder().Input("x", -1, 2, 8, 8)
            .Constant("w1", [6, 2, 3, 3]).Constant("b1", [6]).Constant("g", [6]).Constant("b", [6]).Constant("m", [6]).Constant("v", [6], [1, 2, 0.5f, 1, 3, 0.1f])
            .Constant("w2", [10, 54]).Constant("b2", [10]).Constant("w3", [3, 10])
            .Node("Conv", ["x", "w1", "b1"], ["h1"]).Node("BatchNormalization", ["h1", "g", "b", "m", "v"], ["n"]).Node("Relu", ["n"], ["a"])
            .Node("MaxPool", ["a"], ["p"], ("kernel_shape", [2, 2]), ("strides", [2, 2])).Node("Flatten", ["p"], ["f"]).Node("Gemm", ["f", "w2", "b2"], ["h2"], ("transB", 1))
            .Node("Tanh", ["h2"], ["a2"]).Node("Dropout", ["a2"], ["d"]).Node("Gemm", ["d", "w3"], ["y"], ("transB", 1)).Output("y").Build(),
        "matmul and relu" => new GraphBuilder().Input("x", -1, 12)
            .Constant("w1", [12, 16]).Constant("w2", [16, 8]).Constant("b2", [8]).Constant("w3", [8, 4])
            .Node("MatMul", ["x", "w1"], ["h1"]).Node("Relu", ["h1"], ["a1"]).Node("MatMul", ["a1", "w2"], ["m2"]).Node("Add", ["m2", "b2"], ["h2"])
            .Node("Relu", ["h2"], ["a2"]).Node("MatMul", ["a2", "w3"], ["y"]).Output("y").Build(),
        _ => ZeroedEqualsRemovedTests.Load(name),
    };
}
