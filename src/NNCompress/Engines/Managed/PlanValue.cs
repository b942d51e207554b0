namespace NNCompress.Engines.Managed;

/// <summary>A value that outlives the run of a batch.</summary>
/// <param name="Storage">Where it is.</param>
/// <param name="Shape">Its shape for a whole batch.</param>
internal sealed record PlanValue(Storage Storage, int[] Shape);
