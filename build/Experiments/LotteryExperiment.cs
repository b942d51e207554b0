using NNCompress.Compression;
using NNCompress.Pruning;
using NNCompress.Pruning.Lottery;
using NNCompress.Reports;
using static System.FormattableString;

namespace Experiments;

/// <summary>Lottery tickets of whole neurons and of single weights, against small networks and the write-up's ranking.</summary>
internal sealed class LotteryExperiment(Workbench bench, Setting setting) : IExperiment
{
    private static readonly LotterySettings Neurons = new() { Rounds = 3, Granularity = LotteryGranularity.Neuron };

    private static readonly LotterySettings Weights = Neurons with { Granularity = LotteryGranularity.Weight };

    private static readonly (string Series, double[] Ratios, LotterySettings Lottery, bool Inputs)[] Tickets =
    [
        ("neurons by bias, one round, rewound", [0.5], Neurons with { Rounds = 1, Rank = LotteryRank.Bias, Rewind = LotteryRewind.Initial }, false),
        ("neurons, rewound", [0.5, 0.75], Neurons with { Rewind = LotteryRewind.Initial }, false),
        ("neurons, trained on", [0.5, 0.75], Neurons with { Rewind = LotteryRewind.None }, false),
        ("neurons and inputs, trained on", [0.75], Neurons with { Rewind = LotteryRewind.None }, true),
        ("weights, rewound", [0.9], Weights with { Rewind = LotteryRewind.Initial }, false),
        ("weights, trained on", [0.9], Weights with { Rewind = LotteryRewind.None }, false),
    ];

    public string Name => "lottery";

    public string Title => "Lottery tickets";

    public string Explanation =>
        $"784-300-150-10 on Fashion-MNIST, {All} epochs of AdamW with cosine schedules in all: a ticket's whole network takes {setting.DenseEpochs}, each pruning but the last is followed by {setting.RoundEpochs}, the last by {setting.TicketEpochs}. *Rewound* survivors start from their initial "
        + "values, *trained on* from where they were. What is not wanted leaves in three rounds, neurons ranked by what the others "
        + "cannot make up for unless said otherwise, and half of what the others learn is the whole network's answers. *Small from the start* has the shape of the first neurons at that size and new weights. Single weights are trained in batches of 128 at a rate of 0.002, all else in batches of 64 at 0.001; their share that is zero is given.";

    public IEnumerable<Trial> Trials(int seed)
    {
        yield return new Trial("whole network", Invariant($"{All} epochs"), seed, c => Long(seed, c));
        yield return new Trial("whole network that tickets are drawn from", Invariant($"{setting.DenseEpochs} epochs"), seed, c => new TrialResult(bench.Accuracy(DenseNetwork.Make(bench, setting, seed, c).Trained, c), 0, null, 0));
        foreach ((string series, double[] ratios, LotterySettings lottery, bool inputs) in Tickets)
        {
            foreach (double ratio in ratios)
                yield return new Trial(series, Times(ratio), seed, c => Draw(series, seed, ratio, lottery, inputs, c));
        }
        foreach (double ratio in new[] { 0.5, 0.75 })
            yield return new Trial("small from the start", Times(ratio), seed, c => Small(seed, ratio, c));
    }

    /// <summary>Epochs before the first pruning, between prunings, and after the last.</summary>
    private int All => setting.DenseEpochs + ((Neurons.Rounds!.Value - 1) * setting.RoundEpochs) + setting.TicketEpochs;

    /// <summary>Few weights bear larger steps, which the whole network does not gain by.</summary>
    private TrainingSettings Settings(LotterySettings lottery) => lottery.Granularity == LotteryGranularity.Weight
        ? DenseNetwork.Settings(setting) with { BatchSize = 128, LearningRate = 2e-3 }
        : DenseNetwork.Settings(setting);

    private static string Times(double ratio) => Invariant($"{1 / (1 - ratio):0.#}× fewer");

    private TrialResult Draw(string series, int seed, double ratio, LotterySettings lottery, bool inputs, CancellationToken cancellation)
    {
        (string initial, string trained) = DenseNetwork.Make(bench, setting, seed, cancellation);
        CompressionReport report = bench.Prune(
            new CompressionRequest
            {
                ModelPath = trained,
                TrainDataPath = bench.Data,
                Method = PruningMethod.Lottery,
                Ratio = ratio,
                PruneInputs = inputs,
                DistilShare = 0.5,
                Lottery = lottery with { RoundEpochs = setting.RoundEpochs, InitialPath = lottery.Rewind == LotteryRewind.Initial ? initial : null },
                Training = Settings(lottery) with { Epochs = All - setting.DenseEpochs - ((lottery.Rounds!.Value - 1) * setting.RoundEpochs) },
                OutputPath = bench.PathOf(Invariant($"lottery-{seed}-{series.Replace(' ', '-')}-{ratio}.onnx")),
                Seed = seed,
            },
            cancellation);
        TrialResult result = Workbench.Result(report);
        return lottery.Granularity == LotteryGranularity.Weight
            ? result with { Removed = 1 - ((double)report.Rounds![^1].NonZero / report.Parameters!.Before) }
            : result;
    }

    private TrialResult Long(int seed, CancellationToken cancellation)
    {
        string output = bench.PathOf($"lottery-{seed}-long.onnx");
        bench.Train(DenseNetwork.Architecture, bench.Data, output, seed, DenseNetwork.Settings(setting) with { Epochs = All }, cancellation: cancellation);
        return new TrialResult(bench.Accuracy(output, cancellation), 0, null, 0);
    }

    private TrialResult Small(int seed, double ratio, CancellationToken cancellation)
    {
        string shape = bench.PathOf(Invariant($"lottery-{seed}-shape-{ratio}.onnx")), output = bench.PathOf(Invariant($"lottery-{seed}-small-{ratio}.onnx"));
        CompressionReport cut = bench.Prune(
            new CompressionRequest { ModelPath = DenseNetwork.Make(bench, setting, seed, cancellation).Trained, Method = PruningMethod.FirstK, Ratio = ratio, OutputPath = shape, Seed = seed },
            cancellation);
        bench.Train(shape, bench.Data, output, seed, DenseNetwork.Settings(setting) with { Epochs = All }, cancellation: cancellation);
        return Workbench.Result(cut) with { Accuracy = bench.Accuracy(output, cancellation) };
    }
}
