namespace NNCompress.Pruning;

/// <summary>What a channel's activation does over the data, as the next layer sees it (all positions of a picture count).</summary>
/// <param name="Mean">Arithmetic mean.</param>
/// <param name="Deviation">Standard deviation.</param>
/// <param name="Zeros">Share of exact zeros, 0 to 1 (APoZ, Hu et al. 2016).</param>
public readonly record struct UnitStatistics(double Mean, double Deviation, double Zeros);
