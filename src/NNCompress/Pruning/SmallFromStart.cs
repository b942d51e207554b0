using NNCompress.Data;
using NNCompress.Engines.Training;
using NNCompress.Models;
using NNCompress.Models.Building;

namespace NNCompress.Pruning;

/// <summary>The control that a pruned network must beat: its own shape, trained from new weights.</summary>
public static class SmallFromStart
{
    /// <param name="engine">Trains.</param>
    /// <param name="reporter">Told how far training is.</param>
    /// <param name="pruned">Gives the shape; stays as it is.</param>
    /// <param name="keepZeros">Whether weights that are zero in <paramref name="pruned"/> stay zero: the control of a ticket of single weights.</param>
    /// <param name="data">What is learnt.</param>
    /// <param name="validation">What each epoch is judged on; null for nothing.</param>
    /// <param name="options">How, and the seed that the new weights are drawn by (<see cref="Initialisation"/>).</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <exception cref="NncException">As for <see cref="Trainer.Train"/>.</exception>
    public static (Network Network, TrainingResult Result) Run(
        ITrainingEngine engine, IReporter reporter, Network pruned, bool keepZeros, TrainingSet data, TrainingSet? validation, TrainingOptions options,
        CancellationToken cancellation = default)
    {
        Network network = pruned.Clone();
        Initialisation.Draw(network, options.Seed);
        TrainingResult result = new Trainer(engine, reporter, keepZeros ? WeightMask.OfZeros(pruned) : null).Train(network, data, validation, options, cancellation);
        return (network, result);
    }
}
