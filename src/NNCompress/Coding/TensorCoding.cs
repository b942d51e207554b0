namespace NNCompress.Coding;

/// <summary>What is asked for one tensor.</summary>
/// <param name="Coder">Which coder.</param>
/// <param name="Step">Quantisation step, in the weights' unit (<see cref="CoderKind.Quantised"/>).</param>
/// <param name="Quality">1 to 100 (the JPEG coders).</param>
/// <param name="Matrix">A neuron's weights seen as height × width (the JPEG coders); null for the default of <see cref="NeuronMatrix"/>.</param>
public sealed record TensorCoding(CoderKind Coder, double Step = 0, int Quality = 0, (int Height, int Width)? Matrix = null);
