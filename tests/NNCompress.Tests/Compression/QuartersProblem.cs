using NNCompress.Compression;
using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Engines.Training;
using NNCompress.Models;
using NNCompress.Tests.Data;
using NNCompress.Tests.Engines.Training;

namespace NNCompress.Tests.Compression;

/// <summary>Which quarter of a picture of 8×8 is bright, and 64-48-4 with relu, which learns to tell in a second.</summary>
internal static class QuartersProblem
{
    public static Network Untrained() => new GraphBuilder().Input("x", -1, 64)
        .Constant("w1", [48, 64], 0.15f).Constant("b1", [48], new float[48]).Constant("w2", [4, 48], 0.15f).Constant("b2", [4], new float[4])
        .Node("Gemm", ["x", "w1", "b1"], ["h"], ("transB", 1)).Node("Relu", ["h"], ["a"]).Node("Gemm", ["a", "w2", "b2"], ["y"], ("transB", 1)).Output("y").Build();

    public static Network Trained()
    {
        Network network = Untrained();
        new Trainer(new ManagedEngine(1), new QuietReporter()).Train(network, new TrainingSet(Data(1000, seed: 10)), null, new TrainingOptions { Epochs = 6, BatchSize = 32 });
        return network;
    }

    public static Dataset Data(int count, int seed)
    {
        Dataset pictures = SmallNetworks.Quarters(count, seed);
        return new Dataset(pictures.Source, [64], pictures.Inputs, pictures.Labels, pictures.Scaling);
    }

    /// <summary>To fine-tune the trained network, judged on samples of their own.</summary>
    public static CompressionRequest FineTuning(DataFiles files) => new()
    {
        ModelPath = files.Write("net.onnx", Trained().ToBytes()),
        DataPath = files.Write("judge.npz", SyntheticProblem.ToNpz(Data(1000, seed: 15))),
        TrainDataPath = files.Write("train.npz", SyntheticProblem.ToNpz(Data(3000, seed: 12))),
        AccuracyBudget = 3,
        FineTuneEpochs = 12,
        Threads = 1,
        Training = new TrainingSettings { BatchSize = 32 },
    };
}
