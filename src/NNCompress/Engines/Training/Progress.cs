namespace NNCompress.Engines.Training;

/// <summary>How far a run is: what a checkpoint holds.</summary>
internal sealed class Progress(ITrainingRun run, TrainingOptions options, ITrainingHook? hook = null)
{
    private readonly List<EpochFigures> epochs = [];

    public ITrainingRun Run => run;

    public IReadOnlyList<EpochFigures> Epochs => epochs;

    /// <summary>The run's state and the hook's.</summary>
    public IReadOnlyList<(string Name, Memory<float> Values)> State { get; } = [.. run.State, .. hook?.State ?? []];

    public int MaxEpochs => options.Epochs;

    /// <summary>What the epoch after <see cref="Epochs"/> has done so far.</summary>
    public RunningEpoch Running { get; set; }

    public Plateau Plateau { get; } = new(options);

    /// <summary>The state after the best epoch; null without early stopping, or where it is the state now.</summary>
    public float[][]? BestState { get; set; }

    /// <summary>Takes in an epoch that has just ended.</summary>
    public void Add(EpochFigures figures)
    {
        epochs.Add(figures);
        Running = default;
        if (options.Patience > 0 && Plateau.Improves(figures))
            BestState = [.. State.Select(s => s.Values.ToArray())];
    }

    /// <summary>Sets the figures of epochs that were run before.</summary>
    public void Restore(IEnumerable<EpochFigures> earlier)
    {
        epochs.Clear();
        epochs.AddRange(earlier);
    }

    /// <summary>Brings back the best state, and returns its epoch; without early stopping that is the last.</summary>
    public int Finish()
    {
        if (BestState is null)
            return epochs.Count;
        foreach (((string _, Memory<float> values), float[] best) in State.Zip(BestState))
            best.CopyTo(values);
        return Plateau.BestEpoch;
    }
}
