namespace NNCompress.Reports;

/// <summary>All that the rows of a sweep depend on beside their own settings, each as a hash: rows of other inputs are never taken for this sweep's.</summary>
/// <param name="Version">Of the tool.</param>
/// <param name="Model">The network's content.</param>
/// <param name="Data">What judges, calibrates and trains, after scaling.</param>
/// <param name="Options">The options that all rows have in common and that shape them.</param>
public sealed record SweepInputs(string Version, string Model, string Data, string Options);
