using NNCompress.Compression;
using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Engines.Training;
using NNCompress.Models;
using NNCompress.Models.Building;
using NNCompress.Reports;
using NNCompress.Tests.Data;

namespace NNCompress.Tests.Compression;

/// <summary>The train verb through the library, on a problem of seconds.</summary>
public sealed class TrainTests : IDisposable
{
    private const string Specification = "mlp:16-12-3";

    private readonly DataFiles files = new();
    private readonly CompressionRequest request;

    public TrainTests() => request = new CompressionRequest
    {
        ModelPath = Specification,
        TrainDataPath = files.Write("train.npz", SyntheticProblem.ToNpz(SyntheticProblem.Data(300, seed: 12, noise: 1.2f))),
        DataPath = files.Write("judge.npz", SyntheticProblem.ToNpz(SyntheticProblem.Data(200, seed: 11, noise: 1.2f))),
        OutputPath = Path.Combine(files.Folder, "x.onnx"),
        Training = new TrainingSettings { Epochs = 3, BatchSize = 10, LearningRate = 0.01 },
        Seed = 4,
        Threads = 1,
    };

    public void Dispose() => files.Dispose();

    [Fact]
    public void A_specification_becomes_a_trained_network()
    {
        CompressionReport report = Train(request).Report;
        Assert.Equal(("train", "train", Specification), (report.Verb, report.Method, report.Model));
        Assert.Equal([request.OutputPath!], report.Outputs);
        Network network = OnnxFile.Load(request.OutputPath!);
        Dataset judge = DatasetReader.Read(request.DataPath!, DataPart.Test, request.DataOptions);
        Assert.Equal(Accuracy.Percent(new ManagedEngine(1).Evaluate(network, judge), judge), report.Compressed!.Accuracy);
        Assert.Equal(200, report.Compressed.Samples);
        Assert.InRange(report.Compressed.Accuracy, 80, 100);
        Assert.Null(report.Baseline);
        Assert.Equal((3, 3), (report.Epochs!.Count, report.KeptEpoch!.Value));
        Assert.True(report.Epochs[2].Loss < report.Epochs[0].Loss);
        Assert.Equal([("judge", 200), ("training", 300)], report.Data.Select(d => (d.Role, d.Samples)));
        Assert.Contains("\"validationAccuracy\": null", JsonReport.ToJson(report), StringComparison.Ordinal);
        Assert.Equal(report.Epochs, JsonReport.FromJson(JsonReport.ToJson(report)).Epochs!);
    }

    [Fact]
    public void The_same_seed_gives_the_same_file_and_another_one_another()
    {
        byte[] Bytes(CompressionRequest r)
        {
            Train(r);
            return File.ReadAllBytes(r.OutputPath!);
        }
        byte[] first = Bytes(request);
        Assert.Equal(first, Bytes(request with { Threads = 2 }));
        Assert.NotEqual(first, Bytes(request with { Seed = 5 }));
    }

    [Theory]
    [InlineData("", "x.initial.onnx")]
    [InlineData("start.onnx", "start.onnx")]
    public void Initial_weights_are_kept(string initial, string file)
    {
        string path = Path.Combine(files.Folder, file);
        CompressionReport report = Train(request with { InitialPath = initial.Length == 0 ? "" : path }).Report;
        Assert.Equal([path, request.OutputPath!], report.Outputs);
        Assert.Equal(Architecture.Parse(Specification).Build(4).ToBytes(), File.ReadAllBytes(path));
    }

    [Fact]
    public void A_models_own_weights_are_trained_on_or_drawn_anew()
    {
        byte[] original = SyntheticProblem.Network().ToBytes();
        CompressionRequest model = request with { ModelPath = files.Write("net.onnx", original), InitialPath = "" };
        string initial = Path.Combine(files.Folder, "x.initial.onnx");
        CompressionReport report = Train(model).Report;
        Assert.Equal(original, File.ReadAllBytes(initial));
        Assert.Equal(report.Baseline!.Accuracy - report.Compressed!.Accuracy, report.Drop!.Value, 1e-9);
        Assert.NotEqual(original, File.ReadAllBytes(request.OutputPath!));

        Assert.Null(Train(model with { Reinitialise = true }).Report.Baseline);
        Network drawn = SyntheticProblem.Network();
        Initialisation.Draw(drawn, 4);
        Assert.Equal(drawn.ToBytes(), File.ReadAllBytes(initial));
    }

    [Fact]
    public void Early_stopping_validates_on_held_out_training_data_and_never_on_the_judge()
    {
        CompressionReport report = Train(request with { Training = new TrainingSettings { Epochs = 40, LearningRate = 0.1, Patience = 2 } }).Report;
        Assert.InRange(report.Epochs!.Count, 3, 39);
        Assert.Equal(report.Epochs.Count - 2, report.KeptEpoch);
        Assert.Equal([("judge", 200), ("training", 270), ("validation", 30)], report.Data.Select(d => (d.Role, d.Samples)));
        // Without a judge the same weights come out.
        byte[] judged = File.ReadAllBytes(request.OutputPath!);
        Assert.Null(Train(request with { DataPath = null, Training = new TrainingSettings { Epochs = 40, LearningRate = 0.1, Patience = 2 } }).Report.Compressed);
        Assert.Equal(judged, File.ReadAllBytes(request.OutputPath!));
    }

    [Fact]
    public void What_judges_is_not_what_is_learnt()
    {
        Assert.Equal("NNC1053", Code(request with { DataPath = request.TrainDataPath }));
        Assert.Equal("NNC1065", Code(request with { TrainDataPath = null }));
    }

    [Fact]
    public void No_file_has_two_parts_to_play()
    {
        string model = files.Write("net.onnx", SyntheticProblem.Network().ToBytes());
        Assert.Equal("NNC1024", Code(request with { ModelPath = model, OutputPath = model }));
        Assert.Equal("NNC1024", Code(request with { ModelPath = model, InitialPath = model }));
        Assert.Equal("NNC1024", Code(request with { InitialPath = request.OutputPath }));
        Assert.Equal("NNC1024", Code(request with { Training = new TrainingSettings { Checkpoint = request.OutputPath } }));
        Assert.Equal("NNC1024", Code(request with { ModelPath = model, Training = new TrainingSettings { Checkpoint = model } }));
    }

    [Fact]
    public void An_option_out_of_its_range_is_a_usage_error()
    {
        Assert.Equal("NNC1002", Code(request with { Training = new TrainingSettings { LearningRate = -1 } }));
        Assert.Equal("NNC1002", Code(request with { Training = new TrainingSettings { BatchSize = 0 } }));
    }

    [Fact]
    public void What_is_neither_a_file_nor_a_specification_is_told_so()
    {
        NncException e = Assert.Throws<NncException>(() => Train(request with { ModelPath = "784-300-10" }));
        Assert.Equal("NNC2001", e.Code);
        Assert.Contains("mlp: or conv:", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mlp:16-3", "mlp-16-3.onnx")]
    [InlineData("conv:1x4x4,c2,f,d0.5,3", "conv-1x4x4-c2-f-d0.5-3.onnx")]
    public void A_file_is_named_after_the_specification(string specification, string name)
    {
        CompressionReport report = Train(request with { ModelPath = specification, OutputPath = files.Folder + Path.DirectorySeparatorChar }).Report;
        Assert.Equal([Path.Combine(files.Folder, name)], report.Outputs);
    }

    [Fact]
    public void A_file_is_named_after_the_model()
    {
        string model = files.Write("net.onnx", SyntheticProblem.Network().ToBytes());
        Assert.Equal([Path.Combine(files.Folder, "net.trained.onnx")], Train(request with { ModelPath = model, OutputPath = null }).Report.Outputs);
    }

    private static string Code(CompressionRequest request) => Assert.Throws<NncException>(() => Train(request)).Code;

    private static CompressionResult Train(CompressionRequest request) => new Operations(new QuietReporter()).Train(request, CancellationToken.None);
}
