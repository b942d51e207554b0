using NNCompress.Data;

namespace NNCompress.Engines.Training;

/// <summary>What a network learns from.</summary>
/// <param name="Inputs">Samples, with labels unless there are targets.</param>
/// <param name="Targets">
/// As many values a sample as the network has outputs, row-major; null to take the labels. For <see cref="LossKind.CrossEntropy"/> each row is
/// a distribution: another network's softmax, say, or a mixture of that and the label (Hinton, Vinyals and Dean, "Distilling the knowledge in a
/// neural network", 2015).
/// </param>
public sealed record TrainingSet(Dataset Inputs, float[]? Targets = null);
