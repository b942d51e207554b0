using NNCompress.Coding;

namespace NNCompress.Compression.Outside;

/// <summary>An encoded network that the user's program has measured.</summary>
/// <param name="Stage">The pruned network.</param>
/// <param name="Exponent">The common step.</param>
/// <param name="Tensors">Every floating-point constant, encoded.</param>
/// <param name="Estimate">By the program's figure.</param>
/// <param name="Excess">Points by which the drop exceeds what the search may spend.</param>
internal sealed record ProgramTrial(PlainStage Stage, int Exponent, IReadOnlyList<EncodedTensor> Tensors, DropEstimate Estimate, double Excess)
{
    public bool Passes => Excess <= 0;

    /// <summary>Bytes of the tensors' sections.</summary>
    public long Bytes { get; } = Tensors.Sum(t => (long)t.Bytes);
}
