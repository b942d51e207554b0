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

    /// <summary>The network before: its answers join the labels as targets, or stand for them where there are none. Null for the labels alone.</summary>
    public Network? Teacher { get; init; }

    /// <summary>The teacher's share of the targets, 0 to 1; all of them where there are no labels.</summary>
    public double TeacherShare { get; init; } = UsualTeacherShare;

    /// <summary>
    /// What softens the teacher's answers; null for <see cref="Distillation.UsualTemperature"/> beside labels, and for 1 where there are none, so that the student's scores
    /// end as large as the teacher's.
    /// </summary>
    public double? Temperature { get; init; }

    /// <summary>Takes part in every step: a mask, rounding. Null for none; one instance serves one training.</summary>
    public ITrainingHook? Hook { get; init; }

    /// <param name="network">Stays as it is.</param>
    /// <param name="data">Samples to learn from, with labels where there is no teacher. Without labels as many blends of two join them, so that an epoch takes twice as many steps.</param>
    /// <param name="validation">Samples held out of the training data, for the figures of each epoch and early stopping; null for none.</param>
    /// <param name="options"><see cref="Defaults"/> with the number of epochs, say.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <returns>A trained copy, and how training went.</returns>
    /// <exception cref="NncException">As for <see cref="Trainer.Train"/>.</exception>
    public (Network Network, TrainingResult Result) Run(
        Network network, Dataset data, Dataset? validation, TrainingOptions options, CancellationToken cancellation = default)
    {
        Network trained = network.Clone();
        TrainingResult result = new Trainer(engine, reporter, Hook).Train(
            trained, Lesson(Taught(data, options.Seed), options.Loss, TeacherShare, cancellation), validation is null ? null : Lesson(validation, options.Loss, 0, cancellation), options, cancellation);
        return (trained, result);
    }

    /// <summary>Where the teacher's answers are all that is learnt, it can be asked about more than the samples.</summary>
    private Dataset Taught(Dataset data, int seed) => Teacher is not null && data.Labels is null && BlendedSamples.Fit(Teacher) ? BlendedSamples.With(data, seed) : data;

    /// <summary>What is learnt from samples: their labels, the teacher's answers, or both.</summary>
    /// <param name="data">Samples.</param>
    /// <param name="loss">The answers are distributions for cross-entropy, and the outputs themselves for squared errors.</param>
    /// <param name="share">The teacher's where there are labels.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <exception cref="NncException">As for <see cref="Distillation.Targets"/>.</exception>
    internal TrainingSet Lesson(Dataset data, LossKind loss, double share, CancellationToken cancellation)
    {
        bool labelled = data.Labels is not null;
        if (Teacher is null || (labelled && (share == 0 || loss != LossKind.CrossEntropy)))
            return new TrainingSet(data);
        return new TrainingSet(data, loss == LossKind.CrossEntropy
            ? Distillation.Targets(engine, Teacher, data, labelled ? share : 1, Temperature ?? (labelled ? Distillation.UsualTemperature : 1), cancellation)
            : engine.Evaluate(Teacher, data, null, cancellation).Scores);
    }
}
