using System.IO.Compression;

namespace FashionClassifier;

/// <summary>Reads the gzipped IDX files of Fashion-MNIST.</summary>
internal static class Idx
{
    private const int ImageHeader = 16, LabelHeader = 8, Pixels = 28 * 28;

    public static (float[][] Images, byte[] Labels) ReadTestImages(string folder)
    {
        byte[] images = Inflate(Path.Combine(folder, "t10k-images-idx3-ubyte.gz"));
        byte[] labels = Inflate(Path.Combine(folder, "t10k-labels-idx1-ubyte.gz"));
        return ([.. images.Skip(ImageHeader).Chunk(Pixels).Select(image => image.Select(pixel => pixel / 255f).ToArray())], labels[LabelHeader..]);
    }

    private static byte[] Inflate(string path)
    {
        using GZipStream stream = new(File.OpenRead(path), CompressionMode.Decompress);
        using MemoryStream content = new();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
