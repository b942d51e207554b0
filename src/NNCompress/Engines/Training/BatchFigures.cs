namespace NNCompress.Engines.Training;

/// <summary>What a mini-batch was like before its step.</summary>
/// <param name="Loss">Sum of the samples' losses, without penalties.</param>
/// <param name="Correct">Samples whose largest score is that of their label; 0 without labels.</param>
/// <param name="Samples">Samples in the batch.</param>
public readonly record struct BatchFigures(double Loss, int Correct, int Samples);
