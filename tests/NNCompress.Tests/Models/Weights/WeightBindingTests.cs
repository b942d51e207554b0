using NNCompress.Models;
using NNCompress.Models.Building;
using NNCompress.Models.Weights;

namespace NNCompress.Tests.Models.Weights;

public sealed class WeightBindingTests : IDisposable
{
    private readonly WeightFiles files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public void By_name()
    {
        Network source = Architecture.Parse("conv:1x8x8,c3b,c3b,f,5,4").Build(seed: 3), graph = Architecture.Parse("conv:1x8x8,c3b,c3b,f,5,4").Build(seed: 4);
        Network bound = Bound(graph, Saved(source)).Network;
        Assert.All(source.WeightNames, n => Assert.Equal(source.Constant(n)!.Floats, bound.Constant(n)!.Floats));
        Assert.NotEqual(source.Constant("fc1.weight")!.Floats, graph.Constant("fc1.weight")!.Floats);
    }

    /// <summary>The order of a file means nothing: numbers do.</summary>
    [Fact]
    public void By_shape_and_by_number_where_shapes_are_the_same()
    {
        Network source = Architecture.Parse("mlp:4-4-4-4-2").Build(seed: 3);
        string[] names = ["net.10.weight", "net.10.bias", "net.2.weight", "net.2.bias", "net.0.weight", "net.0.bias", "net.12.weight", "net.12.bias"];
        string[] from = ["fc3.weight", "fc3.bias", "fc2.weight", "fc2.bias", "fc1.weight", "fc1.bias", "fc4.weight", "fc4.bias"];
        Network weights = Of([.. names.Zip(from, (name, constant) => new Tensor(name, source.ShapeOf(constant), source.Constant(constant)!.Floats))]);
        (Network bound, WeightBinding binding) = Bound(Architecture.Parse("mlp:4-4-4-4-2").Build(seed: 9), weights);
        Assert.All(from, n => Assert.Equal(source.Constant(n)!.Floats, bound.Constant(n)!.Floats));
        binding.Save(bound, files.At("again.dat"), WeightFormat.TorchSharp);
        Assert.Equal(WeightFiles.Described(weights), WeightFiles.Described(WeightFile.Load(files.At("again.dat"), WeightFormat.TorchSharp)));
    }

    [Fact]
    public void More_than_one_way_is_refused()
    {
        NncException failure = Assert.Throws<NncException>(() => Bound(Architecture.Parse("mlp:4-4-4").Build(0), Of(Dense("head", 4, 4), Dense("tail", 4, 4))));
        Assert.Equal("NNC2180", failure.Code);
        Assert.Contains("'head', 'tail'", failure.Message, StringComparison.Ordinal);
        failure = Assert.Throws<NncException>(() => Bound(Architecture.Parse("mlp:4-4-4").Build(0), Of(Dense("a1", 4, 4), Dense("b2", 4, 4))));
        Assert.Equal("NNC2180", failure.Code);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Network graph = Architecture.Parse("mlp:4-6-2").Build(0);
        Refused(graph, Of(Dense("fc1", 6, 5), Dense("fc2", 2, 6)), "'fc1.weight' has shape [6, 5] in the file and [6, 4] in the graph");
        Refused(graph, Of(Dense("fc1", 6, 4)), "the file nothing for 'fc2.weight' [2, 6]");
        Refused(graph, Of(Dense("fc1", 6, 4), Dense("fc2", 2, 6), Dense("fc3", 2, 2)), "no place for 'fc3.weight' [2, 2]");
        Refused(graph, Of(Dense("a", 6, 4), Dense("b", 2, 7)), "one layer of the file and no layer of the graph have bias [2] and weight [2, 7]");
        Refused(graph, Of([.. Dense("a", 6, 4)[..1], .. Dense("b", 2, 6)]), "have weight [6, 4]");
    }

    /// <summary>A graph of MatMul and Add has [in, out]; PyTorch and its files have [out, in].</summary>
    [Fact]
    public void Dense_weights_are_turned_where_the_graph_has_them_the_other_way()
    {
        Network graph = new GraphBuilder().Input("x", -1, 3).Constant("onnx::MatMul_7", [3, 2], [1f, 2, 3, 4, 5, 6]).Constant("fc.bias", [2], [7f, 8])
            .Node("MatMul", ["x", "onnx::MatMul_7"], ["h"]).Node("Add", ["fc.bias", "h"], ["y"]).Output("y").Build();
        Assert.Equal(["fc.weight", "fc.bias"], GraphSlots.Of(graph).Select(s => s.Name));
        WeightBinding.SaveAll(graph, files.At("w.dat"), WeightFormat.TorchSharp);
        Network weights = WeightFile.Load(files.At("w.dat"), WeightFormat.TorchSharp);
        Assert.Equal(["fc.weight Float [2,3] 1 3 5 2 4 6", "fc.bias Float [2] 7 8"], WeightFiles.Described(weights));
        (Network bound, WeightBinding binding) = Bound(graph, weights);
        Assert.Equal(graph.Constant("onnx::MatMul_7")!.Floats, bound.Constant("onnx::MatMul_7")!.Floats);
        binding.Save(bound, files.At("again.dat"), WeightFormat.TorchSharp);
        Assert.Equal(File.ReadAllBytes(files.At("w.dat")), File.ReadAllBytes(files.At("again.dat")));
    }

    [Theory]
    [InlineData(ElementType.BFloat16)]
    [InlineData(ElementType.Half)]
    [InlineData(ElementType.Double)]
    public void The_file_keeps_its_types(ElementType type)
    {
        float[] values = [0.5f, -1, 2, 3];
        Network weights = WeightModel.Of(
            [new WeightTensor("0.weight", type, [2, 2], Bytes(type, values)), new WeightTensor("0.bias", type, [2], Bytes(type, values[..2])), new WeightTensor("seen", ElementType.Int64, [], TensorBytes.Held(new byte[8]))],
            WeightFormat.Safetensors, [new("format", "pt")], "w");
        (Network bound, WeightBinding binding) = Bound(Architecture.Parse("mlp:2-2").Build(0), weights);
        Assert.Equal(values, bound.Constant("fc1.weight")!.Floats);
        binding.Save(bound, files.At("w.safetensors"), WeightFormat.Safetensors);
        Network again = WeightFile.Load(files.At("w.safetensors"), WeightFormat.Safetensors);
        Assert.Equal(WeightFiles.Described(weights).Order(), WeightFiles.Described(again).Order());
        Assert.Equal("pt", WeightModel.Notes(again).Single().Value);
    }

    private static void Refused(Network graph, Network weights, string says)
    {
        NncException failure = Assert.Throws<NncException>(() => Bound(graph, weights));
        Assert.Equal("NNC2179", failure.Code);
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
    }

    private static (Network Network, WeightBinding Binding) Bound(Network graph, Network weights) => WeightBinding.Bind(graph, weights);

    private Network Saved(Network network)
    {
        WeightBinding.SaveAll(network, files.At("saved.pt"), WeightFormat.PyTorch);
        return WeightFile.Load(files.At("saved.pt"), WeightFormat.PyTorch);
    }

    private static Tensor[] Dense(string name, int outputs, int inputs) =>
        [new($"{name}.weight", [outputs, inputs], new float[outputs * inputs]), new($"{name}.bias", [outputs], new float[outputs])];

    private static Network Of(params Tensor[][] tensors) => Of([.. tensors.SelectMany(t => t)]);

    private static Network Of(Tensor[] tensors) =>
        WeightModel.Of(tensors.Select(t => new WeightTensor(t.Name, ElementType.Float, t.Shape, Bytes(ElementType.Float, t.Floats))), WeightFormat.Safetensors, [], "weights");

    private static TensorBytes Bytes(ElementType type, float[] values) => TensorBytes.Held(values.SelectMany(v => type switch
    {
        ElementType.Half => BitConverter.GetBytes((Half)v),
        ElementType.Double => BitConverter.GetBytes((double)v),
        ElementType.BFloat16 => BitConverter.GetBytes(v)[2..],
        _ => BitConverter.GetBytes(v),
    }).ToArray());
}
