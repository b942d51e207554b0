namespace NNCompress.TorchSharp.Graphs;

/// <summary>Computes one output of a node: a new tensor of single precision, integers and booleans included, as on the managed engine.</summary>
/// <param name="x">The node's inputs.</param>
/// <param name="pass">Number of the optimiser's step.</param>
internal delegate TorchTensor Function(Operands x, long pass);
