namespace NNCompress.Reports;

/// <summary>One operator of the network.</summary>
/// <param name="Node">Node name.</param>
/// <param name="Operator">ONNX operator.</param>
/// <param name="OutputShape">For a batch of one.</param>
/// <param name="Parameters">Elements of its constants.</param>
/// <param name="Macs">Multiply-accumulates for one sample.</param>
public sealed record LayerRow(string Node, string Operator, int[] OutputShape, long Parameters, long Macs);
