namespace NNCompress.Engines.Managed.Interleaved;

/// <summary>Terms of a convolution's sum that lie at equal distances.</summary>
/// <param name="Step">The first term's number in the packed kernels; the others follow.</param>
/// <param name="Offset">The first term's element, seen from the position's base.</param>
/// <param name="Count">Number of terms.</param>
internal readonly record struct TapRun(int Step, int Offset, int Count);
