namespace NNCompress.Reports;

/// <summary>What is expected of a network by samples that do not judge.</summary>
/// <param name="Drop">Points by which it is worse than the original.</param>
/// <param name="StandardError">Of that, points.</param>
/// <param name="Disagreement">Share of the samples whose answer turns from right to wrong or back; of other metrics the variance of one sample's drop, 1 for a hundred points squared.</param>
public sealed record SweepEstimate(double Drop, double StandardError, double Disagreement);
