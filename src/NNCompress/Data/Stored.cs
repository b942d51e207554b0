namespace NNCompress.Data;

/// <summary>What a file holds, before scaling.</summary>
/// <param name="Inputs">Samples.</param>
/// <param name="Classes">A class number a sample, or null.</param>
/// <param name="Values">As many target values for each sample, row-major, or null.</param>
internal sealed record Stored(StoredArray Inputs, int[]? Classes, float[]? Values);
