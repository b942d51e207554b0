using NNCompress.Engines;
using NNCompress.Engines.Training;
using NNCompress.Models;

namespace NNCompress.Pruning.Gates;

/// <summary>Trains a network with gates, and takes out the channels whose gates the training closes.</summary>
public static class GatePruning
{
    /// <summary>How weights are trained beside gates unless told otherwise: their own decay keeps them from growing as gates shrink.</summary>
    public static TrainingOptions Defaults { get; } = FineTuning.Defaults with { Schedule = ScheduleKind.Constant };

    /// <summary>Trains weights and gates, and cuts: methods L1 and L0 from end to end, but for the fine-tuning afterwards.</summary>
    /// <param name="engine">Trains.</param>
    /// <param name="network">A trained network; it stays as it is.</param>
    /// <param name="data">What it learns from.</param>
    /// <param name="validation">What it is judged on after each epoch, for the report; or null.</param>
    /// <param name="gates">How gates are trained.</param>
    /// <param name="training">How weights are trained beside them. Early stopping is left out: the last epochs are those with the most gates closed.</param>
    /// <param name="reporter">Told how far training is; warned of groups that have no gate (NNC2098) or that would have been emptied (NNC2099).</param>
    /// <param name="cancellation">Ends it with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="NncException">As <see cref="Train"/>.</exception>
    public static PruningOutcome Run(
        ITrainingEngine engine, Network network, TrainingSet data, TrainingSet? validation, GateOptions gates, TrainingOptions training, IReporter reporter,
        CancellationToken cancellation = default)
    {
        TrainedGates trained = Train(engine, Dependencies.Of(network), data, validation, gates, training, reporter, cancellation);
        return Cut(trained, trained.Closed);
    }

    /// <summary>Trains weights and gates; what comes back can be cut at one ratio after another.</summary>
    /// <inheritdoc cref="Run"/>
    /// <exception cref="NncException">As <see cref="Trainer.Train"/>. NNC1062: a λ is given for a group that has no gate.</exception>
    public static TrainedGates Train(
        ITrainingEngine engine, Dependencies dependencies, TrainingSet data, TrainingSet? validation, GateOptions gates, TrainingOptions training, IReporter reporter,
        CancellationToken cancellation = default)
    {
        GatedNetwork gated = GatedNetwork.Of(dependencies, gates.Position);
        GateWarnings.Ungated(gated, reporter);
        GateWarnings.Position(gated, gates.Position, reporter);
        if (gates.LayerLambdas.Keys.FirstOrDefault(name => gated.Gates.All(g => g.Group.Name != name)) is { } stranger)
            throw new NncException("NNC1062", dependencies.Network.Path, $"no gate belongs to a group '{stranger}', which a layer's lambda is given for: groups with gates are {string.Join(", ", gated.Gates.Select(g => g.Group.Name))}.");
        if (gates.PushPull == 0)
            gates = gates with { PushPull = (data.Inputs.Count + training.BatchSize - 1) / training.BatchSize };
        GateHook hook = gates.Method == PruningMethod.L0 ? new L0Hook(gated, gates, training.Seed) : new L1Hook(gated, gates);
        TrainingResult result = new Trainer(engine, reporter, hook).Train(gated.Network, data, validation, training with { Patience = 0 }, cancellation);
        hook.Finish();
        GateWarnings.Kept(gated, hook.Kept, reporter);
        if (hook.Closed.Count == 0 && gates.Ratio is null)
            reporter.Warning("NNC2102", dependencies.Network.Path, "training closed no gate, so no channel leaves: give --ratio, a larger --lambda or more --epochs.");
        return new TrainedGates(gates, gated.Fold(), hook, gated, result);
    }

    /// <summary>Takes units out of the trained network.</summary>
    /// <param name="trained">Weights with their gates folded in.</param>
    /// <param name="removed">Units that leave.</param>
    public static PruningOutcome Cut(TrainedGates trained, IReadOnlySet<int> removed) => new(
        Surgery.Remove(trained.Dependencies, removed), PruningPlan.Of(trained.Options.Method, trained.Dependencies, removed), trained.Dependencies);
}
