namespace NNCompress.Reports.Pictures;

/// <summary>One weight tensor as pictures.</summary>
/// <param name="Tensor">Its name.</param>
/// <param name="Note">What is shown of it, and how many of how many.</param>
/// <param name="Whole">True for one picture of the whole matrix, false for one a neuron or kernel.</param>
/// <param name="Pairs">The pictures.</param>
public sealed record PictureSet(string Tensor, string Note, bool Whole, IReadOnlyList<PicturePair> Pairs);
