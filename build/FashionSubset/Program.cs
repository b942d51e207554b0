// Cuts the first test and training samples out of the four Fashion-MNIST files, so that the repository carries a small, real data set.
// dotnet run --project build/FashionSubset -- /usr/share/datasets/fashion-mnist samples/data/fashion
using System.Buffers.Binary;
using System.IO.Compression;

if (args.Length != 2)
{
    Console.Error.WriteLine("usage: FashionSubset FOLDER-WITH-THE-FULL-SET OUTPUT-FOLDER");
    return 1;
}
Directory.CreateDirectory(args[1]);
foreach ((string part, int count) in new[] { ("t10k", 2000), ("train", 6000) })
{
    Cut($"{part}-images-idx3-ubyte.gz", count, sampleBytes: 28 * 28, headerBytes: 16);
    Cut($"{part}-labels-idx1-ubyte.gz", count, sampleBytes: 1, headerBytes: 8);
}
return 0;

// The new header differs in the count alone. GZipStream writes no time and no name, so the same input gives the same bytes.
void Cut(string name, int count, int sampleBytes, int headerBytes)
{
    byte[] content = new byte[headerBytes + count * sampleBytes];
    using (GZipStream full = new(File.OpenRead(Path.Combine(args[0], name)), CompressionMode.Decompress))
        full.ReadExactly(content);
    BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(4), count);
    string output = Path.Combine(args[1], name);
    using (GZipStream subset = new(File.Create(output), CompressionLevel.SmallestSize))
        subset.Write(content);
    Console.WriteLine($"{output}: {count} samples, {new FileInfo(output).Length} bytes");
}
