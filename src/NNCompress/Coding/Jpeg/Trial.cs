namespace NNCompress.Coding.Jpeg;

/// <summary>A section that a tensor could be stored as.</summary>
/// <param name="Section">Its content.</param>
/// <param name="Error">
/// Root mean square of decoded less original weights, with what clamping adds counted six times: it takes from large weights only and always towards
/// zero, and on trained dense layers it cost as much accuracy as noise of six times its power.
/// </param>
/// <param name="Score">
/// Bits a weight + 1.5 · log2(error): less is better. On trained dense layers, at 0.3 to 2 bits a weight, a bit lowers log2(error) by about 1/1.5.
/// </param>
internal sealed record Trial(byte[] Section, double Error, double Score);
