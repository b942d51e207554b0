using NNCompress.Coding;

namespace NNCompress.Compression;

/// <summary>A network that has been pruned and encoded, and what the search measured of it.</summary>
/// <param name="Stage">The pruned network and its encoders; their settings may have moved on since.</param>
/// <param name="Exponent">The common step, in quarter octaves of the unit step.</param>
/// <param name="Tensors">Every floating-point constant, encoded.</param>
/// <param name="Estimate">From the search data.</param>
/// <param name="Excess">Percentage points by which the estimate exceeds what is allowed.</param>
internal sealed record Candidate(EncodingStage Stage, int Exponent, IReadOnlyList<EncodedTensor> Tensors, DropEstimate Estimate, double Excess)
{
    public bool Passes => Excess <= 0;

    /// <summary>Bytes of the tensors' sections.</summary>
    public long Bytes { get; } = Tensors.Sum(t => (long)t.Bytes);

    public int BytesOf(string weight) => Tensors.First(t => t.Name == weight).Bytes;
}
