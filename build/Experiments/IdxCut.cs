using System.Buffers.Binary;
using System.IO.Compression;

namespace Experiments;

/// <summary>A folder with the first training samples of a full IDX set, so that a trial of a large network ends in minutes.</summary>
internal static class IdxCut
{
    /// <param name="full">Folder with the four gzipped files.</param>
    /// <param name="output">Folder to write the train half to.</param>
    /// <param name="count">Training samples to keep.</param>
    public static void Write(string full, string output, int count)
    {
        Directory.CreateDirectory(output);
        foreach (string part in new[] { "images-idx3", "labels-idx1" })
        {
            string name = $"train-{part}-ubyte.gz";
            using GZipStream source = new(File.OpenRead(Path.Combine(full, name)), CompressionMode.Decompress);
            byte[] magic = new byte[4];
            source.ReadExactly(magic);
            byte[] sizes = new byte[4 * magic[3]];
            source.ReadExactly(sizes);
            int sample = Enumerable.Range(1, magic[3] - 1).Aggregate(1, (p, i) => p * BinaryPrimitives.ReadInt32BigEndian(sizes.AsSpan(4 * i)));
            int kept = Math.Min(count, BinaryPrimitives.ReadInt32BigEndian(sizes));
            BinaryPrimitives.WriteInt32BigEndian(sizes, kept);
            byte[] content = new byte[kept * sample];
            source.ReadExactly(content);
            using GZipStream cut = new(File.Create(Path.Combine(output, name)), CompressionLevel.Fastest);
            foreach (byte[] piece in new[] { magic, sizes, content })
                cut.Write(piece);
        }
    }
}
