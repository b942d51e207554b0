using Google.Protobuf;
using NNCompress.Models;
using NNCompress.Models.Proto;
using NNCompress.Tests.Engines.Operators;

namespace NNCompress.Tests.Models;

public class KnownBranchesTests
{
    /// <summary>x.squeeze(axis) as PyTorch writes it where it does not know the size: squeeze if the dimension is 1, else the value itself.</summary>
    private static GraphBuilder Squeeze(int axis, params int[] shape)
    {
        GraphProto then = new() { Name = "then" }, otherwise = new() { Name = "else" };
        then.Initializer.Add(new TensorProto { Name = "axes", DataType = (int)ElementType.Int64, Dims = { 1 }, Int64Data = { axis } });
        then.Node.Add(new NodeProto { OpType = "Squeeze", Input = { "r", "axes" }, Output = { "inner" } });
        then.Output.Add(new ValueInfoProto { Name = "inner" });
        otherwise.Node.Add(new NodeProto { OpType = "Identity", Input = { "r" }, Output = { "inner" } });
        otherwise.Output.Add(new ValueInfoProto { Name = "inner" });
        return new GraphBuilder().Input("x", shape).Constant("axis", [], [(long)axis]).Constant("one", [], [1L])
            .Node("Relu", ["x"], ["r"]).Node("Shape", ["r"], ["s"]).Node("Gather", ["s", "axis"], ["size"]).Node("Equal", ["size", "one"], ["is"])
            .Node("If", ["is"], ["q"], ("then_branch", then), ("else_branch", otherwise)).Node("Neg", ["q"], ["y"]);
    }

    [Theory]
    [InlineData(1, new[] { 2, 3 })]
    [InlineData(3, new[] { 2, 3, 3 })]
    public void A_branch_that_follows_from_a_shape_is_taken(int size, int[] expected)
    {
        Network network = Squeeze(1, -1, size, 3).Output("y").Build();
        Assert.DoesNotContain(network.Nodes, n => n.OpType is "If" or "Equal" or "Shape" or "Gather");
        Assert.Equal(expected, ShapeInference.Infer(network, 2)["y"]);
        float[] y = OperatorRun.Y(Squeeze(1, -1, size, 3), [2, size, 3], out float[] x);
        Assert.Equal(x.Select(v => -Math.Max(v, 0)), y);
    }

    [Fact]
    public void A_branch_that_follows_from_the_batch_or_from_data_is_NNC2011()
    {
        Assert.Equal("NNC2011", Assert.Throws<NncException>(() => Squeeze(0, -1, 3).Output("y").Build()).Code);
        ModelProto model = ModelProto.Parser.ParseFrom(Squeeze(1, -1, 1, 3).Output("y").ToBytes());
        model.Graph.Node.Single(n => n.OpType == "Equal").Input[0] = "x";
        Assert.Equal("NNC2011", Assert.Throws<NncException>(() => OnnxFile.Parse(model.ToByteArray(), "test.onnx")).Code);
    }

    [Fact]
    public void Two_branches_may_use_the_same_names()
    {
        ModelProto model = ModelProto.Parser.ParseFrom(Squeeze(1, -1, 1, 1, 3).Output("y").ToBytes());
        NodeProto second = model.Graph.Node.Single(n => n.OpType == "If").Clone();
        second.Name = "second";
        second.Output[0] = "q2";
        foreach (AttributeProto branch in second.Attribute)
            branch.G.Node[0].Input[0] = "q";
        model.Graph.Node.Insert(model.Graph.Node.Count - 1, second);
        model.Graph.Node[^1].Input[0] = "q2";
        Network network = OnnxFile.Parse(model.ToByteArray(), "test.onnx");
        Assert.Equal([2, 3], ShapeInference.Infer(network, 2)["y"]);
    }
}
