using NNCompress.Models;
using NNCompress.Models.Proto;
using NNCompress.Pruning;

namespace NNCompress.Tests.Models;

public sealed class CommonConstantsTests
{
    [Fact]
    public void Equal_limits_and_integers_become_one_and_weights_stay_apart()
    {
        ModelProto model = Build();
        Assert.True(CommonConstants.Merge(model.Graph));
        string[] constants = [.. model.Graph.Node.Where(n => n.OpType == "Constant").Select(n => n.Output[0])];
        Assert.Equal(["low", "high", "bias1", "bias2", "shape"], constants);
        Assert.All(model.Graph.Node.Where(n => n.OpType == "Clip"), n => Assert.Equal(["low", "high"], n.Input.Skip(1)));
        Assert.Equal(["h2", "bias2"], model.Graph.Node.Single(n => n.Output[0] == "h3").Input);
        Assert.All(model.Graph.Node.Where(n => n.OpType == "Reshape"), n => Assert.Equal("shape", n.Input[1]));
        Assert.False(CommonConstants.Merge(model.Graph));
    }

    [Fact]
    public void Outputs_of_the_graph_and_what_branches_may_read_stay()
    {
        ModelProto model = Build();
        model.Graph.Output.Add(new ValueInfoProto { Name = "high2" });
        CommonConstants.Merge(model.Graph);
        Assert.Contains(model.Graph.Node, n => n.Output[0] == "high2");
        ModelProto branching = Build();
        branching.Graph.Node[^1].Attribute.Add(new AttributeProto { Name = "body", G = new GraphProto { Name = "inner" } });
        int before = branching.Graph.Node.Count;
        Assert.False(CommonConstants.Merge(branching.Graph));
        Assert.Equal(before, branching.Graph.Node.Count);
    }

    [Fact]
    public void Surgery_leaves_one_of_each()
    {
        Network network = OnnxFile.Parse(Google.Protobuf.MessageExtensions.ToByteArray(Build()), "test.onnx");
        Dependencies dependencies = Dependencies.Of(network);
        Network same = Surgery.Remove(dependencies, new HashSet<int>());
        Assert.Equal(3, network.Nodes.Count(n => n.OpType == "Constant") - same.Nodes.Count(n => n.OpType == "Constant"));
        Assert.Equal(network.ParameterCount - 2, same.ParameterCount);
    }

    private static ModelProto Build()
    {
        ModelProto model = ModelProto.Parser.ParseFrom(new GraphBuilder().Input("x", -1, 4)
            .Node("Add", ["x", "bias1"], ["h0"]).Node("Clip", ["h0", "low", "high"], ["h1"]).Node("Reshape", ["h1", "shape"], ["h2"])
            .Node("Add", ["h2", "bias2"], ["h3"]).Node("Clip", ["h3", "low2", "high2"], ["h4"]).Node("Reshape", ["h4", "shape2"], ["y"]).Output("y").ToBytes());
        int at = 0;
        foreach ((string name, float value) in new[] { ("low", 0f), ("high", 6f), ("low2", 0f), ("high2", 6f) })
            model.Graph.Node.Insert(at++, Constant(name, new Tensor("", [], [value])));
        foreach (string name in new[] { "bias1", "bias2" })
            model.Graph.Node.Insert(at++, Constant(name, new Tensor("", [1], [6f])));
        foreach (string name in new[] { "shape", "shape2" })
            model.Graph.Node.Insert(at++, Constant(name, new Tensor("", [2], [-1L, 4L])));
        return model;
    }

    private static NodeProto Constant(string name, Tensor tensor)
    {
        TensorProto proto = new() { Name = name, DataType = (int)tensor.Type };
        TensorCodec.Encode(tensor, proto);
        NodeProto node = new() { OpType = "Constant", Name = name };
        node.Output.Add(name);
        node.Attribute.Add(new AttributeProto { Name = "value", Type = 4, T = proto });
        return node;
    }
}
