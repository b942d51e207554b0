namespace NNCompress.Engines.Training;

/// <summary>An epoch that is not over yet: sums over the steps that it has done.</summary>
/// <param name="Steps">Steps done.</param>
/// <param name="Loss">Sum of the samples' losses.</param>
/// <param name="Correct">Samples whose largest score was that of their label.</param>
internal readonly record struct RunningEpoch(int Steps, double Loss, long Correct)
{
    public RunningEpoch Add(BatchFigures figures) => new(Steps + 1, Loss + figures.Loss, Correct + figures.Correct);
}
