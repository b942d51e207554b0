namespace NNCompress.Reports;

/// <summary>A coder that a tensor was not given to.</summary>
/// <param name="Coder">Its name, as in <see cref="TensorRow"/>.</param>
/// <param name="Bytes">What it takes for the same error at the network's outputs; null where it does not get there.</param>
public sealed record RivalRow(string Coder, long? Bytes);
