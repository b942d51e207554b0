using NNCompress.Data;
using NNCompress.Engines.Training;
using NNCompress.Models;
using NNCompress.Pruning.Gates;

namespace NNCompress.Pruning.Lottery;

/// <summary>Whole neurons and channels leave; the output layer's stay, since they are locked.</summary>
internal sealed class NeuronTicket(ITrainingEngine engine, Dataset data, LotteryOptions options, Network first) : ITicket
{
    /// <summary>Samples for moments and statistics.</summary>
    private const int StatisticsSamples = 10000;

    private readonly long total = first.ParameterCount;

    /// <summary>By group: the numbers of the first network's channels that are left, and how many there were.</summary>
    private readonly Dictionary<string, (List<int> Left, int Channels)> channels = Analyse(first, options).Groups
        .Where(g => g.Locked is null).ToDictionary(g => g.Name, g => (Enumerable.Range(0, g.Units.Length).ToList(), g.Units.Length));

    public IReadOnlyList<GroupCut> Removed => [.. channels.Select(c => new GroupCut(c.Key, c.Value.Channels, [.. Enumerable.Range(0, c.Value.Channels).Except(c.Value.Left)]))];

    public ITrainingHook? Hook() => null;

    public (Network Trained, Network Next) Prune(Network trained, Network? rewound, double share, CancellationToken cancellation)
    {
        Dependencies dependencies = Analyse(trained, options);
        double ratio = Math.Max(0, 1 - ((1 - share) * total / trained.ParameterCount));
        (IReadOnlySet<int> removed, Network pruned) = Choose(dependencies, ratio, cancellation);
        foreach (ChannelGroup group in dependencies.Groups.Where(g => g.Locked is null))
        {
            List<int> left = channels[group.Name].Left;
            for (int i = group.Units.Length - 1; i >= 0; i--)
            {
                if (removed.Contains(group.Units[i]))
                    left.RemoveAt(i);
            }
        }
        return (pruned, rewound is null ? pruned : Surgery.Remove(dependencies, rewound, removed));
    }

    private static Dependencies Analyse(Network network, LotteryOptions options) => Dependencies.Of(network, options.PruneInputs);

    private (IReadOnlySet<int> Removed, Network Pruned) Choose(Dependencies dependencies, double ratio, CancellationToken cancellation)
    {
        Dataset sample = data.Sample(StatisticsSamples, options.Training.Seed);
        if (options.Resolved == LotteryRank.Reconstruct)
        {
            Reconstruction reconstruction = new Pruner(engine, dependencies, sample, Silence.Reporter).StartReconstruction(cancellation);
            reconstruction.RemoveUntil(ratio, cancellation);
            return (reconstruction.Removed, reconstruction.ToNetwork());
        }
        ActivationStatistics statistics = ActivationStatistics.Collect(engine, dependencies, sample, null, cancellation);
        IImportance importance = options.Resolved switch
        {
            LotteryRank.Bias => new MagnitudeImportance(dependencies.Network, MagnitudeNorm.Bias, statistics),
            LotteryRank.L1 => new MagnitudeImportance(dependencies.Network, MagnitudeNorm.L1, statistics),
            _ => new MagnitudeImportance(dependencies.Network, MagnitudeNorm.L2, statistics),
        };
        IReadOnlySet<int> removed = options.Resolved == LotteryRank.Taylor
            ? TaylorImportance.Measure(engine, dependencies, data, options.Training.Seed, Silence.Reporter, cancellation).Choose(ratio)
            : options.Threshold is { } threshold
            ? ScoreSelection.ByThreshold(dependencies, importance, new PruningOptions { Threshold = threshold })
            : ScoreSelection.ByRatio(dependencies, importance, ratio);
        // What a removed neuron gives on average stays in the next layer's bias.
        Network mended = MeanFolding.Apply(dependencies, removed, statistics, constantOnly: false);
        return (removed, Surgery.Remove(dependencies, mended, removed));
    }
}
