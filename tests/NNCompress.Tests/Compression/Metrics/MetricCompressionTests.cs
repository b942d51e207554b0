using NNCompress.Compression;
using NNCompress.Compression.Metrics;
using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;
using NNCompress.Reports;
using NNCompress.Tests.Data;

namespace NNCompress.Tests.Compression.Metrics;

/// <summary>The main job under other metrics than accuracy.</summary>
public sealed class MetricCompressionTests : IDisposable
{
    private readonly DataFiles files = new();
    private readonly Network network = RegressionProblem.Network();
    private readonly CompressionRequest request;

    // Where outputs are near 0 cosines lose much: on a thousand samples two or three of these would decide.
    public MetricCompressionTests() => request = new CompressionRequest
    {
        ModelPath = files.Write("net.onnx", network.ToBytes()),
        DataPath = files.Write("judge.npz", RegressionProblem.ToNpz(RegressionProblem.Data(3000, seed: 11))),
        CalibrationDataPath = files.Write("search.npz", RegressionProblem.ToNpz(RegressionProblem.Data(4500, seed: 12))),
        Threads = 1,
    };

    public void Dispose() => files.Dispose();

    [Theory]
    [InlineData(Metric.Mse, 10)]
    [InlineData(Metric.Mae, 5)]
    [InlineData(Metric.R2, 2)]
    [InlineData(Metric.Cosine, 0.5)]
    public void A_regression_network_shrinks_within_the_budget(Metric metric, double budget)
    {
        CompressionResult result = Run(o => o.Compress, request with { Metric = metric, AccuracyBudget = budget });
        Assert.Null(result.Failure);
        Assert.Equal(metric.Name(), result.Report.Metric);
        Assert.InRange(result.Report.Drop!.Value, 0.05 * budget, budget);
        Assert.True(result.Report.Ratio > 4, $"{result.Report.Ratio:0.0} times smaller");
        // What evaluate says of the artifact beside the original is what the gate said.
        CompressionResult again = Run(o => o.Evaluate, request with { Metric = metric, ModelPath = At("net.nnz"), ReferencePath = request.ModelPath });
        Assert.Equal((result.Report.Baseline, result.Report.Compressed, result.Report.Drop), (again.Report.Baseline, again.Report.Compressed, again.Report.Drop));
    }

    [Theory]
    [InlineData(Metric.Mse, 10)]
    [InlineData(Metric.Mae, 5)]
    public void Calibration_data_needs_no_targets(Metric metric, double budget)
    {
        string bare = files.Write("bare.npz", RegressionProblem.ToNpz(RegressionProblem.Data(1500, seed: 12), withTargets: false));
        CompressionResult result = Run(o => o.Encode, request with { Metric = metric, AccuracyBudget = budget, CalibrationDataPath = bare });
        Assert.Null(result.Failure);
        Assert.InRange(result.Report.Drop!.Value, 0.05 * budget, budget);
    }

    [Fact]
    public void Fewer_samples_than_inputs_are_enough_for_fine_steps()
    {
        // A hundred samples say nothing of most directions that 256 inputs have, and the network answers in all of them.
        byte[] noise = new byte[200 * 256 * sizeof(float)];
        Buffer.BlockCopy(GraphBuilder.Noise(200 * 256, seed: 3), 0, noise, 0, noise.Length);
        CompressionResult result = Run(o => o.Compress, new CompressionRequest
        {
            ModelPath = files.Write("net.onnx", NNCompress.Models.Building.Architecture.Parse("mlp:256-256-256-10").Build(seed: 1).ToBytes()),
            DataPath = files.Write("few.npy", DataFiles.Npy("<f4", "(200, 256)", noise)),
            Metric = Metric.Cosine,
            AccuracyBudget = 2,
            Threads = 1,
        });
        Assert.Null(result.Failure);
        Assert.True(result.Report.Ratio > 4, $"{result.Report.Ratio:0.0} times smaller");
    }

    [Fact]
    public void Layers_between_gates_get_steps_that_suit_what_the_gates_let_through()
    {
        // Each gate lets a hundredth through, which the weights do not show: by them alone, errors of the first layer count 10^20 times too much beside those of the last.
        const int Width = 48, Layers = 6;
        GraphBuilder graph = new GraphBuilder().Input("x0", -1, Width).Constant("gate", [1], new[] { 0.01f });
        for (int layer = 0; layer < Layers; layer++)
            graph.Constant($"w{layer}", [Width, Width]).Node("MatMul", [$"x{layer}", $"w{layer}"], [$"h{layer}"]).Node("Mul", [$"h{layer}", "gate"], [$"x{layer + 1}"]);
        byte[] noise = new byte[400 * Width * sizeof(float)];
        Buffer.BlockCopy(GraphBuilder.Noise(400 * Width, seed: 4), 0, noise, 0, noise.Length);
        CompressionResult result = Run(o => o.Encode, new CompressionRequest
        {
            ModelPath = files.Write("net.onnx", graph.Output($"x{Layers}").ToBytes()),
            DataPath = files.Write("gated.npy", DataFiles.Npy("<f4", $"(400, {Width})", noise)),
            Metric = Metric.Cosine,
            AccuracyBudget = 2,
            Threads = 1,
        });
        Assert.Null(result.Failure);
        TensorRow[] layers = [.. result.Report.Tensors.Where(t => t.Name.StartsWith('w'))];
        Assert.True(layers.Max(t => t.Bytes) < 3 * layers.Min(t => t.Bytes), string.Join(", ", layers.Select(t => $"{t.Name}: {t.Bytes}")));
    }

    [Theory]
    [InlineData(Metric.Kl, 1)]
    [InlineData(Metric.Cosine, 0.5)]
    public void What_compares_with_the_original_needs_no_labels_at_all(Metric metric, double budget)
    {
        byte[] Bare(int seed)
        {
            Dataset data = SyntheticProblem.Data(1500, seed, noise: 0.9f);
            byte[] inputs = new byte[data.Inputs.Length * sizeof(float)];
            Buffer.BlockCopy(data.Inputs, 0, inputs, 0, inputs.Length);
            return DataFiles.Npy("<f4", $"({data.Count}, {data.SampleLength})", inputs);
        }
        CompressionResult result = Run(o => o.Compress, new CompressionRequest
        {
            ModelPath = files.Write("net.onnx", SyntheticProblem.Network().ToBytes()),
            DataPath = files.Write("judge.npy", Bare(11)),
            CalibrationDataPath = files.Write("search.npy", Bare(12)),
            Metric = metric,
            AccuracyBudget = budget,
            Threads = 1,
        });
        Assert.Null(result.Failure);
        Assert.InRange(result.Report.Drop!.Value, 0.1 * budget, budget);
        Assert.True(result.Report.Ratio > 4, $"{result.Report.Ratio:0.0} times smaller");
    }

    [Fact]
    public void A_closed_gate_tells_the_figures_of_the_metric()
    {
        CompressionResult result = Run(o => o.Prune, request with { Metric = Metric.Mse, Method = NNCompress.Pruning.PruningMethod.FirstK, Ratio = 0.8, AccuracyBudget = 1 });
        Assert.Equal("NNC3001", result.Failure!.Code);
        Assert.Contains("mse rises from 0.2", result.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(result.Report.Drop!.Value, 100 * ((result.Report.Compressed!.Accuracy / result.Report.Baseline!.Accuracy) - 1), 6);
    }

    [Fact]
    public void Metrics_and_data_that_do_not_fit_each_other()
    {
        string bare = files.Write("bare.npz", RegressionProblem.ToNpz(RegressionProblem.Data(10, seed: 12), withTargets: false));
        Fails("NNC1021", o => o.Evaluate, request with { Metric = Metric.Mse, DataPath = bare });
        Fails("NNC2043", o => o.Evaluate, request);
        Fails("NNC1101", o => o.Evaluate, request with { Metric = Metric.Cosine });
        Fails("NNC1100", o => o.Compress, request with { Metric = Metric.R2, FineTuneEpochs = 2, TrainDataPath = bare });
        string other = files.Write("other.onnx", SyntheticProblem.Network().ToBytes());
        string wide = files.Write("wide.npy", DataFiles.Npy("<f4", "(1, 12)", new byte[48]));
        Assert.Equal("NNC2022", Record(o => o.Evaluate, request with { Metric = Metric.Cosine, DataPath = wide, ReferencePath = other }));
        string narrow = files.Write("narrow.onnx", new GraphBuilder().Input("x", -1, 12).Constant("w", [12, 1]).Node("MatMul", ["x", "w"], ["y"]).Output("y").Build().ToBytes());
        Fails("NNC2130", o => o.Evaluate, request with { Metric = Metric.Cosine, DataPath = wide, ReferencePath = narrow });
    }

    private static string? Record(Func<Operations, Func<CompressionRequest, CancellationToken, CompressionResult>> verb, CompressionRequest request) =>
        (Xunit.Record.Exception(() => Run(verb, request)) as NncException)?.Code;

    private static void Fails(string code, Func<Operations, Func<CompressionRequest, CancellationToken, CompressionResult>> verb, CompressionRequest request) =>
        Assert.Equal(code, Record(verb, request));

    private static CompressionResult Run(Func<Operations, Func<CompressionRequest, CancellationToken, CompressionResult>> verb, CompressionRequest request) =>
        verb(new Operations(new QuietReporter()))(request, CancellationToken.None);

    private string At(string name) => Path.Combine(files.Folder, name);
}
