namespace NNCompress.Compression.Metrics;

/// <summary>What a judge says of a network beside the original.</summary>
/// <param name="Was">The original's figure, in the metric's unit.</param>
/// <param name="Now">The network's figure.</param>
/// <param name="Drop">By how many points the network is worse; negative where it is better.</param>
/// <param name="Interval">95 % confidence interval of the drop, points: [low, high]; null where the judge knows none.</param>
internal sealed record Verdict(double Was, double Now, double Drop, double[]? Interval);
