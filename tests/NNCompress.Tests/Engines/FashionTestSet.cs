using System.Buffers.Binary;
using System.IO.Compression;
using NNCompress.Data;

namespace NNCompress.Tests.Engines;

/// <summary>All 10,000 test images of Fashion-MNIST, from the Debian package dataset-fashion-mnist.</summary>
internal static class FashionTestSet
{
    private const string Folder = "/usr/share/datasets/fashion-mnist";

    public static Dataset Load()
    {
        byte[] images = Read("t10k-images-idx3-ubyte.gz", 16), labels = Read("t10k-labels-idx1-ubyte.gz", 8);
        return new Dataset("t10k", [28, 28], [.. images.Select(b => b / 255f)], [.. labels.Select(b => (int)b)], new Scaling(255, [], []));
    }

    public static double Accuracy(Dataset data, NNCompress.Engines.Predictions predictions)
    {
        Assert.Equal(data.Count, predictions.Count);
        return 100.0 * Enumerable.Range(0, data.Count).Count(i => predictions.Class(i) == data.Labels![i]) / data.Count;
    }

    private static byte[] Read(string file, int header)
    {
        string path = Path.Combine(Folder, file);
        Assert.True(File.Exists(path), $"{path} is missing: apt-get install dataset-fashion-mnist");
        using GZipStream stream = new(File.OpenRead(path), CompressionMode.Decompress);
        using MemoryStream memory = new();
        stream.CopyTo(memory);
        byte[] bytes = memory.ToArray();
        Assert.Equal(10_000, BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(4)));
        return bytes[header..];
    }
}
