namespace NNCompress.Coding.Jpeg;

/// <summary>A section that a tensor could be stored as.</summary>
/// <param name="Section">Its content.</param>
/// <param name="Error">Root mean square of decoded less original weights.</param>
/// <param name="Score">Bits a weight + 1.5 · log2(error): less is better.</param>
internal sealed record Trial(byte[] Section, double Error, double Score);
