namespace NNCompress.Engines.Managed.Interleaved;

/// <summary>A position of a convolution's result.</summary>
/// <param name="Base">The element that its runs are seen from; it may lie in the padding, where no run leads.</param>
/// <param name="Class">Positions of one class, those inside and those at each border, have the same runs.</param>
internal readonly record struct TapPosition(int Base, int Class);
