namespace NNCompress.Reports;

/// <summary>A network that the search tried.</summary>
/// <param name="Bytes">Of its coded tensors.</param>
/// <param name="Parameters">How many it has.</param>
/// <param name="Drop">Estimated on data that does not judge, points.</param>
/// <param name="Error">Standard error of that estimate, points.</param>
/// <param name="Passes">Whether the search took it to hold the budget.</param>
public sealed record TrialRow(long Bytes, long Parameters, double Drop, double Error, bool Passes);
