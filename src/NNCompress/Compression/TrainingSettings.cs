using NNCompress.Data;
using NNCompress.Engines.Training;

namespace NNCompress.Compression;

/// <summary>What the user said about training; null leaves a value to the verb or the method that trains.</summary>
public sealed record TrainingSettings
{
    /// <summary>Share of the training data that is held out where early stopping asks for validation and no share is given.</summary>
    public const double UsualValidationShare = 0.1;

    /// <inheritdoc cref="TrainingOptions.Epochs"/>
    public int? Epochs { get; init; }

    /// <inheritdoc cref="TrainingOptions.BatchSize"/>
    public int? BatchSize { get; init; }

    /// <inheritdoc cref="TrainingOptions.Optimiser"/>
    public OptimiserKind? Optimiser { get; init; }

    /// <inheritdoc cref="TrainingOptions.LearningRate"/>
    public double? LearningRate { get; init; }

    /// <inheritdoc cref="TrainingOptions.Schedule"/>
    public ScheduleKind? Schedule { get; init; }

    /// <inheritdoc cref="TrainingOptions.StepEpochs"/>
    public int? StepEpochs { get; init; }

    /// <inheritdoc cref="TrainingOptions.StepFactor"/>
    public double? StepFactor { get; init; }

    /// <inheritdoc cref="TrainingOptions.FinalRate"/>
    public double? FinalRate { get; init; }

    /// <inheritdoc cref="TrainingOptions.Momentum"/>
    public double? Momentum { get; init; }

    /// <inheritdoc cref="TrainingOptions.WeightDecay"/>
    public double? WeightDecay { get; init; }

    /// <inheritdoc cref="TrainingOptions.L1"/>
    public double? L1 { get; init; }

    /// <inheritdoc cref="TrainingOptions.L2"/>
    public double? L2 { get; init; }

    /// <inheritdoc cref="TrainingOptions.Loss"/>
    public LossKind? Loss { get; init; }

    /// <inheritdoc cref="TrainingOptions.Patience"/>
    public int? Patience { get; init; }

    /// <inheritdoc cref="TrainingOptions.MinDelta"/>
    public double? MinDelta { get; init; }

    /// <summary>Share of the training data, drawn by seed, that is held out to validate after each epoch, 0 to below 1.</summary>
    public double? ValidationShare { get; init; }

    /// <inheritdoc cref="TrainingOptions.Checkpoint"/>
    public string? Checkpoint { get; init; }

    /// <inheritdoc cref="TrainingOptions.Resume"/>
    public bool Resume { get; init; }

    /// <summary>These settings where there are any, the defaults elsewhere.</summary>
    /// <param name="defaults">Those of the verb or method.</param>
    /// <param name="seed">The run's seed.</param>
    /// <exception cref="NncException">NNC1002: a number is outside its range.</exception>
    public TrainingOptions Over(TrainingOptions defaults, int seed)
    {
        TrainingOptions options = Merge(defaults, seed);
        try
        {
            options.Check();
            return options;
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new NncException("NNC1002", null, FormattableString.Invariant($"the training option {e.ParamName} is {e.ActualValue}, out of its range: give a number that it takes."), e);
        }
    }

    /// <summary>
    /// Parts training data into what is learnt from and what is held out for validation. Without a share nothing is held out, but with early
    /// stopping <see cref="UsualValidationShare"/> is.
    /// </summary>
    /// <exception cref="NncException">NNC1050: the share leaves one of the two parts without a sample, or is 0 with early stopping.</exception>
    public (TrainingSet Data, TrainingSet? Validation) Part(Dataset data, TrainingOptions options)
    {
        double share = ValidationShare ?? (options.Patience > 0 ? UsualValidationShare : 0);
        if (share == 0 && options.Patience > 0)
            throw new NncException("NNC1050", data.Source, "early stopping needs a part of the training data to validate on: give a --validation-share above 0, or leave --patience out.");
        if (share == 0)
            return (new TrainingSet(data), null);
        int held = (int)Math.Round(share * data.Count);
        if (held == 0 || held == data.Count)
            throw new NncException("NNC1050", data.Source, FormattableString.Invariant($"a validation share of {share} of {data.Count} samples leaves {(held == 0 ? "none to validate on" : "none to train on")}: give more training data, or another --validation-share."));
        (Dataset validation, Dataset rest) = data.Split(held, options.Seed);
        return (new TrainingSet(rest), new TrainingSet(validation));
    }

    private TrainingOptions Merge(TrainingOptions defaults, int seed) => defaults with
    {
        Seed = seed,
        Epochs = Epochs ?? defaults.Epochs,
        BatchSize = BatchSize ?? defaults.BatchSize,
        Optimiser = Optimiser ?? defaults.Optimiser,
        LearningRate = LearningRate ?? defaults.LearningRate,
        Schedule = Schedule ?? defaults.Schedule,
        StepEpochs = StepEpochs ?? defaults.StepEpochs,
        StepFactor = StepFactor ?? defaults.StepFactor,
        FinalRate = FinalRate ?? defaults.FinalRate,
        Momentum = Momentum ?? defaults.Momentum,
        WeightDecay = WeightDecay ?? defaults.WeightDecay,
        L1 = L1 ?? defaults.L1,
        L2 = L2 ?? defaults.L2,
        Loss = Loss ?? defaults.Loss,
        Patience = Patience ?? defaults.Patience,
        MinDelta = MinDelta ?? defaults.MinDelta,
        Checkpoint = Checkpoint ?? defaults.Checkpoint,
        Resume = Resume || defaults.Resume,
    };
}
