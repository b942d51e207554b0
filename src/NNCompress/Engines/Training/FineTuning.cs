using NNCompress.Data;
using NNCompress.Models;

namespace NNCompress.Engines.Training;

/// <summary>Trains a network on from the weights that it has, after channels or weights were taken from it.</summary>
/// <param name="engine">Does the steps.</param>
/// <param name="reporter">Told how far training is.</param>
public sealed class FineTuning(ITrainingEngine engine, IReporter reporter)
{
    /// <summary>What suits a pruned network unless told otherwise.</summary>
    public static TrainingOptions Defaults { get; } = new()
    {
        Optimiser = OptimiserKind.AdamW,
        Schedule = ScheduleKind.Cosine,
        LearningRate = 1e-3,
        WeightDecay = 0.01,
        BatchSize = 64,
    };

    /// <summary>The teacher's share unless told otherwise.</summary>
    public const double UsualTeacherShare = 0.5;

    /// <summary>The network before: its answers join the labels as targets. Null for the labels alone.</summary>
    public Network? Teacher { get; init; }

    /// <summary>The teacher's share of the targets, 0 to 1.</summary>
    public double TeacherShare { get; init; } = UsualTeacherShare;

    /// <summary>Takes part in every step: a mask, rounding. Null for none; one instance serves one training.</summary>
    public ITrainingHook? Hook { get; init; }

    /// <param name="network">Stays as it is.</param>
    /// <param name="data">Labelled samples to learn from.</param>
    /// <param name="validation">Labelled samples held out of the training data, for the figures of each epoch and early stopping; null for none.</param>
    /// <param name="options"><see cref="Defaults"/> with the number of epochs, say.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <returns>A trained copy, and how training went.</returns>
    /// <exception cref="NncException">As for <see cref="Trainer.Train"/>.</exception>
    public (Network Network, TrainingResult Result) Run(
        Network network, Dataset data, Dataset? validation, TrainingOptions options, CancellationToken cancellation = default)
    {
        Network trained = network.Clone();
        float[]? targets = Teacher is not null && TeacherShare > 0 && options.Loss == LossKind.CrossEntropy
            ? Distillation.Targets(engine, Teacher, data, TeacherShare, cancellation: cancellation)
            : null;
        TrainingResult result = new Trainer(engine, reporter, Hook).Train(
            trained, new TrainingSet(data, targets), validation is null ? null : new TrainingSet(validation), options, cancellation);
        return (trained, result);
    }
}
