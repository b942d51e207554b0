using NNCompress.Models;

namespace NNCompress.Coding;

/// <summary>A tensor's section and what a decoder makes of it.</summary>
/// <param name="Coder">How the payload is coded.</param>
/// <param name="Payload">The section's content.</param>
/// <param name="Decoded">Same name and shape as the original; exactly the values that the shim will compute.</param>
/// <param name="Coding">What was asked.</param>
public sealed record EncodedTensor(CoderKind Coder, byte[] Payload, Tensor Decoded, TensorCoding Coding)
{
    /// <summary>Other coders' bytes, where there was a race.</summary>
    public IReadOnlyList<Rival> Rivals { get; init; } = [];
}
