namespace NNCompress.Reports;

/// <summary>A network of a lottery after its training.</summary>
/// <param name="Round">Prunings that it has behind it; 0 for the dense network.</param>
/// <param name="Parameters">Floating-point numbers in it.</param>
/// <param name="NonZero">Those that are not zero.</param>
/// <param name="Epochs">Epochs of its training; 0 where it came trained.</param>
/// <param name="Loss">Mean training loss of the last epoch, or null.</param>
/// <param name="Accuracy">Percent on the validation share, or null.</param>
public sealed record RoundRow(int Round, long Parameters, long NonZero, int Epochs, double? Loss, double? Accuracy);
