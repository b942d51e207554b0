using NNCompress.Data;
using NNCompress.Engines.Training;
using NNCompress.Models;

namespace NNCompress.Tests.Conformance;

/// <summary>What cannot be run or trained is one clear error; nothing of it reaches code that could end the process.</summary>
public abstract class EngineErrorConformance
{
    private static readonly TrainingOptions Options = new() { BatchSize = 4 };

    protected abstract ITrainingEngine Create();

    [Fact]
    public void An_operator_that_nobody_knows_is_NNC2020() =>
        Fails("NNC2020", new GraphBuilder().Input("x", -1, 4).Node("Mystery", ["x"], ["y"]), 4, "Mystery");

    [Fact]
    public void An_operator_of_another_domain_is_NNC2020() =>
        Fails("NNC2020", new GraphBuilder().Input("x", -1, 4).Node("Relu", "com.example", ["x"], ["y"]), 4, "com.example");

    [Fact]
    public void An_unknown_attribute_is_NNC2020() => Fails(
        "NNC2020", new GraphBuilder().Input("x", -1, 4).Constant("p", [4], [0L, 1, 0, 1]).Node("Pad", ["x", "p"], ["y"], ("mode", "sideways")), 4, "sideways");

    public static TheoryData<string> Misfits => ["Gemm", "MatMul", "Conv", "groups", "bias", "Add", "Reshape", "Concat", "MaxPool", "Transpose", "Slice axis", "norm", "Gather"];

    [Theory]
    [MemberData(nameof(Misfits))]
    public void Shapes_that_do_not_fit_are_NNC2021(string name)
    {
        GraphBuilder g = new GraphBuilder().Input("x", -1, 2, 6, 6);
        Fails("NNC2021", name switch
        {
            "Gemm" => g.Node("Flatten", ["x"], ["f"]).Constant("w", [70, 3]).Node("Gemm", ["f", "w"], ["y"]),
            "MatMul" => g.Constant("w", [5, 3]).Node("MatMul", ["x", "w"], ["y"]),
            "Conv" => g.Constant("w", [4, 3, 3, 3]).Node("Conv", ["x", "w"], ["y"]),
            "groups" => g.Constant("w", [4, 1, 3, 3]).Node("Conv", ["x", "w"], ["y"], ("group", 3)),
            "bias" => g.Constant("w", [4, 2, 3, 3]).Constant("b", [5]).Node("Conv", ["x", "w", "b"], ["y"]),
            "Add" => g.Constant("w", [5]).Node("Add", ["x", "w"], ["y"]),
            "Reshape" => g.Constant("s", [2], [-1L, 7]).Node("Reshape", ["x", "s"], ["y"]),
            "Concat" => g.Constant("w", [1, 2, 5, 6]).Node("Concat", ["x", "w"], ["y"], ("axis", 1)),
            "MaxPool" => g.Node("MaxPool", ["x"], ["y"], ("kernel_shape", [9, 9])),
            "Transpose" => g.Node("Transpose", ["x"], ["y"], ("perm", [0, 1, 1, 2])),
            "Slice axis" => g.Constant("s", [1], [0L]).Constant("e", [1], [1L]).Constant("a", [1], [7L]).Node("Slice", ["x", "s", "e", "a"], ["y"]),
            "norm" => g.Constant("s", [3]).Constant("b", [2]).Constant("m", [2]).Constant("v", [2]).Node("BatchNormalization", ["x", "s", "b", "m", "v"], ["y"]),
            _ => g.Constant("i", [1], [6L]).Node("Gather", ["x", "i"], ["y"], ("axis", 2)),
        }, 72, "export the model again");
    }

    [Fact]
    public void A_value_too_large_to_hold_is_NNC2021() => Fails(
        "NNC2021", new GraphBuilder().Input("x", -1, 4).Constant("s", [4], [1L, 1L << 14, 1L << 14, 4]).Node("Expand", ["x", "s"], ["y"]), 4, "use ");

    [Fact]
    public void Data_of_another_size_is_NNC2022() => Fails("NNC2022", new GraphBuilder().Input("x", -1, 5).Node("Relu", ["x"], ["y"]), 4, "batch first");

    [Fact]
    public void A_position_outside_a_table_is_NNC2022() => Fails(
        "NNC2022", new GraphBuilder().Input("x", -1, 4).Constant("ten", [], [10f]).Node("Mul", ["x", "ten"], ["i"]).Constant("w", [3, 2]).Node("Gather", ["w", "i"], ["y"]), 4, "along axis 0");

    [Fact]
    public void Names_of_no_value_are_refused() =>
        Assert.Throws<ArgumentException>(() => Create().Observe(new GraphBuilder().Input("x", -1, 4).Node("Relu", ["x"], ["y"]).Output("y").Build(), Data(4).Inputs, ["z"], (_, _, _) => { }));

    [Fact]
    public void A_network_without_weights_is_NNC2030() =>
        Untrainable("NNC2030", new GraphBuilder().Input("x", -1, 4).Node("Relu", ["x"], ["y"]).Output("y").Build(), Data(4), Options, "no weight");

    [Fact]
    public void A_network_with_a_fixed_batch_is_NNC2030() =>
        Untrainable("NNC2030", new GraphBuilder().Input("x", 1, 4).Constant("w", [4, 3]).Node("MatMul", ["x", "w"], ["y"]).Output("y").Build(), Data(4), Options, "fixes the batch to 1");

    [Fact]
    public void Labels_that_are_missing_or_too_large_are_NNC2043()
    {
        Dataset d = Data(4).Inputs;
        Untrainable("NNC2043", Dense(), new TrainingSet(new Dataset("bare", d.SampleShape, d.Inputs, null, d.Scaling)), Options, "no labels");
        Untrainable("NNC2043", Dense(), new TrainingSet(new Dataset("wrong", d.SampleShape, d.Inputs, [.. d.Labels!.Select(_ => 3)], d.Scaling)), Options, "has 3 outputs");
    }

    [Fact]
    public void Options_out_of_range_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Create().Begin(Dense(), Data(4), Options with { Momentum = 1 }).Dispose());

    [Fact]
    public void A_loss_that_is_not_finite_is_NNC2032()
    {
        TrainingSet data = Data(4);
        data.Inputs.Inputs[5] = float.NaN;
        using ITrainingRun run = Create().Begin(Dense(), data, Options);
        NncException e = Assert.Throws<NncException>(() => run.Step([0, 1, 2, 3], 0.1));
        Assert.Equal("NNC2032", e.Code);
        Assert.Contains("lower the learning rate", e.Message, StringComparison.Ordinal);
    }

    private static Network Dense() => new GraphBuilder().Input("x", -1, 4).Constant("w", [4, 3]).Node("MatMul", ["x", "w"], ["y"]).Output("y").Build();

    private static TrainingSet Data(int width, int count = 8) =>
        new(new Dataset("noise", [width], GraphBuilder.Noise(count * width, 3), [.. Enumerable.Range(0, count).Select(i => i % 3)], new Scaling(1, [], [])));

    private void Fails(string code, GraphBuilder graph, int width, string part)
    {
        Network network = graph.Output("y").Build();
        NncException e = Assert.Throws<NncException>(() => Create().Evaluate(network, Data(width).Inputs));
        Assert.Equal(code, e.Code);
        Assert.Contains(part, e.Message, StringComparison.Ordinal);
    }

    private void Untrainable(string code, Network network, TrainingSet data, TrainingOptions options, string part)
    {
        NncException e = Assert.Throws<NncException>(() => Create().Begin(network, data, options).Dispose());
        Assert.Equal(code, e.Code);
        Assert.Contains(part, e.Message, StringComparison.Ordinal);
    }
}
