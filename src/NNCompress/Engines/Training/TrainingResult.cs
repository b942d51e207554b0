namespace NNCompress.Engines.Training;

/// <summary>How a run went.</summary>
/// <param name="Epochs">Figures of every epoch, those before a resumption included.</param>
/// <param name="Kept">The epoch (from 1) whose weights the network has now: the last one, or with early stopping the best.</param>
/// <param name="StoppedEarly">Whether a plateau ended the run.</param>
public sealed record TrainingResult(IReadOnlyList<EpochFigures> Epochs, int Kept, bool StoppedEarly);
