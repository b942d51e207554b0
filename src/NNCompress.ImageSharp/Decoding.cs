using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace NNCompress.ImageSharp;

/// <summary>Decodes within bounds, and tells of every failure in one way.</summary>
internal static class Decoding
{
    // The plug-in has a copy of the library, and of its settings, to itself.
    static Decoding() => Configuration.Default.MemoryAllocator = new BoundedAllocator();

    /// <param name="file">A whole file.</param>
    /// <param name="mostPixels">Width × height past which it is refused before its pixels are allocated.</param>
    /// <exception cref="InvalidDataException">Damaged, too large, or of no known format.</exception>
    public static Image<TPixel> Load<TPixel>(byte[] file, long mostPixels)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        try
        {
            // Versions 2 and 3 give other types here, with the same members; version 2 gives null for an unknown format.
            (int width, int height) = Image.Identify(file) is { } info ? (info.Width, info.Height) : throw new InvalidDataException("it is of no format that ImageSharp knows.");
            return (long)width * height <= mostPixels
                ? Image.Load<TPixel>(file)
                : throw new InvalidDataException($"it has {width}×{height} pixels, more than {mostPixels} in all.");
        }
        catch (Exception e) when (e is not (InvalidDataException or OutOfMemoryException or OperationCanceledException))
        {
            // Damaged files make decoders fail in many ways: by their own exceptions, and by indices past the end of something.
            throw new InvalidDataException(OneLine.Of(e), e);
        }
    }
}
