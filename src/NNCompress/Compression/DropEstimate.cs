namespace NNCompress.Compression;

/// <summary>What the search believes of a candidate.</summary>
/// <param name="Drop">Estimated drop of accuracy, percentage points.</param>
/// <param name="StandardError">Of that estimate.</param>
/// <param name="Divergence">Mean Kullback–Leibler divergence from the original's answers, nats.</param>
/// <param name="Disagreement">Share of the samples whose answer turned from right to wrong or back.</param>
internal sealed record DropEstimate(double Drop, double StandardError, double Divergence, double Disagreement);
