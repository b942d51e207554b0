namespace NNCompress.Reports;

/// <summary>How fast an artifact gave its ONNX file back.</summary>
/// <param name="Seconds">From the opened artifact to the bytes of the ONNX file, checksum included.</param>
/// <param name="Weights">Elements of the coded tensors.</param>
/// <param name="WeightsPerSecond">Their rate.</param>
/// <param name="Threads">The most that decoded at a time.</param>
public sealed record DecodeRate(double Seconds, long Weights, double WeightsPerSecond, int Threads);
