namespace NNCompress.Engines.Training;

/// <summary>One pass over the training data.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Loss">Mean loss a sample while the weights changed, without penalties.</param>
/// <param name="Accuracy">Percent, likewise; NaN without labels.</param>
/// <param name="ValidationLoss">Mean loss a sample after the epoch; NaN without validation data.</param>
/// <param name="ValidationAccuracy">Percent, likewise; NaN without validation labels.</param>
public sealed record EpochFigures(int Epoch, double Loss, double Accuracy, double ValidationLoss, double ValidationAccuracy);
