namespace NNCompress.Data.Images;

/// <summary>Decodes one image: PNG and sequential JPEG here, other formats by a plug-in's reader.</summary>
internal static class ImageFile
{
    /// <summary>Pixels of the largest picture that is read.</summary>
    public const long MostPixels = 1L << 26;

    /// <summary>Bytes of the longest file that is read.</summary>
    private const long MostBytes = 1L << 30;

    private static readonly HashSet<string> Endings = new(StringComparer.OrdinalIgnoreCase)
    {
        ".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".tif", ".tiff", ".tga", ".pbm", ".pgm", ".ppm", ".qoi",
    };

    /// <summary>Whether a file's name ends as that of an image.</summary>
    public static bool HasEnding(string path) => Endings.Contains(Path.GetExtension(path));

    /// <param name="path">A file of any name.</param>
    /// <param name="foreign">Gives the reader of other formats; null where there is none.</param>
    /// <exception cref="NncException">NNC2195: damaged. NNC2196: too large. NNC2197: a format that needs a plug-in.</exception>
    public static Picture Read(string path, Func<IImageReader?> foreign)
    {
        if (new FileInfo(path).Length > MostBytes)
            throw ImageError.Damaged(path, $"the file has more than {MostBytes} bytes.");
        byte[] file = File.ReadAllBytes(path);
        try
        {
            if (PngHeader.Matches(file))
                return PngImage.Read(path, file);
            string? obstacle = JpegImage.Matches(file) ? JpegImage.Obstacle(file) : "an image that is neither PNG nor JPEG";
            if (obstacle is null)
                return JpegImage.Read(path, file);
            return (foreign() ?? throw ImageError.Format(path, obstacle)).Read(file, MostPixels);
        }
        catch (InvalidDataException e)
        {
            throw ImageError.Damaged(path, e.Message, e);
        }
    }
}
