using NNCompress.Data;

namespace NNCompress.Engines.Training;

/// <summary>What a network learns from.</summary>
/// <param name="Inputs">Samples, with labels unless there are targets.</param>
/// <param name="Targets">For <see cref="LossKind.MeanSquaredError"/>: as many values a sample as the network has outputs, row-major; null to take the labels.</param>
public sealed record TrainingSet(Dataset Inputs, float[]? Targets = null);
