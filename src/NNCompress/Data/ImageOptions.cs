namespace NNCompress.Data;

/// <summary>What becomes of image files.</summary>
/// <param name="Input">What the network takes; null where no picture fits it.</param>
/// <param name="Foreign">Gives the reader of formats that the library does not read itself; null where there is none.</param>
public sealed record ImageOptions(ImageInput? Input, Func<IImageReader?> Foreign)
{
    /// <summary>The pictures decide, and no other reader is there.</summary>
    public static readonly ImageOptions Plain = new(ImageInput.Open, () => null);
}
