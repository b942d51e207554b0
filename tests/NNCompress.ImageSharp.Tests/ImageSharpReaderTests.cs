using System.Buffers.Binary;
using NNCompress.Conformance.Jpeg;
using NNCompress.Data;
using NNCompress.Reports.Pictures;
using Xunit.Abstractions;

namespace NNCompress.ImageSharp.Tests;

public sealed class ImageSharpReaderTests(ITestOutputHelper output) : IDisposable
{
    private readonly ImageSharpReader reader = new();

    private readonly string folder = Directory.CreateTempSubdirectory("nnc-images-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Png_is_what_the_library_itself_reads()
    {
        byte[] file = PngEncoder.Encode(TestPictures.Make("noise", 19, 7), 19, 7, [.. Enumerable.Range(0, 768).Select(i => (byte)(i * 37))]);
        Assert.Equal(0, Difference("a.png", file));
    }

    [Fact]
    public void Jpeg_is_what_the_library_itself_reads_but_for_rounding()
    {
        byte[] noise = TestPictures.Make("smooth", 3 * 40, 30);
        int gray = Difference("a.jpg", JpegPrograms.Cjpeg(TestPictures.Make("weights", 40, 30), 40, 30, "-grayscale"));
        int colour = Difference("a.jpg", JpegPrograms.CjpegColour(noise, 40, 30, "-sample", "1x1"));
        output.WriteLine($"worst difference from the built-in reader: gray {gray}, colour {colour}");
        Assert.InRange(gray, 0, 1);
        Assert.InRange(colour, 0, 3);
    }

    [Fact]
    public void A_folder_of_other_formats_is_read()
    {
        File.WriteAllBytes(Path.Combine(folder, "a.bmp"), Bmp(2, 2, [10, 20, 30, 40, 50, 60, 0, 0, 1, 2, 3, 4, 5, 6, 0, 0]));
        File.WriteAllBytes(Path.Combine(folder, "b.jpg"), JpegPrograms.CjpegColour([.. Enumerable.Repeat((byte)128, 12)], 2, 2, "-progressive"));
        Dataset data = DatasetReader.Read(folder, DataPart.Test, new DataOptions { Divisor = 1 }, images: new ImageOptions(ImageInput.Open, () => reader));
        Assert.Equal([3, 2, 2], data.SampleShape);
        // Rows from below, blue first.
        Assert.Equal([3, 6, 30, 60, 2, 5, 20, 50, 1, 4, 10, 40], data.Inputs[..12]);
        Assert.All(data.Inputs[12..], v => Assert.InRange(v, 127, 129));
    }

    [Fact]
    public void What_is_damaged_unknown_or_too_large_is_refused()
    {
        byte[] large = Bmp(1, 1, [1, 2, 3, 0]);
        BinaryPrimitives.WriteInt32LittleEndian(large.AsSpan(18), 60_000);
        BinaryPrimitives.WriteInt32LittleEndian(large.AsSpan(22), 60_000);
        foreach (byte[] file in new[] { large, [1, 2, 3], [], [.. "GIF89a"u8], JpegPrograms.CjpegColour(new byte[300], 10, 10, "-progressive")[..60] })
            Assert.DoesNotContain('\n', Assert.Throws<InvalidDataException>(() => reader.Read(file, 1 << 26)).Message);
        Assert.Contains("more than 3", Assert.Throws<InvalidDataException>(() => reader.Read(Bmp(2, 2, new byte[16]), 3)).Message, StringComparison.Ordinal);
    }

    private static byte[] Bmp(int width, int height, byte[] rows)
    {
        byte[] head = new byte[54];
        (head[0], head[1], head[10], head[14], head[26], head[28]) = ((byte)'B', (byte)'M', 54, 40, 1, 24);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(2), 54 + rows.Length);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(22), height);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(34), rows.Length);
        return [.. head, .. rows];
    }

    private int Difference(string name, byte[] file)
    {
        File.WriteAllBytes(Path.Combine(folder, name), file);
        Dataset own = DatasetReader.Read(folder, DataPart.Test, new DataOptions { Divisor = 1 });
        Picture picture = reader.Read(file, 1 << 20);
        Assert.Equal([picture.Channels, picture.Height, picture.Width], own.SampleShape);
        return (int)Math.Ceiling(own.Inputs.Zip(picture.Values, (a, b) => Math.Abs(a - b)).Max() - 1e-3);
    }
}
