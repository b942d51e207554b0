using System.Globalization;
using NNCompress.Compression;
using NNCompress.Engines.Training;
using NNCompress.Pruning;
using NNCompress.Reports;

namespace Experiments;

/// <summary>Methods that choose channels, on a network of four convolutions and two dense layers, against their controls.</summary>
/// <param name="name">Of the experiment.</param>
/// <param name="title">Of the page.</param>
/// <param name="architecture">The network.</param>
/// <param name="train">Folder to learn from.</param>
/// <param name="bench">Runs the commands and judges.</param>
/// <param name="setting">Epochs.</param>
internal sealed class ChannelExperiment(string name, string title, string architecture, string train, Workbench bench, Setting setting) : IExperiment
{
    private static readonly double[] Ratios = [0.5, 0.7, 0.8];

    private static readonly (string Series, PruningMethod Method)[] Methods =
    [
        ("L1 gates", PruningMethod.L1), ("L0 gates", PruningMethod.L0), ("Taylor", PruningMethod.Taylor), ("reconstruct", PruningMethod.Reconstruct),
        ("first k", PruningMethod.FirstK),
    ];

    public string Name => name;

    public string Title => title;

    public string Explanation =>
        $"`{architecture}`: {setting.ConvEpochs} epochs, then channels leave until the share asked for is gone, and {setting.FineTuneEpochs} epochs of training on; the gates' "
        + $"methods spend a third of these on training with gates. *Small from the start* is the network of \"first k\", trained for all {setting.ConvEpochs + setting.FineTuneEpochs} epochs from new weights.";

    public IEnumerable<Trial> Trials(int seed)
    {
        // Trained as long as the others in all.
        yield return new Trial("whole network", "–", seed, c => new TrialResult(bench.Accuracy(FineTuned(seed, c), c), 0, null, 0));
        foreach ((string series, PruningMethod method) in Methods)
        {
            foreach (double ratio in Ratios)
                yield return new Trial(series, Percent(ratio), seed, c => Cut(seed, method, ratio, c));
        }
        foreach (double ratio in Ratios)
            yield return new Trial("small from the start", Percent(ratio), seed, c => Small(seed, ratio, c));
    }

    private TrainingSettings Settings(int epochs) => new()
    {
        Epochs = epochs,
        Optimiser = OptimiserKind.AdamW,
        Schedule = ScheduleKind.Cosine,
        LearningRate = 3e-3,
        WeightDecay = 0.01,
        BatchSize = 32,
    };

    private static string Percent(double ratio) => string.Create(CultureInfo.InvariantCulture, $"{100 * ratio:0} %");

    private string Dense(int seed, CancellationToken cancellation) =>
        bench.Shared($"{name}-{seed}.onnx", path => bench.Train(architecture, train, path, seed, Settings(setting.ConvEpochs), cancellation: cancellation));

    private string FineTuned(int seed, CancellationToken cancellation)
    {
        string output = bench.PathOf($"{name}-{seed}-whole.onnx");
        bench.Prune(Request(seed, PruningMethod.FirstK, 0, setting.FineTuneEpochs, output, cancellation), cancellation);
        return output;
    }

    private TrialResult Cut(int seed, PruningMethod method, double ratio, CancellationToken cancellation)
    {
        bool gates = method is PruningMethod.L1 or PruningMethod.L0;
        int gated = gates ? (setting.FineTuneEpochs + 1) / 3 : 0;
        string output = bench.PathOf(string.Create(CultureInfo.InvariantCulture, $"{name}-{seed}-{method}-{ratio}.onnx"));
        CompressionRequest request = Request(seed, method, ratio, Math.Max(1, setting.FineTuneEpochs - gated), output, cancellation);
        return Workbench.Result(bench.Prune(gates ? request with { Training = Settings(gated) } : request, cancellation));
    }

    private TrialResult Small(int seed, double ratio, CancellationToken cancellation)
    {
        string shape = bench.PathOf(string.Create(CultureInfo.InvariantCulture, $"{name}-{seed}-shape-{ratio}.onnx")), output = bench.PathOf(string.Create(CultureInfo.InvariantCulture, $"{name}-{seed}-small-{ratio}.onnx"));
        CompressionReport cut = bench.Prune(Request(seed, PruningMethod.FirstK, ratio, 0, shape, cancellation), cancellation);
        bench.Train(shape, train, output, seed, Settings(setting.ConvEpochs + setting.FineTuneEpochs), cancellation: cancellation);
        return Workbench.Result(cut) with { Accuracy = bench.Accuracy(output, cancellation) };
    }

    private CompressionRequest Request(int seed, PruningMethod method, double ratio, int epochs, string output, CancellationToken cancellation) => new()
    {
        ModelPath = Dense(seed, cancellation),
        TrainDataPath = train,
        Method = method,
        Ratio = ratio,
        FineTuneEpochs = epochs,
        Training = Settings(epochs),
        OutputPath = output,
        Seed = seed,
    };
}
