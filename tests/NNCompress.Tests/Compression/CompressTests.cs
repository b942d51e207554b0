using NNCompress.Compression;
using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;
using NNCompress.Pruning;
using NNCompress.Tests.Data;

namespace NNCompress.Tests.Compression;

/// <summary>The main job through the library, on a problem of seconds.</summary>
public sealed class CompressTests : IDisposable
{
    private readonly DataFiles files = new();
    private readonly Network network = SyntheticProblem.Network();
    private readonly CompressionRequest request;

    public CompressTests() => request = new CompressionRequest
    {
        ModelPath = files.Write("net.onnx", network.ToBytes()),
        DataPath = files.Write("judge.npz", SyntheticProblem.ToNpz(SyntheticProblem.Data(2000, seed: 11, noise: 0.9f))),
        CalibrationDataPath = files.Write("search.npz", SyntheticProblem.ToNpz(SyntheticProblem.Data(2000, seed: 12, noise: 0.9f))),
        AccuracyBudget = 1.5,
    };

    public void Dispose() => files.Dispose();

    [Fact]
    public void The_decoded_artifact_is_smaller_and_within_the_budget()
    {
        CompressionResult result = Compress(request with { PlanPath = At("plan.json") });

        Assert.Null(result.Failure);
        Assert.Equal([At("net.compressed.onnx"), At("net.nnz"), At("plan.json")], result.Report.Outputs.Order());
        Assert.All(result.Report.Outputs, output => Assert.True(File.Exists(output), output));
        Dataset judge = DatasetReader.Read(request.DataPath!, DataPart.Test, new DataOptions());
        ManagedEngine engine = new();
        Network decoded = ModelSource.Read(At("net.nnz")).Network;
        double before = Accuracy.Percent(engine.Evaluate(network, judge), judge), after = Accuracy.Percent(engine.Evaluate(decoded, judge), judge);
        Assert.InRange(before - after, double.NegativeInfinity, 1.5);
        Assert.Equal((before, after), (result.Report.Baseline!.Accuracy, result.Report.Compressed!.Accuracy));
        Assert.Equal(before - after, result.Report.Drop!.Value, 9);
        Assert.Equal(new FileInfo(At("net.nnz")).Length, result.Report.ArtifactBytes);
        Assert.True(result.Report.Ratio > 6, $"{result.Report.Ratio:0.0} times smaller");
        Assert.True(decoded.ParameterCount < network.ParameterCount / 2, $"{decoded.ParameterCount} parameters are left of {network.ParameterCount}");
        Assert.Equal(decoded.ToBytes(), File.ReadAllBytes(At("net.compressed.onnx")));
    }

    [Theory]
    [InlineData(PruningMethod.Taylor)]
    [InlineData(PruningMethod.L1)]
    [InlineData(PruningMethod.L0)]
    public void Gates_choose_at_every_share_that_the_search_tries(PruningMethod method)
    {
        CompressionResult result = Compress(request with
        {
            Method = method,
            AccuracyBudget = 3,
            TrainDataPath = request.CalibrationDataPath,
            Training = new TrainingSettings { Epochs = 2, ValidationShare = 0.2 },
        });
        Assert.Null(result.Failure);
        Assert.Equal(method.ToString().ToLowerInvariant(), result.Report.Method);
        Assert.True(result.Report.Ratio > 6, $"{result.Report.Ratio:0.0} times smaller");
        Assert.True(result.Report.Parameters!.After < 0.75 * network.ParameterCount, $"{result.Report.Parameters.After} parameters are left of {network.ParameterCount}");
        Assert.Equal(method == PruningMethod.Taylor ? null : 2, result.Report.Epochs?.Count);
    }

    [Fact]
    public void Input_features_leave_too_where_that_is_asked_for()
    {
        CompressionResult result = Compress(request with { PruneInputs = true, Method = PruningMethod.Magnitude, Ratio = 0.5, AccuracyBudget = 10 });
        Assert.Null(result.Failure);
        Network decoded = ModelSource.Read(At("net.nnz")).Network;
        Assert.InRange(decoded.Constant("nncompress_inputs")!.Length, 1, 15);
        Assert.Equal(decoded.Constant("nncompress_inputs")!.Length, decoded.Constant("w1")!.Shape[1]);
    }

    [Fact]
    public void The_number_of_threads_does_not_change_a_byte()
    {
        Compress(request with { Threads = 1, OutputPath = At("one.nnz") });
        Compress(request with { Threads = 2, OutputPath = At("two.nnz") });
        Assert.Equal(File.ReadAllBytes(At("one.nnz")), File.ReadAllBytes(At("two.nnz")));
    }

    [Fact]
    public void Data_alone_is_split_into_a_searching_and_a_judging_half()
    {
        CompressionResult result = Compress(request with { CalibrationDataPath = null, AccuracyBudget = 5 });
        Assert.Null(result.Failure);
        Assert.Equal([1000, 1000], result.Report.Data.Select(d => d.Samples));
        Assert.Equal(1000, result.Report.Baseline!.Samples);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Calibration_data_needs_no_labels_whether_the_network_ends_in_scores_or_probabilities(bool softmax)
    {
        Dataset data = SyntheticProblem.Data(2000, seed: 12, noise: 0.9f);
        byte[] inputs = new byte[data.Inputs.Length * sizeof(float)];
        Buffer.BlockCopy(data.Inputs, 0, inputs, 0, inputs.Length);
        string model = softmax ? files.Write("soft.onnx", SyntheticProblem.WithSoftmax().ToBytes()) : request.ModelPath;
        CompressionResult result = Compress(request with
        {
            ModelPath = model,
            CalibrationDataPath = files.Write("inputs.npy", DataFiles.Npy("<f4", $"({data.Count}, {data.SampleLength})", inputs)),
        });
        Assert.Null(result.Failure);
        Assert.InRange(result.Report.Drop!.Value, -2, 1.5);
    }

    [Fact]
    public void A_budget_that_cannot_hold_writes_nothing()
    {
        files.Write("net.nnz", "the last good one");
        string[] before = Directory.GetFiles(files.Folder);
        CompressionResult result = Compress(request with { Method = PruningMethod.FirstK, Ratio = 0.95, AccuracyBudget = 0.1, PlanPath = At("plan.json"), ShimPath = At("shim") });
        Assert.Equal("NNC3001", result.Failure?.Code);
        Assert.Equal([], result.Report.Outputs);
        Assert.Equal("the last good one", File.ReadAllText(At("net.nnz")));
        Assert.Equal(before.Order(), Directory.GetFileSystemEntries(files.Folder).Order());
    }

    private static CompressionResult Compress(CompressionRequest request) => new Operations(new QuietReporter()).Compress(request, CancellationToken.None);

    private string At(string name) => Path.Combine(files.Folder, name);
}
