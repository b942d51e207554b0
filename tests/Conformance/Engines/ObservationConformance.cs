using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;

namespace NNCompress.Tests.Conformance;

/// <summary>What evaluation and observation show: all samples, in order, and none beside them.</summary>
public abstract class ObservationConformance
{
    protected abstract IEngine Create();

    [Theory]
    [InlineData("fashion-mlp-300-150.onnx", 88.84)]
    [InlineData("fashion-lenet.onnx", 90.67)]
    public void Networks_have_the_accuracy_that_PyTorch_measured(string file, double expected)
    {
        Dataset data = FashionTestSet.Load();
        Assert.Equal(expected, FashionTestSet.Accuracy(data, Create().Evaluate(OnnxFile.Load(SampleModels.Path(file)), data)), 0.0101);
    }

    [Fact]
    public void Values_are_those_of_a_slow_reference()
    {
        Network network = OnnxFile.Load(SampleModels.Path("fashion-mlp-300-150.onnx"));
        Dataset data = Noise(37, 28, 28);
        float[] scores = Create().Evaluate(network, data).Scores;
        double[] expected = [.. Enumerable.Range(0, data.Count).SelectMany(i => PlainNetwork.Scores(network, data.Inputs.AsSpan(i * 784, 784)))];
        double scale = expected.Max(Math.Abs);
        Assert.Equal(expected.Length, scores.Length);
        Assert.All(scores.Zip(expected), p => Assert.InRange(Math.Abs(p.First - p.Second) / scale, 0, 1e-4));
    }

    [Fact]
    public void Batches_come_in_order_and_only_real_samples()
    {
        Network network = new GraphBuilder().Input("x", -1, 1, 2, 3).Constant("w", [6, 4])
            .Node("Flatten", ["x"], ["f"]).Node("MatMul", ["f", "w"], ["m"]).Node("Relu", ["m"], ["r"])
            .Node("Mystery", ["r"], ["never"]).Output("never").Build();
        Dataset data = Noise(301, 6);
        List<float> inputs = [], products = [], rectified = [];
        List<string> order = [];
        Create().Observe(network, data, ["x", "m", "r"], (name, content, shape) =>
        {
            Assert.Equal(name == "x" ? [1, 2, 3] : [4], shape[1..].ToArray());
            Assert.Equal(content.Length, shape[0] * (name == "x" ? 6 : 4));
            order.Add(name);
            (name == "x" ? inputs : name == "m" ? products : rectified).AddRange(content);
        });
        Assert.All(order.Chunk(3), names => Assert.Equal(["x", "m", "r"], names));
        Assert.Equal(data.Inputs, inputs);
        Assert.Equal(301 * 4, products.Count);
        Assert.Equal(products.Select(v => Math.Max(v, 0)), rectified);
    }

    [Fact]
    public void A_fixed_batch_is_kept_and_its_last_one_filled_up()
    {
        GraphBuilder Graph(int batch) => new GraphBuilder().Input("x", batch, 5).Constant("w", [5, 3]).Node("MatMul", ["x", "w"], ["y"]).Output("y");
        Dataset data = Noise(10, 5);
        float[] open = Create().Evaluate(Graph(-1).Build(), data).Scores, four = Create().Evaluate(Graph(4).Build(), data).Scores;
        Assert.All(open.Zip(four), p => Assert.Equal(p.First, p.Second, 1e-5));
        List<int> sizes = [];
        Create().Observe(Graph(4).Build(), data, ["y"], (_, _, shape) => sizes.Add(shape[0]));
        Assert.Equal([4, 4, 2], sizes);
    }

    [Fact]
    public void Values_that_have_tokens_before_samples_come_in_whole_batches()
    {
        Network network = new GraphBuilder().Input("x", -1, 4, 3).Node("Transpose", ["x"], ["t"], ("perm", [1, 0, 2])).Node("Relu", ["t"], ["r"])
            .Node("ReduceMean", ["r"], ["y"], ("axes", [0]), ("keepdims", 0)).Output("y").Build();
        Dataset data = Noise(129, 4, 3);
        List<float> seen = [];
        Create().Observe(network, data, ["r"], (_, values, shape) =>
        {
            for (int sample = 0; sample < shape[1]; sample++)
            {
                for (int token = 0; token < 4; token++)
                    seen.AddRange(values.Slice(((token * shape[1]) + sample) * 3, 3));
            }
        });
        Assert.Equal(data.Inputs.Select(v => Math.Max(v, 0)), seen);
    }

    [Fact]
    public void Rows_of_a_sweep_may_use_an_engine_at_the_same_time()
    {
        IEngine engine = Create();
        Dataset data = Noise(50, 28, 28);
        float[][] scores = new float[6][];
        Parallel.For(0, scores.Length, i => scores[i] = engine.Evaluate(OnnxFile.Load(SampleModels.Path("fashion-mlp-300-150.onnx")), data).Scores);
        Assert.All(scores, s => Assert.Equal(scores[0], s));
    }

    [Fact]
    public void Predictions_have_the_shape_of_a_sample()
    {
        Network network = new GraphBuilder().Input("x", -1, 2, 3).Constant("w", [3, 4]).Node("MatMul", ["x", "w"], ["y"]).Output("y").Build();
        Predictions predictions = Create().Evaluate(network, Noise(5, 2, 3));
        Assert.Equal((8, 5), (predictions.Width, predictions.Count));
        Assert.Equal([2, 4], predictions.SampleShape);
    }

    [Fact]
    public void A_run_tells_how_far_it_is_and_can_be_cancelled()
    {
        Network network = OnnxFile.Load(SampleModels.Path("fashion-mlp-300-150.onnx"));
        Dataset data = Noise(600, 28, 28);
        List<double> told = [];
        Create().Evaluate(network, data, new Listener(told.Add));
        Assert.Equal(told.Order(), told);
        Assert.Equal(1, told[^1], 1e-9);
        using CancellationTokenSource stop = new();
        Assert.ThrowsAny<OperationCanceledException>(() => Create().Evaluate(network, data, new Listener(_ => stop.Cancel()), stop.Token));
    }

    private static Dataset Noise(int count, params int[] shape) =>
        new("noise", shape, GraphBuilder.Noise(count * shape.Aggregate(1, (p, d) => p * d), 5), null, new Scaling(1, [], []));

    private sealed class Listener(Action<double> tell) : IProgress<double>
    {
        public void Report(double value) => tell(value);
    }
}
