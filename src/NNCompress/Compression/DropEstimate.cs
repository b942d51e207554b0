namespace NNCompress.Compression;

/// <summary>What the search believes of a candidate.</summary>
/// <param name="Drop">Estimated drop of accuracy or of another metric, points.</param>
/// <param name="StandardError">Of that estimate.</param>
/// <param name="Divergence">How far the answers are from the original's: for scores of classes the mean Kullback–Leibler divergence, nats.</param>
/// <param name="Disagreement">Share of the samples whose answer turned from right to wrong or back; of other metrics the variance of one sample's drop, 1 for a hundred points squared.</param>
internal sealed record DropEstimate(double Drop, double StandardError, double Divergence, double Disagreement);
