namespace NNCompress.Reports;

/// <summary>One weight tensor and its place in the artifact.</summary>
/// <param name="Name">Tensor name.</param>
/// <param name="Shape">Shape in the output.</param>
/// <param name="OriginalShape">Shape in the input.</param>
/// <param name="Coder">raw, half, quantised, jpegPerNeuron, jpegTiled; null for ONNX output.</param>
/// <param name="Bytes">Bytes in the artifact.</param>
/// <param name="BitsPerWeight">8 × bytes / elements.</param>
/// <param name="Step">Quantisation step.</param>
/// <param name="Quality">JPEG quality.</param>
public sealed record TensorRow(
    string Name, int[] Shape, int[] OriginalShape, string? Coder, long Bytes, double BitsPerWeight, double? Step = null, int? Quality = null);
