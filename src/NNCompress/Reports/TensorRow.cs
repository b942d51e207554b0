namespace NNCompress.Reports;

/// <summary>One weight tensor and its place in the artifact.</summary>
/// <param name="Name">Tensor name.</param>
/// <param name="Shape">Shape in the output.</param>
/// <param name="OriginalShape">Shape in the input.</param>
/// <param name="Coder">raw, half, quantised, jpegPerNeuron, jpegTiled, scaled; null for ONNX output.</param>
/// <param name="Bytes">Bytes in the artifact.</param>
/// <param name="BitsPerWeight">8 × bytes / elements.</param>
/// <param name="Step">Quantisation step.</param>
/// <param name="Quality">JPEG quality.</param>
/// <param name="Type">Element type in an ONNX file (float, half, int8); null in an artifact, whose coder tells.</param>
/// <param name="Share">Of the file's bytes, 0 to 1; null where no one file is told of.</param>
public sealed record TensorRow(
    string Name, int[] Shape, int[] OriginalShape, string? Coder, long Bytes, double BitsPerWeight, double? Step = null, int? Quality = null,
    string? Type = null, double? Share = null)
{
    /// <summary>What other coders would have taken, where there was a race; null where there was none.</summary>
    public IReadOnlyList<RivalRow>? Rivals { get; init; }
}
