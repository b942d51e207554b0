using System.Globalization;
using NNCompress.Compression;
using NNCompress.Pruning;
using NNCompress.Reports;

namespace Experiments;

/// <summary>Thresholds on activations' mean and deviation, swept, without and with training afterwards.</summary>
internal sealed class ActivationExperiment(Workbench bench, Setting setting) : IExperiment
{
    // Mean and deviation; the write-up shows 0.1 / 0.4 and 0.5 / 1 as its two results.
    private static readonly (double Mean, double Deviation)[] Thresholds = [(0.1, 0.4), (0.2, 0.6), (0.31, 0.82), (0.5, 1), (0.7, 1.2), (0.9, 1.5)];

    public string Name => "activation";

    public string Title => "Neurons with little activation";

    public string Explanation =>
        "784-300-150-10 on Fashion-MNIST: neurons leave whose activation has both a mean and a deviation below the thresholds (asked for: mean / deviation), their mean "
        + $"folded into the next layer's bias; then nothing, or {setting.DenseFineTuneEpochs} epochs of training on, in batches of 128 at a rate of 0.002 that falls to 0. The whole network was trained for {setting.DenseEpochs}.";

    public IEnumerable<Trial> Trials(int seed)
    {
        yield return new Trial("whole network", "–", seed, c => new TrialResult(bench.Accuracy(Dense(seed, c), c), 0, null, 0));
        foreach ((double mean, double deviation) in Thresholds)
        {
            string point = string.Create(CultureInfo.InvariantCulture, $"{mean} / {deviation}");
            yield return new Trial("thresholds", point, seed, c => Cut(seed, mean, deviation, 0, c));
            yield return new Trial("thresholds, trained on", point, seed, c => Cut(seed, mean, deviation, setting.DenseFineTuneEpochs, c));
        }
    }

    private string Dense(int seed, CancellationToken cancellation) => DenseNetwork.Make(bench, setting, seed, cancellation).Trained;

    private TrialResult Cut(int seed, double mean, double deviation, int epochs, CancellationToken cancellation)
    {
        string output = bench.PathOf(string.Create(CultureInfo.InvariantCulture, $"activation-{seed}-{mean}-{deviation}-{epochs}.onnx"));
        CompressionReport report = bench.Prune(
            new CompressionRequest
            {
                ModelPath = Dense(seed, cancellation),
                TrainDataPath = bench.Data,
                Method = PruningMethod.Activation,
                MeanThreshold = mean,
                StdThreshold = deviation,
                FineTuneEpochs = epochs,
                Training = epochs == 0 ? new TrainingSettings() : new TrainingSettings { WeightDecay = DenseNetwork.Settings(setting).WeightDecay, BatchSize = 128, LearningRate = 2e-3 },
                OutputPath = output,
                Seed = seed,
            },
            cancellation);
        return Workbench.Result(report);
    }
}
