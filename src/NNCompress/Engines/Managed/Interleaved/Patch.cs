namespace NNCompress.Engines.Managed.Interleaved;

/// <summary>Positions of a convolution's result that one tap leads inside the image, all in a rectangle.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Positions in a row.</param>
/// <param name="SlopeLine">Floats from a row of the result to the next.</param>
/// <param name="ImageLine">Floats from a row's image to the next one's.</param>
/// <param name="ImageStep">Floats of the image from a position to the next.</param>
internal readonly record struct Patch(int Height, int Width, nint SlopeLine, nint ImageLine, nint ImageStep);
