using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using NNCompress.Reports.Pictures;

namespace NNCompress.Tests.Reports;

public sealed class PngEncoderTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(28, 28)]
    [InlineData(301, 2)]
    [InlineData(3, 700)]
    public void A_reader_by_the_standard_gets_the_levels_back(int width, int height)
    {
        byte[] levels = new byte[width * height];
        new Random(width).NextBytes(levels);
        byte[] png = PngEncoder.Encode(levels, width, height, WeightPalette.Colours);
        List<(string Type, byte[] Data)> chunks = Chunks(png);
        Assert.Equal(["IHDR", "PLTE", "tRNS", "IDAT", "IEND"], chunks.Select(c => c.Type));
        Assert.Equal((width, height), (BinaryPrimitives.ReadInt32BigEndian(chunks[0].Data), BinaryPrimitives.ReadInt32BigEndian(chunks[0].Data.AsSpan(4))));
        Assert.Equal([8, 3, 0, 0, 0], chunks[0].Data[8..]);
        Assert.Equal(WeightPalette.Colours.ToArray(), chunks[1].Data);
        using ZLibStream inflated = new(new MemoryStream(chunks[3].Data), CompressionMode.Decompress);
        using MemoryStream lines = new();
        inflated.CopyTo(lines);
        byte[] raw = lines.ToArray();
        Assert.Equal(height * (width + 1), raw.Length);
        for (int y = 0; y < height; y++)
        {
            Assert.Equal(0, raw[y * (width + 1)]);
            Assert.Equal(levels[(y * width)..((y + 1) * width)], raw[((y * (width + 1)) + 1)..((y + 1) * (width + 1))]);
        }
    }

    [Fact]
    public void What_is_no_picture_is_refused()
    {
        Assert.Throws<ArgumentException>(() => PngEncoder.Encode(new byte[5], 2, 3, WeightPalette.Colours));
        Assert.Throws<ArgumentException>(() => PngEncoder.Encode([], 0, 3, WeightPalette.Colours));
        Assert.Throws<ArgumentException>(() => PngEncoder.Encode(new byte[6], 2, 3, new byte[3]));
    }

    [Fact]
    public void Levels_tell_sign_and_size_and_blanks()
    {
        Assert.Equal([1, 128, 255, 255, 0, 192], new[] { -2f, 0, 2, 99, float.NaN, 1 }.Select(w => WeightPicture.LevelOf(w, 2)));
        Assert.Equal([128, 128], new[] { 0f, 5 }.Select(w => WeightPicture.LevelOf(w, 0)));
        WeightPicture picture = WeightPicture.Of([float.NaN, -1, 0, 0.13f, 1], 5, 1, 1).InSteps(8);
        Assert.Equal([0, 1, 128, 144, 255], picture.Levels);
    }

    /// <summary>Every chunk's type and data; its checksum is held against one computed bit by bit.</summary>
    private static List<(string, byte[])> Chunks(byte[] png)
    {
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], png[..8]);
        List<(string, byte[])> chunks = [];
        for (int at = 8; at < png.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            Assert.Equal(SlowCrc(png.AsSpan(at + 4, length + 4)), BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at + 8 + length)));
            chunks.Add((Encoding.ASCII.GetString(png, at + 4, 4), png[(at + 8)..(at + 8 + length)]));
            at += length + 12;
        }
        return chunks;
    }

    private static uint SlowCrc(ReadOnlySpan<byte> bytes)
    {
        uint state = uint.MaxValue;
        foreach (byte b in bytes)
        {
            state ^= b;
            for (int bit = 0; bit < 8; bit++)
                state = (state & 1) == 1 ? (state >> 1) ^ 0xEDB88320 : state >> 1;
        }
        return ~state;
    }
}
