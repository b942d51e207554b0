using NNCompress.Data;

namespace NNCompress.Reports;

/// <summary>One use of one data set.</summary>
/// <param name="Role">judge, calibration, search.</param>
/// <param name="Source">Path.</param>
/// <param name="Samples">How many samples.</param>
/// <param name="Scaling">What was done to the stored values.</param>
/// <param name="Note">For example that the data was split by seed.</param>
public sealed record DataUse(string Role, string Source, int Samples, Scaling Scaling, string? Note = null);
