using NNCompress;
using NNCompress.Data;
using NNCompress.Engines.Training;
using NNCompress.Models;
using NNCompress.Pruning;
using NNCompress.Pruning.Gates;

namespace EngineAgreement;

/// <summary>What each method makes of a network's channels on an engine: a score a channel and group.</summary>
/// <param name="engine">Runs and trains.</param>
/// <param name="network">Trained.</param>
/// <param name="data">Labelled samples.</param>
/// <param name="seed">Of every draw.</param>
internal sealed class Rankings(ITrainingEngine engine, Network network, Dataset data, int seed)
{
    private static readonly IReporter Reporter = new Silent();

    private readonly Dependencies dependencies = Dependencies.Of(network);

    /// <summary>Every method that looks at a network; those of lots and numbers need no engine.</summary>
    public static IReadOnlyList<PruningMethod> Methods { get; } =
        [PruningMethod.Magnitude, PruningMethod.Activation, PruningMethod.Apoz, PruningMethod.Taylor, PruningMethod.Reconstruct, PruningMethod.L1, PruningMethod.L0, PruningMethod.Lottery];

    public IReadOnlyDictionary<string, double[]> Of(PruningMethod method) => method switch
    {
        PruningMethod.Reconstruct => Order(network),
        // What a ticket's neurons are ranked by, after a training.
        PruningMethod.Lottery => Order(new FineTuning(engine, Reporter).Run(network, data, null, FineTuning.Defaults with { Epochs = 1, Seed = seed }).Network),
        PruningMethod.L1 or PruningMethod.L0 => Gates(method),
        _ => Scores(dependencies, Importance(method)),
    };

    private IImportance Importance(PruningMethod method) => method switch
    {
        PruningMethod.Magnitude => new MagnitudeImportance(network, MagnitudeNorm.L2, Statistics()),
        PruningMethod.Activation => new ActivationImportance(Statistics()),
        PruningMethod.Apoz => new ApozImportance(Statistics()),
        _ => TaylorImportance.Measure(engine, dependencies, data, seed, Reporter),
    };

    private IReadOnlyDictionary<string, double[]> Gates(PruningMethod method)
    {
        TrainedGates gates = GatePruning.Train(
            engine, dependencies, new TrainingSet(data), null, new GateOptions { Method = method, Ratio = 0.5 }, GatePruning.Defaults with { Epochs = 2, Seed = seed }, Reporter);
        return Scores(gates.Dependencies, gates);
    }

    /// <summary>The hundredth of the parameters with which a channel leaves; channels that stay to the end share the last place.</summary>
    private IReadOnlyDictionary<string, double[]> Order(Network trained)
    {
        Dependencies groups = Dependencies.Of(trained);
        Reconstruction reconstruction = new Pruner(engine, groups, data, Reporter).StartReconstruction(CancellationToken.None);
        Dictionary<int, double> left = [];
        for (int percent = 1; percent <= 95; percent++)
        {
            reconstruction.RemoveUntil(percent / 100.0);
            foreach (int unit in reconstruction.Removed)
                left.TryAdd(unit, percent);
        }
        return Free(groups).ToDictionary(g => g.Name, g => Array.ConvertAll(g.Units, unit => left.GetValueOrDefault(unit, 100)));
    }

    private ActivationStatistics Statistics() => ActivationStatistics.Collect(engine, dependencies, data, null, CancellationToken.None);

    private static Dictionary<string, double[]> Scores(Dependencies groups, IImportance importance) => Free(groups).ToDictionary(g => g.Name, importance.Score);

    private static IEnumerable<ChannelGroup> Free(Dependencies groups) => groups.Groups.Where(g => g.Locked is null && !g.PicksInputs);
}
