using NNCompress.Compression;
using NNCompress.Engines.Training;
using static NNCompress.Tool.CommandLine.OptionKinds;
using static NNCompress.Tool.CommandLine.Verbs;

namespace NNCompress.Tool.CommandLine.Lists;

/// <summary>How training goes.</summary>
internal static class TrainingOptionList
{
    public static IReadOnlyList<Option> All { get; } =
    [
        new("reinitialise", null, Train, OptionGroup.Training, "Draw new weights by --seed for the .onnx file's graph instead of going on from its own.",
            "Request.Reinitialise", (i, _) => i with { Request = i.Request with { Reinitialise = true } }),
        Trained("epochs", "N", "Passes over the training data. Default: 10; 20 for lottery.",
            nameof(TrainingSettings.Epochs), (t, v) => t with { Epochs = OptionValue.Integer("epochs", v, 1, 1_000_000) }),
        Trained("batch-size", "N", "Samples a step. Default: 64.",
            nameof(TrainingSettings.BatchSize), (t, v) => t with { BatchSize = OptionValue.Integer("batch-size", v, 1, 1_000_000) }),
        Trained("optimiser", "NAME", $"How a gradient becomes a step: {List<OptimiserKind>()}. Default: adam.",
            nameof(TrainingSettings.Optimiser), (t, v) => t with { Optimiser = OptionValue.Choice<OptimiserKind>("optimiser", v) }) with { Values = Names<OptimiserKind>() },
        Trained("learning-rate", "RATE", "The rate that the schedule starts from. Default: 0.001.",
            nameof(TrainingSettings.LearningRate), (t, v) => t with { LearningRate = OptionValue.Number("learning-rate", v, 0, 1000, OpenEnd.Low) }),
        Trained("schedule", "NAME", $"How the rate changes over the epochs: {List<ScheduleKind>()}. Default: cosine.",
            nameof(TrainingSettings.Schedule), (t, v) => t with { Schedule = OptionValue.Choice<ScheduleKind>("schedule", v) }) with { Values = Names<ScheduleKind>() },
        Trained("schedule-epochs", "N", "--schedule step: epochs between two steps. Default: 10.",
            nameof(TrainingSettings.StepEpochs), (t, v) => t with { StepEpochs = OptionValue.Integer("schedule-epochs", v, 1, 1_000_000) }),
        Trained("schedule-factor", "FACTOR", "--schedule step: what each step multiplies the rate by. Default: 0.1.",
            nameof(TrainingSettings.StepFactor), (t, v) => t with { StepFactor = OptionValue.Number("schedule-factor", v, 0, 1000, OpenEnd.Low) }),
        Trained("final-rate", "RATE", "--schedule cosine or linear: where the rate ends. Default: 0.",
            nameof(TrainingSettings.FinalRate), (t, v) => t with { FinalRate = OptionValue.Number("final-rate", v, 0, 1000) }),
        Trained("momentum", "SHARE", "--optimiser sgd: share of the last step that the next one keeps. Default: 0.9.",
            nameof(TrainingSettings.Momentum), (t, v) => t with { Momentum = OptionValue.Number("momentum", v, 0, 1, OpenEnd.High) }),
        Trained("weight-decay", "LAMBDA", "The optimiser's decay of weights; biases and norms have none. Default: 0.",
            nameof(TrainingSettings.WeightDecay), (t, v) => t with { WeightDecay = OptionValue.Number("weight-decay", v, 0, 1000) }),
        Trained("l1", "LAMBDA", "Factor of the sum of the weights' magnitudes in the loss. Default: 0.",
            nameof(TrainingSettings.L1), (t, v) => t with { L1 = OptionValue.Number("l1", v, 0, 1000) }),
        Trained("l2", "LAMBDA", "Factor of half the sum of the weights' squares in the loss. Default: 0.",
            nameof(TrainingSettings.L2), (t, v) => t with { L2 = OptionValue.Number("l2", v, 0, 1000) }),
        Trained("loss", "NAME", $"What training makes small: {List<LossKind>()}. Default: cross-entropy.",
            nameof(TrainingSettings.Loss), (t, v) => t with { Loss = OptionValue.Choice<LossKind>("loss", v) }) with { Values = Names<LossKind>() },
        Trained("patience", "N",
            "Training ends after this many epochs without a better validation figure, and the best weights come back; 0 for never. Default: 0.",
            nameof(TrainingSettings.Patience), (t, v) => t with { Patience = OptionValue.Integer("patience", v, 0, 1_000_000) }),
        Trained("min-delta", "POINTS", "--patience: percentage points of accuracy by which an epoch must be better to count. Default: 0.",
            nameof(TrainingSettings.MinDelta), (t, v) => t with { MinDelta = OptionValue.Number("min-delta", v, 0, 100) }),
        Trained("validation-share", "SHARE",
            "Share of the training data, drawn by seed, that is held out to validate after each epoch, or each round of compress. "
            + "Default: 0.1 with --patience, else 0; a tenth to a third for compress.",
            nameof(TrainingSettings.ValidationShare), (t, v) => t with { ValidationShare = OptionValue.Number("validation-share", v, 0, 1, OpenEnd.High) }),
        Trained("checkpoint", "PATH", "Write the state of training to this file after each epoch and every ten seconds, so that --resume can continue a run that was killed.",
            nameof(TrainingSettings.Checkpoint), (t, v) => t with { Checkpoint = OptionValue.Path("checkpoint", v) }, Train),
        new("resume", null, Train, OptionGroup.Training, "Go on from --checkpoint where that file exists; the result is that of a run without a break.",
            "Request.Training.Resume", (i, _) => i with { Request = i.Request with { Training = i.Request.Training with { Resume = true } } }),
    ];
}
