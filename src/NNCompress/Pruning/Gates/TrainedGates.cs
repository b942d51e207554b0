using NNCompress.Engines.Training;
using NNCompress.Models;

namespace NNCompress.Pruning.Gates;

/// <summary>A network after its gates and weights were trained.</summary>
public sealed class TrainedGates : IImportance
{
    private readonly Dictionary<string, double[]> scores;

    internal TrainedGates(GateOptions options, Network folded, GateHook hook, GatedNetwork gated, TrainingResult training)
    {
        (Options, Training) = (options, training);
        // The same graph, so the same units; other weights.
        Dependencies = Dependencies.Of(folded, gated.Dependencies.Groups.Any(g => g.PicksInputs && g.Locked is null));
        Closed = hook.Closed;
        scores = gated.Gates.ToDictionary(g => g.Group.Name, g => hook.Score(g.Group));
    }

    public GateOptions Options { get; }

    /// <summary>Of the network with its trained weights, the gates folded into them; nothing has left it yet.</summary>
    public Dependencies Dependencies { get; }

    /// <summary>The units whose gates ended at 0.</summary>
    public IReadOnlySet<int> Closed { get; }

    /// <summary>How the training went.</summary>
    public TrainingResult Training { get; }

    /// <summary>The units to take out for at least that share of the parameters: the closed ones first, then the lowest score a parameter.</summary>
    public IReadOnlySet<int> Choose(double ratio)
    {
        RankedRemoval removal = new(Dependencies, Dependencies.Groups.Where(g => scores.ContainsKey(g.Name)));
        removal.Until(ratio, Score);
        return removal.Removed;
    }

    /// <summary>
    /// L1: the gate times the norm of the weights by which the channel is read. L0: the probability that the gate is 1 at a low temperature. 0 for
    /// a closed gate.
    /// </summary>
    public double[] Score(ChannelGroup group) =>
        [.. scores[group.Name].Zip(group.Units, (score, unit) => Closed.Contains(unit) ? 0 : score)];

    public bool[] BelowThreshold(ChannelGroup group, PruningOptions options) => Array.ConvertAll(group.Units, Closed.Contains);
}
