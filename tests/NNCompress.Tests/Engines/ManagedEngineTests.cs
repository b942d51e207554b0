using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Engines.Managed.Matrices;
using NNCompress.Models;
using Xunit.Abstractions;

namespace NNCompress.Tests.Engines;

public class ManagedEngineTests(ITestOutputHelper output)
{
    private static readonly Scaling Unscaled = new(1, [], []);

    private static Dataset Noise(int count, params int[] shape) =>
        new("noise", shape, GraphBuilder.Noise(count * shape.Aggregate(1, (p, d) => p * d), 5), null, Unscaled);

    [Theory]
    [InlineData("fashion-mlp-300-150.onnx", 88.84)]
    [InlineData("fashion-mlp-512.onnx", 88.96)]
    [InlineData("fashion-lenet.onnx", 90.67)]
    public void Samples_have_the_accuracy_that_PyTorch_measured(string file, double expected)
    {
        Dataset data = FashionTestSet.Load();
        Network network = OnnxFile.Load(SampleModels.Path(file));
        System.Diagnostics.Stopwatch watch = System.Diagnostics.Stopwatch.StartNew();
        Predictions predictions = new ManagedEngine().Evaluate(network, data);
        output.WriteLine($"{file}: {watch.ElapsedMilliseconds} ms");
        Assert.Equal(expected, FashionTestSet.Accuracy(data, predictions), 6);
    }

    /// <summary>Filling up the last batch would stand between the samples there.</summary>
    [Fact]
    public void Values_that_have_tokens_before_samples_come_in_whole_batches()
    {
        Network network = new GraphBuilder().Input("x", -1, 4, 3).Node("Transpose", ["x"], ["t"], ("perm", [1, 0, 2])).Node("Relu", ["t"], ["r"])
            .Node("ReduceMean", ["r"], ["y"], ("axes", [0]), ("keepdims", 0)).Output("y").Build();
        Dataset data = Noise(129, 4, 3);
        List<float> seen = [];
        new ManagedEngine(2).Observe(network, data, ["r"], (_, values, shape) =>
        {
            Assert.Equal((4, 3), (shape[0], shape[2]));
            for (int sample = 0; sample < shape[1]; sample++)
            {
                for (int token = 0; token < 4; token++)
                    seen.AddRange(values.Slice(((token * shape[1]) + sample) * 3, 3));
            }
        });
        Assert.Equal(data.Inputs.Select(v => Math.Max(v, 0)), seen);
    }

    [Fact]
    public void Large_inputs_come_a_few_at_a_time()
    {
        Network network = new GraphBuilder().Input("x", -1, 3, 128, 128).Constant("w", [64, 3, 3, 3]).Node("Conv", ["x", "w"], ["a"], ("pads", [1, 1, 1, 1])).Node("Relu", ["a"], ["b"])
            .Node("GlobalAveragePool", ["b"], ["c"]).Node("Flatten", ["c"], ["y"]).Output("y").Build();
        Dataset data = Noise(40, 3, 128, 128);
        NNCompress.Engines.Managed.Plan plan = NNCompress.Engines.Managed.Planner.Plan(network, data, ["a", "b", "y"], SimdPath.Auto);
        Assert.InRange(plan.Batch, 1, 16);
        Assert.InRange(plan.WorkerBytes, 1, 2 * NNCompress.Engines.Managed.Plan.WantedWorkerBytes);
        Network small = OnnxFile.Load(SampleModels.Path(SampleModels.All[0]));
        Assert.Equal(128, NNCompress.Engines.Managed.Planner.Plan(small, Noise(300, 28, 28), [small.Outputs[0].Name], SimdPath.Auto).Batch);
    }

    [Fact]
    public void Neither_threads_nor_vector_width_change_a_bit()
    {
        foreach (string file in SampleModels.All)
        {
            Network network = OnnxFile.Load(SampleModels.Path(file));
            Dataset data = Noise(300, 28, 28);
            float[] one = new ManagedEngine(1).Evaluate(network, data).Scores;
            foreach (int threads in new[] { 2, 3, 7 })
                Assert.Equal(one, new ManagedEngine(threads).Evaluate(network, data).Scores);
            foreach (SimdPath path in new[] { SimdPath.Scalar, SimdPath.Vector128, SimdPath.Vector256, SimdPath.Vector512 })
                Assert.Equal(one, new ManagedEngine(2) { Path = path }.Evaluate(network, data).Scores);
        }
    }

    [Fact]
    public void Observe_shows_batches_in_order_and_only_real_samples()
    {
        Network network = new GraphBuilder().Input("x", -1, 1, 2, 3).Constant("w", [6, 4])
            .Node("Flatten", ["x"], ["f"]).Node("MatMul", ["f", "w"], ["m"]).Node("Relu", ["m"], ["r"])
            .Node("Mystery", ["r"], ["never"]).Output("never").Build();
        Dataset data = Noise(301, 6);
        List<float> inputs = [], products = [], rectified = [];
        new ManagedEngine(3).Observe(network, data, ["x", "m", "r"], (name, content, shape) =>
        {
            Assert.Equal(name == "x" ? [1, 2, 3] : [4], shape[1..].ToArray());
            Assert.Equal(content.Length, shape[0] * (name == "x" ? 6 : 4));
            (name == "x" ? inputs : name == "m" ? products : rectified).AddRange(content);
        });
        Assert.Equal(data.Inputs, inputs);
        Assert.Equal(301 * 4, products.Count);
        // In place of m, the rectified values would be seen twice.
        Assert.Contains(products, v => v < 0);
        Assert.Equal(products.Select(v => Math.Max(v, 0)), rectified);
    }

    [Fact]
    public void A_fixed_batch_is_kept_and_its_last_one_filled_up()
    {
        GraphBuilder Graph(int batch) => new GraphBuilder().Input("x", batch, 5).Constant("w", [5, 3]).Node("MatMul", ["x", "w"], ["y"]).Output("y");
        Dataset data = Noise(10, 5);
        Predictions open = new ManagedEngine().Evaluate(Graph(-1).Build(), data), four = new ManagedEngine().Evaluate(Graph(4).Build(), data);
        Assert.Equal(open.Scores, four.Scores);
        List<int> sizes = [];
        new ManagedEngine().Observe(Graph(4).Build(), data, ["y"], (_, _, shape) => sizes.Add(shape[0]));
        Assert.Equal([4, 4, 2], sizes);
    }

    [Fact]
    public void A_graph_that_names_a_batch_of_one_runs_sample_by_sample()
    {
        Network network = new GraphBuilder().Input("x", -1, 2, 3).Constant("s", [2], [1L, -1]).Constant("w", [6, 4])
            .Node("Reshape", ["x", "s"], ["f"]).Node("MatMul", ["f", "w"], ["y"]).Output("y").Build();
        Network open = new GraphBuilder().Input("x", -1, 2, 3).Constant("w", [6, 4]).Node("Flatten", ["x"], ["f"]).Node("MatMul", ["f", "w"], ["y"]).Output("y").Build();
        Assert.Equal(new ManagedEngine().Evaluate(open, Noise(5, 6)).Scores, new ManagedEngine().Evaluate(network, Noise(5, 6)).Scores);
    }

    [Fact]
    public void Open_dimensions_take_the_shape_of_the_data()
    {
        Network network = new GraphBuilder().Input("x", -1, 2, -1, -1).Node("GlobalAveragePool", ["x"], ["y"]).Output("y").Build();
        Dataset data = Noise(3, 2, 4, 5);
        Predictions predictions = new ManagedEngine().Evaluate(network, data);
        Assert.Equal(2, predictions.Width);
        Assert.Equal(data.Inputs[20..40].Average(), predictions.Scores[1], 1e-6f);
    }

    [Fact]
    public void Weights_computed_from_constants_are_computed_once()
    {
        Network network = new GraphBuilder().Input("x", -1, 3).Constant("w", [2, 3], [1f, 2, 3, 4, 5, 6]).Constant("s", [1], [2f])
            .Node("Mul", ["w", "s"], ["scaled"]).Node("Transpose", ["scaled"], ["t"]).Node("MatMul", ["x", "t"], ["y"]).Output("y").Build();
        Predictions predictions = new ManagedEngine().Evaluate(network, new Dataset("one", [3], [1f, 10, 100], null, Unscaled));
        Assert.Equal([642f, 1308], predictions.Scores);
    }

    [Fact]
    public void Progress_ends_at_one_and_cancelling_ends_the_run()
    {
        Network network = OnnxFile.Load(SampleModels.Path("fashion-mlp-512.onnx"));
        Dataset data = Noise(1000, 784);
        List<double> told = [];
        new ManagedEngine(2).Evaluate(network, data, new Collector(told.Add));
        Assert.Equal(told.Order(), told);
        Assert.Equal(1, told[^1]);
        using CancellationTokenSource source = new();
        Assert.ThrowsAny<OperationCanceledException>(() => new ManagedEngine(2).Evaluate(network, data, new Collector(_ => source.Cancel()), source.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => new ManagedEngine(2).Observe(network, data, ["logits"], (_, _, _) => { }, null, source.Token));
    }

    [Fact]
    public void Data_of_no_sample_gives_no_prediction() =>
        Assert.Equal(0, new ManagedEngine().Evaluate(OnnxFile.Load(SampleModels.Path("fashion-mlp-512.onnx")), Noise(0, 784)).Count);

    [Theory]
    [InlineData("data that does not fit", "NNC2022")]
    [InlineData("no batch", "NNC2022")]
    [InlineData("two inputs", "NNC2020")]
    [InlineData("unknown operator", "NNC2020")]
    [InlineData("other domain", "NNC2020")]
    [InlineData("training mode", "NNC2020")]
    [InlineData("shape of values", "NNC2020")]
    [InlineData("computed bound", "NNC2020")]
    [InlineData("second output", "NNC2020")]
    [InlineData("text input", "NNC2020")]
    [InlineData("index that is not there", "NNC2022")]
    [InlineData("output without batch", "NNC2021")]
    [InlineData("too much memory", "NNC2021")]
    [InlineData("too much memory in constants", "NNC2021")]
    [InlineData("too many elements", "NNC2021")]
    public void Failures_tell_code_and_place(string name, string code)
    {
        GraphBuilder graph = new GraphBuilder().Input("x", -1, 6);
        (graph, string place) = name switch
        {
            "data that does not fit" => (new GraphBuilder().Input("x", -1, 7).Node("Relu", ["x"], ["y"]), "'x'"),
            "no batch" => (new GraphBuilder().Input("x", 6).Node("Relu", ["x"], ["y"]), "'x'"),
            "two inputs" => (graph.Input("z", -1, 6).Node("Add", ["x", "z"], ["y"]), "x, z"),
            "unknown operator" => (graph.Node("LSTM", ["x"], ["y"]), "LSTM 'y_node'"),
            "other domain" => (graph.Node("Relu", "com.example", ["x"], ["y"]), "com.example.Relu 'y_node'"),
            "training mode" => (graph.Constant("b", [6]).Node("BatchNormalization", ["x", "b", "b", "b", "b"], ["y"], ("training_mode", 1)), "'y_node'"),
            "shape of values" => (graph.Node("NonZero", ["x"], ["y"]), "NonZero 'y_node'"),
            "computed bound" => (graph.Node("Clip", ["x", "x"], ["y"]), "'min'"),
            "second output" => (graph.Constant("b", [6]).Node("BatchNormalization", ["x", "b", "b", "b", "b"], ["y", "mean"]), "'y_node'"),
            "index that is not there" => (graph.Constant("t", [1, 3]).Constant("far", [], [7f]).Node("Add", ["x", "far"], ["i"]).Node("Gather", ["t", "i"], ["y"]), "'y_node'"),
            "text input" => (graph.Node("Relu", ["x"], ["y"]), "'x'"),
            "output without batch" => (graph.Node("Transpose", ["x"], ["y"]), "'y'"),
            "too much memory" => (graph.Constant("a", [8000, 1]).Constant("b", [8000]).Node("Unsqueeze", ["x", "axes"], ["u"]).Constant("axes", [2], [2L, 3])
                .Node("Add", ["u", "a"], ["tall"]).Node("Add", ["tall", "b"], ["big"]).Node("GlobalAveragePool", ["big"], ["y"]), "bytes"),
            "too much memory in constants" => (graph.Constant("a", [20000, 1]).Constant("b", [20000]).Constant("c", [6, 20000])
                .Node("Add", ["a", "b"], ["big"]).Node("MatMul", ["c", "big"], ["w"]).Node("MatMul", ["x", "w"], ["y"]), "big_node"),
            "too many elements" => (graph.Constant("a", [50000, 1]).Constant("b", [50000]).Node("Add", ["a", "b"], ["big"]).Node("MatMul", ["big", "x"], ["y"]), "big_node"),
            _ => throw new ArgumentException(name),
        };
        Network network = graph.Output("y").Build();
        if (name == "text input")
        {
            NNCompress.Models.Proto.ModelProto model = network.Model.Clone();
            model.Graph.Input[0].Type.TensorType.ElemType = (int)ElementType.Text;
            network = new Network(model, "test.onnx");
        }
        NncException e = Assert.Throws<NncException>(() => new ManagedEngine(2).Evaluate(network, Noise(9, 6)));
        Assert.Equal(code, e.Code);
        Assert.Contains(place, e.Message, StringComparison.Ordinal);
        Assert.Equal("test.onnx", e.Path);
    }

    [Fact]
    public void Observing_an_unknown_value_is_the_callers_mistake() =>
        Assert.Throws<ArgumentException>(() => new ManagedEngine().Observe(OnnxFile.Load(SampleModels.Path("fashion-mlp-512.onnx")), Noise(1, 784), ["nothing"], (_, _, _) => { }));

    private sealed class Collector(Action<double> told) : IProgress<double>
    {
        public void Report(double value) => told(value);
    }
}
