using NNCompress.Engines.Training;
using NNCompress.Models;

namespace NNCompress.Compression.Trials;

/// <summary>What a round of training has made.</summary>
/// <param name="Network">The trained network.</param>
/// <param name="Result">How it went.</param>
/// <param name="Steps">Distance between levels, or the unit of their grid, by tensor, where it was trained on a grid.</param>
internal sealed record TrainedRound(Network Network, TrainingResult Result, IReadOnlyDictionary<string, float> Steps);
