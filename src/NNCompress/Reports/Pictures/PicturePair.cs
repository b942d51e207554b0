namespace NNCompress.Reports.Pictures;

/// <summary>The same weights before and after.</summary>
/// <param name="Label">Number of the neuron.</param>
/// <param name="Before">In the model; null where it had none such.</param>
/// <param name="After">As decoded from the result; null where they left.</param>
public sealed record PicturePair(string Label, WeightPicture? Before, WeightPicture? After);
