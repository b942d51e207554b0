namespace Experiments;

/// <summary>What one trial found.</summary>
/// <param name="Accuracy">Percent of the test images that are right.</param>
/// <param name="Removed">Share of the parameters that are gone, 0 to 1; for single weights the share that is zero, for pictures the share of bytes.</param>
/// <param name="Bytes">Of the artifact, where one was written.</param>
/// <param name="Seconds">Of the trial's own work.</param>
internal sealed record TrialResult(double Accuracy, double Removed, long? Bytes, double Seconds);
