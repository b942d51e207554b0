namespace NNCompress.Engines.Training;

/// <summary>How a network is trained. The same options, data and network give the same weights, whatever the number of threads.</summary>
public sealed record TrainingOptions
{
    public LossKind Loss { get; init; } = LossKind.CrossEntropy;

    public OptimiserKind Optimiser { get; init; } = OptimiserKind.Adam;

    /// <summary>Passes over the data.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Samples a step; the last batch of an epoch has what is left.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Orders the samples and chooses what dropout drops.</summary>
    public int Seed { get; init; } = 1;

    public double LearningRate { get; init; } = 1e-3;

    public ScheduleKind Schedule { get; init; } = ScheduleKind.Constant;

    /// <summary>Epochs between the steps of <see cref="ScheduleKind.Step"/>.</summary>
    public int StepEpochs { get; init; } = 10;

    /// <summary>What each of those steps multiplies the rate by.</summary>
    public double StepFactor { get; init; } = 0.1;

    /// <summary>Where <see cref="ScheduleKind.Cosine"/> and <see cref="ScheduleKind.Linear"/> end.</summary>
    public double FinalRate { get; init; }

    /// <summary>SGD's momentum, 0 to below 1.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Adam's decay of the first moment.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Adam's decay of the second moment.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the root of Adam's second moment.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>The optimiser's decay of weights: λ·w in the gradient (SGD, Adam), or w ← w·(1 − rate·λ) (AdamW). Biases and norms have none.</summary>
    public double WeightDecay { get; init; }

    /// <summary>λ of the penalty λ·Σ|w| on weights; 0 at w = 0.</summary>
    public double L1 { get; init; }

    /// <summary>λ of the penalty λ/2·Σw² on weights.</summary>
    public double L2 { get; init; }

    /// <summary>Names of the constants to train; null for all weights, biases, and norms' scales and biases.</summary>
    public IReadOnlyCollection<string>? Trainable { get; init; }

    /// <summary>Epochs without a better validation figure after which training ends and the best weights come back; 0 for never.</summary>
    public int Patience { get; init; }

    /// <summary>How much better counts: percentage points of accuracy, or loss where there are no validation labels.</summary>
    public double MinDelta { get; init; }

    /// <summary>Written after each epoch, every <see cref="CheckpointInterval"/> inside one, and when the run is cancelled; null for no checkpoints.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>Time between checkpoints inside an epoch (more where writing one takes long); zero for one after every step. It does not change the result.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Goes on from <see cref="Checkpoint"/> where that file exists.</summary>
    public bool Resume { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range, or not a number.</exception>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Epochs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(BatchSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(StepEpochs);
        ArgumentOutOfRangeException.ThrowIfNegative(Patience);
        ArgumentOutOfRangeException.ThrowIfLessThan(CheckpointInterval, TimeSpan.Zero);
        foreach ((double value, string name) in new[]
        {
            (LearningRate, nameof(LearningRate)), (FinalRate, nameof(FinalRate)), (StepFactor, nameof(StepFactor)), (WeightDecay, nameof(WeightDecay)),
            (L1, nameof(L1)), (L2, nameof(L2)), (MinDelta, nameof(MinDelta)), (Epsilon, nameof(Epsilon)),
        })
        {
            if (!(value >= 0 && double.IsFinite(value)))
                throw new ArgumentOutOfRangeException(name, value, "A finite number, not below 0, is needed.");
        }
        foreach ((double value, string name) in new[] { (Momentum, nameof(Momentum)), (Beta1, nameof(Beta1)), (Beta2, nameof(Beta2)) })
        {
            if (!(value is >= 0 and < 1))
                throw new ArgumentOutOfRangeException(name, value, "A number from 0 to below 1 is needed.");
        }
    }
}
