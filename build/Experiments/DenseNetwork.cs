using NNCompress.Compression;
using NNCompress.Engines.Training;

namespace Experiments;

/// <summary>784-300-150-10, trained once a seed and shared by the experiments.</summary>
internal static class DenseNetwork
{
    public const string Architecture = "mlp:784-300-150-10";

    /// <summary>How the dense network is trained, and everything that is compared with it.</summary>
    public static TrainingSettings Settings(Setting setting) => new()
    {
        Epochs = setting.DenseEpochs,
        Optimiser = OptimiserKind.AdamW,
        Schedule = ScheduleKind.Cosine,
        LearningRate = 1e-3,
        WeightDecay = 0.1,
        BatchSize = 64,
    };

    public static (string Initial, string Trained) Make(Workbench bench, Setting setting, int seed, CancellationToken cancellation)
    {
        string initial = bench.PathOf($"dense-{seed}.initial.onnx");
        string trained = bench.Shared($"dense-{seed}.onnx", path => bench.Train(Architecture, bench.Data, path, seed, Settings(setting), initial, cancellation));
        return (initial, trained);
    }
}
