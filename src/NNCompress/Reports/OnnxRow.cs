namespace NNCompress.Reports;

/// <summary>An ONNX file for programs without the shim.</summary>
/// <param name="Path">Where it was, or would have been, written.</param>
/// <param name="Precision">fp32, fp16, int8.</param>
/// <param name="Bytes">Length of the file.</param>
/// <param name="Accuracy">In the unit of the metric, of this very file on the judging data; null where there is none.</param>
/// <param name="Drop">Against the original, points; null where nothing judged.</param>
/// <param name="DropInterval">Half-open 95 % confidence interval of the drop, points: [low, high].</param>
public sealed record OnnxRow(string Path, string Precision, long Bytes, double? Accuracy = null, double? Drop = null, double[]? DropInterval = null);
