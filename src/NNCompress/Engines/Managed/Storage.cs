namespace NNCompress.Engines.Managed;

/// <summary>Where a value lives: in a buffer that each worker has its own of, or among the constants that all share.</summary>
/// <param name="Constant">Whether it is a constant.</param>
/// <param name="Index">Number of the buffer or constant.</param>
/// <param name="Length">Elements.</param>
internal readonly record struct Storage(bool Constant, int Index, int Length);
