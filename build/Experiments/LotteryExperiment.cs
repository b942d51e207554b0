using System.Globalization;
using NNCompress.Compression;
using NNCompress.Pruning;
using NNCompress.Pruning.Lottery;
using NNCompress.Reports;

namespace Experiments;

/// <summary>Lottery tickets of whole neurons and of single weights, against small networks and the write-up's ranking.</summary>
internal sealed class LotteryExperiment(Workbench bench, Setting setting) : IExperiment
{
    private static readonly LotterySettings Neurons = new() { Rounds = 3, RoundEpochs = 5, Granularity = LotteryGranularity.Neuron };

    private static readonly LotterySettings Weights = Neurons with { Granularity = LotteryGranularity.Weight };

    private static readonly (string Series, double[] Ratios, LotterySettings Lottery)[] Tickets =
    [
        ("neurons by bias, one round, rewound", [0.5], Neurons with { Rounds = 1, Rank = LotteryRank.Bias, Rewind = LotteryRewind.Initial }),
        ("neurons, rewound", [0.5, 0.75], Neurons with { Rewind = LotteryRewind.Initial }),
        ("neurons, trained on", [0.5, 0.75], Neurons with { Rewind = LotteryRewind.None }),
        ("weights, rewound", [0.9], Weights with { Rewind = LotteryRewind.Initial }),
        ("weights, trained on", [0.9], Weights with { Rewind = LotteryRewind.None }),
    ];

    public string Name => "lottery";

    public string Title => "Lottery tickets";

    public string Explanation =>
        $"784-300-150-10 on Fashion-MNIST, {setting.DenseEpochs} epochs of AdamW with a cosine schedule, as long again after the last pruning. *Rewound* survivors start from their initial "
        + "values, *trained on* from where they were. What is not wanted leaves in three rounds with five epochs between, neurons ranked by what the others "
        + "cannot make up for unless said otherwise, and half of what the others learn is the whole network's answers. *Small from the start* has the shape of the first neurons at that size and new weights. Of single weights the share that is zero is given.";

    public IEnumerable<Trial> Trials(int seed)
    {
        yield return new Trial("whole network", "–", seed, c => new TrialResult(bench.Accuracy(DenseNetwork.Make(bench, setting, seed, c).Trained, c), 0, null, 0));
        foreach ((string series, double[] ratios, LotterySettings lottery) in Tickets)
        {
            foreach (double ratio in ratios)
                yield return new Trial(series, Times(ratio), seed, c => Draw(series, seed, ratio, lottery, c));
        }
        foreach (double ratio in new[] { 0.5, 0.75 })
            yield return new Trial("small from the start", Times(ratio), seed, c => Small(seed, ratio, c));
    }

    private static string Times(double ratio) => string.Create(CultureInfo.InvariantCulture, $"{1 / (1 - ratio):0.#}× fewer");

    private TrialResult Draw(string series, int seed, double ratio, LotterySettings lottery, CancellationToken cancellation)
    {
        (string initial, string trained) = DenseNetwork.Make(bench, setting, seed, cancellation);
        CompressionReport report = bench.Prune(
            new CompressionRequest
            {
                ModelPath = trained,
                TrainDataPath = bench.Data,
                Method = PruningMethod.Lottery,
                Ratio = ratio,
                DistilShare = 0.5,
                Lottery = lottery with { InitialPath = lottery.Rewind == LotteryRewind.Initial ? initial : null },
                Training = DenseNetwork.Settings(setting),
                OutputPath = bench.PathOf(string.Create(CultureInfo.InvariantCulture, $"lottery-{seed}-{series.Replace(' ', '-')}-{ratio}.onnx")),
                Seed = seed,
            },
            cancellation);
        TrialResult result = Workbench.Result(report);
        return lottery.Granularity == LotteryGranularity.Weight
            ? result with { Removed = 1 - ((double)report.Rounds![^1].NonZero / report.Parameters!.Before) }
            : result;
    }

    private TrialResult Small(int seed, double ratio, CancellationToken cancellation)
    {
        string shape = bench.PathOf(string.Create(CultureInfo.InvariantCulture, $"lottery-{seed}-shape-{ratio}.onnx")), output = bench.PathOf(string.Create(CultureInfo.InvariantCulture, $"lottery-{seed}-small-{ratio}.onnx"));
        CompressionReport cut = bench.Prune(
            new CompressionRequest { ModelPath = DenseNetwork.Make(bench, setting, seed, cancellation).Trained, Method = PruningMethod.FirstK, Ratio = ratio, OutputPath = shape, Seed = seed },
            cancellation);
        bench.Train(shape, bench.Data, output, seed, DenseNetwork.Settings(setting), cancellation: cancellation);
        return Workbench.Result(cut) with { Accuracy = bench.Accuracy(output, cancellation) };
    }
}
