using NNCompress.Models;
using NNCompress.TorchSharp;
using NNCompress.TorchSharp.Graphs;
using TorchSharp;

namespace NNCompress.Tests.TorchSharp;

public class GraphTests
{
    [Fact]
    public void What_torch_refuses_is_NNC2192()
    {
        Network network = new GraphBuilder().Input("x", -1, 4).Node("Relu", ["x"], ["y"]).Output("y").Build();
        using TorchGraph graph = new(network, ["y"], _ => throw new InvalidOperationException(), []);
        graph.Add(new TorchStep(network.Nodes[0], "y", [2, 4], new Operands(graph, ["x"]), (x, _) => x[0].reshape(3), []));
        NncException e = Assert.Throws<NncException>(() => Run(graph));
        Assert.Equal("NNC2192", e.Code);
        Assert.Contains("Relu 'y_node' of shape [2,4]", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void A_value_of_another_shape_than_inferred_is_told()
    {
        Network network = new GraphBuilder().Input("x", -1, 4).Node("Relu", ["x"], ["y"]).Output("y").Build();
        using TorchGraph graph = new(network, ["y"], _ => throw new InvalidOperationException(), []);
        graph.Add(new TorchStep(network.Nodes[0], "y", [2, 5], new Operands(graph, ["x"]), (x, _) => x[0].relu(), []));
        Assert.Contains("gave shape [2,4], not [2,5]", Assert.Throws<InvalidOperationException>(() => Run(graph)).Message, StringComparison.Ordinal);
    }

    private static void Run(TorchGraph graph)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        graph.Run(torch.zeros([2, 4]), 0);
    }
}
