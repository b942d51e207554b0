namespace NNCompress.Reports;

/// <summary>One weight on a contact sheet.</summary>
/// <param name="Tensor">Its name.</param>
/// <param name="Shown">Neurons or kernels on the sheet, the first ones, row by row.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Height">Weights of one from top to bottom.</param>
/// <param name="Width">Weights of one from left to right.</param>
/// <param name="Columns">Neurons beside each other.</param>
/// <param name="Scale">Pixels of the sheet a side of a weight.</param>
/// <param name="Top">The sheet's row of pixels at which they begin.</param>
public sealed record SheetRow(string Tensor, int Shown, int Count, int Height, int Width, int Columns, int Scale, int Top);
