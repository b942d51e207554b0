using NNCompress.Data;

[assembly: ImageReaderPlugin(typeof(CountingPlugin.PlainReader))]

namespace CountingPlugin;

/// <summary>Reads a format of its own: the letters PLAIN, then width, height and a byte for every pixel.</summary>
public sealed class PlainReader : IImageReader
{
    public string Name => "plain";

    public Picture Read(byte[] file, long mostPixels)
    {
        if (file.Length < 7 || !file.AsSpan(0, 5).SequenceEqual("PLAIN"u8))
            throw new InvalidDataException("it does not begin with PLAIN.");
        return file[5] * file[6] == file.Length - 7 && file[5] * file[6] <= mostPixels
            ? new Picture(file[5], file[6], 1, [.. file[7..].Select(b => (float)b)])
            : throw new InvalidDataException("its pixels do not fill its size.");
    }
}
