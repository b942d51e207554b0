namespace NNCompress.Runtime.Tests;

/// <summary>Files whose weights lie in a file beside the ONNX file, and files that are read from streams.</summary>
public sealed class DataFileTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nncompress-tests-");

    // Two raw scalars, 1.0 and 2.0, in data file 'd'; the ONNX file is empty.
    private static byte[] Two => With([1, (byte)'d']);

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Tensors_lie_at_pages_of_the_data_file()
    {
        NnzFile file = NnzFile.Open(Two);
        Assert.Equal(("d", 4100L, 0), (file.DataName, file.DataLength, file.OnnxLength));
        string path = Path.Combine(folder.FullName, "model.onnx");
        file.WriteOnnx(path);
        Assert.Equal([], File.ReadAllBytes(path));
        byte[] expected = [.. BitConverter.GetBytes(1f), .. new byte[4092], .. BitConverter.GetBytes(2f)];
        Assert.Equal(expected, File.ReadAllBytes(Path.Combine(folder.FullName, "d")));
        Assert.Equal(2, Directory.GetFiles(folder.FullName).Length);
        Assert.Equal([2f], file.ReadTensors()["v"].Data);
    }

    [Fact]
    public void What_is_there_stays_where_the_checksum_is_wrong()
    {
        byte[] damaged = Two;
        damaged[^1] ^= 1;
        string path = Path.Combine(folder.FullName, "model.onnx");
        File.WriteAllText(path, "before");
        Assert.Contains("checksum that it had", Assert.Throws<InvalidDataException>(() => NnzFile.Open(NnzBytes.Resealed(damaged)).WriteOnnx(path)).Message, StringComparison.Ordinal);
        Assert.Equal("before", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(folder.FullName));
    }

    [Theory]
    [InlineData("../d")]
    [InlineData("..")]
    [InlineData(" ")]
    [InlineData("")]
    [InlineData("a\\d")]
    [InlineData("c:d")]
    [InlineData("/d")]
    [InlineData("a\0")]
    public void A_name_that_leads_elsewhere_is_refused(string name)
    {
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => NnzFile.Open(With([(byte)name.Length, .. name.Select(c => (byte)c)])));
        Assert.Contains("the data file's name is not that of a file", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_cut_off_or_too_long_is_refused()
    {
        Assert.Contains("ends inside the data file's name", Fails(With([90, (byte)'d'])), StringComparison.Ordinal);
        Assert.Contains("at most 255 fits", Fails(With([0x80, 2])), StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_are_all_apart_or_none()
    {
        byte[] file = Two;
        // The kind of the second tensor.
        file[25] = 0x10;
        Assert.Contains("some of its weights are in the model", Fails(NnzBytes.Resealed(file)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_limit_counts_both_files()
    {
        Assert.Equal(4100, NnzFile.Open(Two, 4100).DataLength);
        Assert.Equal("NNC2063", Assert.Throws<InvalidDataException>(() => NnzFile.Open(Two, 4099)).Data[NnzError.CodeKey]);
    }

    [Fact]
    public void A_stream_is_read_from_where_it_stands()
    {
        MemoryStream stream = new([7, 7, .. NnzBytes.Golden]) { Position = 2 };
        using NnzFile file = NnzFile.Open(stream), whole = NnzFile.Open(NnzBytes.Golden);
        Assert.Equal(whole.ReadOnnx(), file.ReadOnnx());
        Assert.Equal(whole.Sections.Select(s => s.GetPayload()), file.Sections.Select(s => s.GetPayload()));
        string path = Path.Combine(folder.FullName, "model.onnx");
        file.WriteOnnx(path);
        Assert.Equal(whole.ReadOnnx(), File.ReadAllBytes(path));
        Assert.Single(Directory.GetFiles(folder.FullName));
    }

    [Fact]
    public void A_damaged_stream_is_refused_as_a_damaged_array()
    {
        for (int length = 0; length < NnzBytes.Golden.Length; length++)
        {
            byte[] part = NnzBytes.Golden[..length];
            Assert.Equal(Fails(part), Assert.Throws<InvalidDataException>(() => NnzFile.Open(new MemoryStream(part))).Message);
        }
    }

    [Fact]
    public void Checksums_of_parts_make_that_of_the_whole()
    {
        byte[] bytes = new byte[5000];
        new Random(3).NextBytes(bytes);
        uint whole = Crc32.Of(bytes, 0, bytes.Length);
        foreach (int cut in new[] { 0, 1, 7, 4096, 4999, 5000 })
            Assert.Equal(whole, Crc32.Combine(Crc32.Of(bytes, 0, cut), Crc32.Of(bytes, cut, bytes.Length - cut), bytes.Length - cut));
    }

    private static byte[] With(byte[] name)
    {
        byte[] data = [.. BitConverter.GetBytes(1f), .. new byte[4092], .. BitConverter.GetBytes(2f)];
        byte[] Entry(char letter) => [0, 0x18, 0, 1, (byte)letter, 0, 4];
        return NnzBytes.Sealed([.. NnzBytes.UInt32(Crc32.Of(data, 0, data.Length)), 0, 0, 0, 2, .. Entry('w'), .. Entry('v'), .. name, .. BitConverter.GetBytes(1f), .. BitConverter.GetBytes(2f)]);
    }

    private static string Fails(byte[] file) => Assert.Throws<InvalidDataException>(() => NnzFile.Open(file)).Message;
}
