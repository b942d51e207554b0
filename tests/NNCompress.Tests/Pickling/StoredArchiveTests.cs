using System.Buffers.Binary;
using System.IO.Compression;
using NNCompress.Models.Weights;
using NNCompress.Tests.Models.Weights;

namespace NNCompress.Tests.Pickling;

/// <summary>Archives that lie about what is in them.</summary>
public sealed class StoredArchiveTests : IDisposable
{
    private readonly WeightFiles files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public void A_sound_one_is_read() =>
        Assert.Equal(["w Float [4] 0 0 0 0"], WeightFiles.Described(WeightFile.Load(files.Write("w.pt", Sound()), WeightFormat.PyTorch)));

    [Theory]
    [InlineData(CompressionLevel.SmallestSize)]
    [InlineData(CompressionLevel.Fastest)]
    public void Compressed_members_are_not_opened(CompressionLevel level)
    {
        using MemoryStream content = new();
        using (ZipArchive archive = new(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream bomb = archive.CreateEntry("archive/data.pkl", level).Open();
            bomb.Write(new byte[100 << 20]);
        }
        NncException failure = WeightFiles.Fails(files.Write("bomb.pt", content.ToArray()), WeightFormat.PyTorch, 4 << 20);
        Assert.Equal("NNC2174", failure.Code);
        Assert.Contains("compressed", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_that_lie_are_refused()
    {
        byte[] sound = Sound();
        int first = Find(sound, 0x02014B50, 0);
        Refused(sound, first + 20, 100, "compressed", 4);
        Refused(sound, first + 20, 1 << 30, "compressed", 4);
        byte[] both = [.. sound];
        BinaryPrimitives.WriteInt32LittleEndian(both.AsSpan(first + 20), 1 << 30);
        Refused(both, first + 24, 1 << 30, "the members end", 4);
        Refused(sound, first + 42, 1 << 30, "outside the file", 4);
        Refused(sound, first + 42, 1, "members end", 4);
        Refused(sound, first + 8, 1, "encrypted", 2);
        Refused(sound, first + 10, 8, "compressed", 2);
    }

    [Fact]
    public void A_directory_that_lies_is_refused()
    {
        byte[] sound = Sound();
        int end = Find(sound, 0x06054B50, 0);
        Refused(sound, end + 10, 60_000, "60000 members", 2);
        Refused(sound, end + 10, 1, "data/0' is missing", 2);
        Refused(sound, end + 12, 1 << 25, "from byte", 4);
        Refused(sound, end + 16, 1 << 30, "from byte", 4);
        Refused(sound, end + 16, -1, "zip64 directory is missing", 4);
        Refused(sound, end + 20, 7, "no zip directory", 2);
    }

    [Fact]
    public void Members_that_share_bytes_are_refused()
    {
        byte[] sound = Sound();
        int first = Find(sound, 0x02014B50, 0), second = Find(sound, 0x02014B50, first + 1);
        sound.AsSpan(first + 42, 4).CopyTo(sound.AsSpan(second + 42));
        sound.AsSpan(first + 20, 8).CopyTo(sound.AsSpan(second + 20));
        Refused(sound, first + 42, BinaryPrimitives.ReadInt32LittleEndian(sound.AsSpan(first + 42)), "lies over another one", 4);
    }

    [Fact]
    public void Many_members_take_as_much_memory_as_the_file()
    {
        using MemoryStream content = new();
        using (ZipArchive archive = new(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (int i = 0; i < 20_000; i++)
                archive.CreateEntry($"archive/{i}", CompressionLevel.NoCompression);
        }
        Assert.Equal("NNC2174", WeightFiles.Fails(files.Write("many.pt", content.ToArray()), WeightFormat.PyTorch, 16 << 20).Code);
    }

    [Fact]
    public void Numbers_of_the_other_order_are_refused()
    {
        byte[] pickle = TorchBytes.Tensor(4, 0, [4], [1]);
        using MemoryStream output = new();
        NNCompress.Pickling.StoredArchiveWriter archive = new(output);
        archive.Add("archive/data.pkl", pickle.Length, s => s.Write(pickle));
        archive.Add("archive/byteorder", 3, s => s.Write("big"u8));
        archive.Add("archive/data/0", 16, s => s.Write(new byte[16]));
        archive.Finish();
        Assert.Contains("little-endian", WeightFiles.Fails(files.Write("big.pt", output.ToArray()), WeightFormat.PyTorch).Message, StringComparison.Ordinal);
    }

    private static byte[] Sound() => TorchBytes.Archive(TorchBytes.Tensor(4, 0, [4], [1]), new byte[16]);

    private void Refused(byte[] sound, int at, int value, string says, int width)
    {
        byte[] changed = [.. sound], number = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(number, value);
        number.AsSpan(0, width).CopyTo(changed.AsSpan(at));
        NncException failure = WeightFiles.Fails(files.Write("lie.pt", changed), WeightFormat.PyTorch);
        Assert.Equal("NNC2174", failure.Code);
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
    }

    private static int Find(byte[] content, uint signature, int from)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, signature);
        return from + content.AsSpan(from).IndexOf(bytes);
    }
}
