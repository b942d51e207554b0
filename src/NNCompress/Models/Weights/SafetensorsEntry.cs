namespace NNCompress.Models.Weights;

/// <summary>A tensor in a safetensors header.</summary>
/// <param name="Name">Of the tensor.</param>
/// <param name="Type">Of its numbers.</param>
/// <param name="Shape">Dimensions, outermost first.</param>
/// <param name="Begin">Of its bytes, behind the header; not checked yet.</param>
/// <param name="End">Behind its last byte.</param>
internal sealed record SafetensorsEntry(string Name, ElementType Type, int[] Shape, long Begin, long End);
