namespace NNCompress.Coding;

/// <summary>What another coder would have taken for a tensor.</summary>
/// <param name="Coder">Which one.</param>
/// <param name="Bytes">Of its section at the same output error or less, the least that was found; null where it did not get there.</param>
public sealed record Rival(CoderKind Coder, long? Bytes);
