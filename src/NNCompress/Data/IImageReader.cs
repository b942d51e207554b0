namespace NNCompress.Data;

/// <summary>Decodes image files of the formats that the library does not read itself. Several threads call it at once.</summary>
public interface IImageReader
{
    string Name { get; }

    /// <summary>Decodes the first frame of a file.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="mostPixels">Width × height past which the file is refused before its pixels are allocated.</param>
    /// <exception cref="InvalidDataException">The file is damaged, too large, or of no format that this reader knows.</exception>
    Picture Read(byte[] file, long mostPixels);
}
