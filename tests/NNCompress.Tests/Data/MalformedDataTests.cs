using System.IO.Compression;
using NNCompress.Data;

namespace NNCompress.Tests.Data;

public sealed class MalformedDataTests : IDisposable
{
    private static readonly byte[] Images = DataFiles.Idx(8, [2, 1, 1], 5, 6);

    private readonly DataFiles files = new();

    public void Dispose() => files.Dispose();

    public static TheoryData<string, byte[], string, string> Files => new()
    {
        { "a.bin", [1, 2, 3], "NNC2041", "010203" },
        { "empty.idx", [], "NNC2041", "" },
        { "rank0.idx", [0, 0, 8, 0], "NNC2041", "" },
        { "type.idx", [0, 0, 0x0A, 1, 0, 0, 0, 0], "NNC2041", "" },
        { "labels.idx", DataFiles.Idx(8, [2], 1, 2), "NNC2041", "look like labels" },
        { "none.idx", DataFiles.Idx(8, [0, 28, 28]), "NNC2041", "no samples" },
        { "header.idx", [0, 0, 8, 3, 0, 0, 0, 1, 0, 0], "NNC2042", "12 bytes of dimensions" },
        { "short.idx", DataFiles.Idx(8, [2, 2], 1, 2, 3), "NNC2042", "announces 4 bytes" },
        { "long.idx", DataFiles.Idx(8, [2, 2], 1, 2, 3, 4, 5), "NNC2042", "goes on" },
        { "negative.idx", DataFiles.Idx(8, [-1, 2], 1), "NNC2042", "dimension 0" },
        { "bomb.idx", DataFiles.Idx(8, [40_000, 40_000], 1), "NNC2042", "announces 1600000000 bytes" },
        { "huge.idx", DataFiles.Idx(8, [int.MaxValue, int.MaxValue], 1), "NNC2046", "2147483591" },
        { "bomb.idx.gz", DataFiles.Gzip(DataFiles.Idx(14, [40_000, 40_000], new byte[1000])), "NNC2042", "announces 12800000000 bytes" },
        { "short.idx.gz", DataFiles.Gzip(DataFiles.Idx(8, [2, 2], 1, 2, 3)), "NNC2042", "ends after 15 bytes" },
        { "long.idx.gz", DataFiles.Gzip(DataFiles.Idx(8, [2, 2], new byte[100_000])), "NNC2042", "goes on" },
        { "cut.idx.gz", DataFiles.Gzip(DataFiles.Idx(8, [4, 4], [.. Enumerable.Range(0, 16).Select(i => (byte)(i * 77))]))[..24], "NNC2042", "" },
        { "check.idx.gz", WithFlippedByte(DataFiles.Gzip(DataFiles.Idx(8, [1, 1], 9)), fromEnd: 8), "NNC2042", "damaged" },
        { "junk.gz", [0x1F, 0x8B, 1, 2, 3, 4, 5, 6, 7, 8, 9], "NNC2042", "" },
        { "text.gz", DataFiles.Gzip("1,2\n3,4\n"u8.ToArray()), "NNC2041", "312C32" },
        { "version.npy", [0x93, .. "NUMPY"u8, 9, 0, 0, 0], "NNC2041", "version 9.0" },
        { "header.npy", [0x93, .. "NUMPY"u8, 2, 0, 0xFF, 0xFF, 0xFF, 0x7F], "NNC2042", "2147483647 bytes" },
        { "cut.npy", [0x93, .. "NUMPY"u8, 1, 0, 50, 0, .. "{'descr'"u8], "NNC2042", "inside the NPY header" },
        { "keys.npy", [0x93, .. "NUMPY"u8, 1, 0, 9, 0, .. "{'a': 1}\n"u8], "NNC2041", "no plain 'descr'" },
        { "object.npy", DataFiles.Npy("|O", "(1, 1)", [1, 2, 3]), "NNC2041", "'|O'" },
        { "complex.npy", DataFiles.Npy("<c8", "(1, 1)", new byte[8]), "NNC2041", "'<c8'" },
        { "short.npy", DataFiles.Npy("<f4", "(2, 2)", new byte[15]), "NNC2042", "announces 16 bytes" },
        { "dimension.npy", DataFiles.Npy("<f4", "(99999999999, 2)", new byte[16]), "NNC2046", "dimension 0" },
        { "scalar.npy", DataFiles.Npy("<f4", "()", new byte[4]), "NNC2041", "shape []" },
        { "nan.npy", DataFiles.Npy("<f4", "(2, 1)", [0, 0, 0, 0, 0, 0, 0xC0, 0x7F]), "NNC2047", "sample 1 holds NaN" },
        { "names.npz", DataFiles.Zip(CompressionLevel.Optimal, ("arr_0.npy", DataFiles.Npy("|u1", "(1, 1)", [1]))), "NNC2041", "found: arr_0.npy" },
        { "text.npz", DataFiles.Zip(CompressionLevel.Optimal, ("x.npy", [1, 2, 3])), "NNC2041", "member x.npy" },
        { "none.npz", DataFiles.Zip(CompressionLevel.Optimal), "NNC2041", "" },
        { "cut.npz", Npz()[..60], "NNC2042", "" },
        { "flip.npz", WithFlippedByte(Npz(CompressionLevel.NoCompression), at: [1, 2, 3, 4]), "NNC2042", "damaged" },
        { "bomb.npz", DataFiles.Zip(CompressionLevel.Optimal, ("x.npy", DataFiles.Npy("<f8", "(40000, 40000)", new byte[1000]))), "NNC2042", "announces" },
        { "empty.csv", [], "NNC2041", "empty" },
        { "header.csv", "label,a\n"u8.ToArray(), "NNC2041", "no samples" },
        { "narrow.csv", "1\n2\n"u8.ToArray(), "NNC2041", "no column" },
        { "word.csv", "1,2\n3,four\n"u8.ToArray(), "NNC2045", "line 2, column 1: 'four' is not a number" },
        { "wide.csv", "1,2\n3,4,5\n"u8.ToArray(), "NNC2045", "line 2, column 2: '5' is one value too many" },
        { "missing.csv", "1,2,3\n\n3,4\n"u8.ToArray(), "NNC2045", "line 3, column 2: '' is missing" },
        { "label.csv", "0,2\n-1,3\n"u8.ToArray(), "NNC2043", "sample 1 is -1" },
        { "half.csv", "0.5,2\n"u8.ToArray(), "NNC2043", "0.5" },
        { "infinite.csv", "0,1e99\n"u8.ToArray(), "NNC2047", "sample 0" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void AMalformedFileIsOneClearError(string name, byte[] content, string code, string expected)
    {
        string path = files.Write(name, content);

        NncException e = Assert.Throws<NncException>(() => DatasetReader.Read(path, DataPart.Test, new DataOptions()));

        Assert.Equal(code, e.Code);
        Assert.Equal(path, e.Path);
        Assert.Contains(expected, e.Message);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void AnEndlessLineIsRefused()
    {
        string path = files.Write("line.csv", new string('1', (1 << 24) + 1));

        Assert.Equal("NNC2046", Assert.Throws<NncException>(() => DatasetReader.Read(path, DataPart.Test, new DataOptions())).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nowhere")]
    [InlineData("nowhere/x.npy")]
    public void AMissingPathIsSaid(string name)
    {
        NncException e = Assert.Throws<NncException>(() => DatasetReader.Read(name, DataPart.Test, new DataOptions()));

        Assert.Equal("NNC2040", e.Code);
    }

    [Fact]
    public void AnUnreadableFileIsSaid()
    {
        string path = files.Write("x.npy", DataFiles.Npy("|u1", "(1, 1)", [1]));
        using FileStream locked = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        Assert.Equal("NNC2040", Assert.Throws<NncException>(() => DatasetReader.Read(path, DataPart.Test, new DataOptions())).Code);
    }

    [Theory]
    [InlineData(new byte[] { 1, 2, 3 }, 3, "3 labels for 2 samples")]
    [InlineData(new byte[] { 1, 200 }, 2, null)]
    public void LabelsMustMatchTheSamples(byte[] labels, int count, string? expected)
    {
        string path = files.Write("images", Images);
        files.Write("labels", DataFiles.Idx(8, [count], labels));

        if (expected is null)
            Assert.Equal([1, 200], DatasetReader.Read(path, DataPart.Test, new DataOptions()).Labels!);
        else
            Assert.Contains(expected, Assert.Throws<NncException>(() => DatasetReader.Read(path, DataPart.Test, new DataOptions())).Message);
    }

    [Theory]
    [InlineData("(2, 2)", new byte[] { 1, 1, 0, 1 }, "sample 0 is not one-hot")]
    [InlineData("(2, 2)", new byte[] { 0, 1, 0, 2 }, "sample 1 is not one-hot")]
    [InlineData("(2, 1, 2)", new byte[] { 0, 1, 0, 1 }, "the shape [2, 1, 2]")]
    public void LabelRowsMustBeOneHot(string shape, byte[] numbers, string expected)
    {
        string path = files.Write("set.npz", DataFiles.Zip(CompressionLevel.Optimal,
            ("x.npy", DataFiles.Npy("|u1", "(2, 1)", [1, 2])), ("y.npy", DataFiles.Npy("|u1", shape, numbers))));

        NncException e = Assert.Throws<NncException>(() => DatasetReader.Read(path, DataPart.Test, new DataOptions()));

        Assert.Equal("NNC2043", e.Code);
        Assert.Contains(expected, e.Message);
    }

    [Fact]
    public void AnUnknownLabelColumnIsAnOptionThatDoesNotFit()
    {
        string path = files.Write("set.csv", "a,b\n1,2\n");

        NncException e = Assert.Throws<NncException>(() => DatasetReader.Read(path, DataPart.Test, new DataOptions { LabelColumn = "class" }));

        Assert.Equal("NNC2044", e.Code);
        Assert.Contains("'class' among 2 columns", e.Message);
    }

    [Fact]
    public void AFolderWithoutDataListsWhatItHolds()
    {
        files.Write("notes.txt", 1);
        files.Write("sound.wav", 1);

        NncException e = Assert.Throws<NncException>(() => DatasetReader.Read(files.Folder, DataPart.Test, new DataOptions()));

        Assert.Equal("NNC2041", e.Code);
        Assert.Contains("holds notes.txt, sound.wav", e.Message);
    }

    [Fact]
    public void AFolderWithTwoSetsIsAmbiguous()
    {
        files.Write("a.npy", 1);
        files.Write("b.npy", 1);

        Assert.Contains("a.npy, b.npy", Assert.Throws<NncException>(() => DatasetReader.Read(files.Folder, DataPart.Test, new DataOptions())).Message);
    }

    [Theory]
    [InlineData("x.idx.gz")]
    [InlineData("x.npz")]
    [InlineData("x.npy")]
    public void NoFlippedBitEndsInAnotherException(string name)
    {
        byte[] content = name switch
        {
            "x.npz" => Npz(),
            "x.npy" => DataFiles.Npy("<f4", "(2, 2)", new byte[16]),
            _ => DataFiles.Gzip(Images),
        };
        int refused = 0;
        for (int bit = 0; bit < content.Length * 8; bit++)
        {
            byte[] damaged = [.. content];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Exception? e = Record.Exception(() => DatasetReader.Read(files.Write(name, damaged), DataPart.Test, new DataOptions()));
            Assert.True(e is null or NncException, $"bit {bit}: {e}");
            refused += e is null ? 0 : 1;
        }
        Assert.InRange(refused, content.Length, content.Length * 8);
    }

    private static byte[] Npz(CompressionLevel level = CompressionLevel.Optimal) =>
        DataFiles.Zip(level, ("x.npy", DataFiles.Npy("|u1", "(2, 2)", [1, 2, 3, 4])), ("y.npy", DataFiles.Npy("|u1", "(2,)", [0, 1])));

    private static byte[] WithFlippedByte(byte[] content, byte[]? at = null, int fromEnd = 0)
    {
        content[at is null ? content.Length - fromEnd : content.AsSpan().IndexOf(at)] ^= 0xFF;
        return content;
    }
}
