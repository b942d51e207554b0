namespace NNCompress.Engines;

/// <summary>How an engine is to run; what the constructor of an engine in a plug-in takes.</summary>
/// <param name="Threads">Threads of a run; 0 for one a processor.</param>
/// <param name="Device">Where tensors lie, in the engine's own words ("cpu", "cuda:0"); null for the engine's own choice.</param>
public sealed record EngineOptions(int Threads = 0, string? Device = null);
