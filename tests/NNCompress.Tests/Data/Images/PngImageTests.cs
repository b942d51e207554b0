using NNCompress.Data;
using NNCompress.Data.Images;

namespace NNCompress.Tests.Data.Images;

public sealed class PngImageTests : IDisposable
{
    private readonly DataFiles files = new();

    public void Dispose() => files.Dispose();

    public static TheoryData<int, int> Kinds => new() { { 0, 1 }, { 0, 2 }, { 0, 4 }, { 0, 8 }, { 0, 16 }, { 2, 8 }, { 2, 16 }, { 3, 1 }, { 3, 2 }, { 3, 4 }, { 3, 8 }, { 4, 8 }, { 4, 16 }, { 6, 8 }, { 6, 16 } };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_and_filter_comes_back_exactly(int colour, int depth)
    {
        byte[] palette = [.. Enumerable.Range(0, 3 << depth).Select(i => (byte)(i * 37)).Take(3 * 256)];
        foreach ((int width, int height) in ((int, int)[])[(1, 1), (1, 9), (9, 1), (5, 4), (8, 8), (13, 17), (3, 2)])
        {
            foreach (bool interlaced in (bool[])[false, true])
            {
                Picture picture = Read(PngFiles.Make(width, height, depth, colour, interlaced, Sample, colour == 3 ? palette : null));
                int channels = colour is 0 or 4 ? 1 : 3;
                Assert.Equal((width, height, channels), (picture.Width, picture.Height, picture.Channels));
                for (int i = 0; i < picture.Values.Length; i++)
                {
                    (int channel, int at) = Math.DivRem(i, width * height);
                    float expected = colour == 3 ? palette[(3 * Sample(at % width, at / width, 0)) + channel] : (float)(255.0 * Sample(at % width, at / width, channel) / ((1 << depth) - 1));
                    Assert.Equal(expected, picture.Values[i], 1e-4);
                }
            }
        }

        int Sample(int x, int y, int channel) => ((x * 7919) + (y * 104729) + (channel * 1299709) + (x * y * 31)) & ((1 << depth) - 1);
    }

    [Fact]
    public void A_palette_of_grays_is_gray() =>
        Assert.Equal(1, Read(PngFiles.Make(3, 3, 2, 3, false, (x, _, _) => x, [0, 0, 0, 90, 90, 90, 200, 200, 200])).Channels);

    [Theory]
    [InlineData("kind", "of colour type 5")]
    [InlineData("cut", "ends before its end chunk")]
    [InlineData("order", "the header is not the first chunk")]
    public void Damaged_files_are_one_error(string damage, string expected)
    {
        byte[] data = PngFiles.Deflated(new byte[3 * 4]);
        byte[] file = damage switch
        {
            "kind" => PngFiles.File(PngFiles.Header(3, 3, 8, 5, false), null, data),
            "cut" => PngFiles.File(PngFiles.Header(3, 3, 8, 0, false), null, data)[..^12],
            _ => [.. PngFiles.File(PngFiles.Header(3, 3, 8, 0, false), null, data).AsSpan(0, 8), .. PngFiles.Chunk("IDAT", data), .. PngFiles.Chunk("IEND", [])],
        };
        NncException error = Refusal(file);
        Assert.Equal("NNC2195", error.Code);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(11, "before the last row")]
    [InlineData(13, "after the last row")]
    public void Data_of_another_length_is_refused(int bytes, string expected) =>
        Assert.Contains(expected, Refusal(PngFiles.File(PngFiles.Header(3, 3, 8, 0, false), null, PngFiles.Deflated(new byte[bytes]))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_header_that_announces_more_than_the_file_can_hold_allocates_nothing()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("NNC2196", Refusal(PngFiles.File(PngFiles.Header(50_000, 50_000, 8, 2, false), null, PngFiles.Deflated(new byte[100]))).Code);
        Assert.Contains("cannot hold", Refusal(PngFiles.File(PngFiles.Header(8000, 8000, 16, 6, true), null, PngFiles.Deflated(new byte[100]))).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void Data_that_inflates_past_its_size_is_not_inflated()
    {
        byte[] bomb = PngFiles.File(PngFiles.Header(3, 3, 8, 0, false), null, PngFiles.Deflated(new byte[64 << 20]));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("NNC2195", Refusal(bomb).Code);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void Any_flipped_or_missing_byte_is_an_error_or_a_picture()
    {
        byte[] file = PngFiles.Make(9, 7, 8, 2, true, (x, y, c) => x * y * (c + 1) & 255);
        foreach (byte[] damaged in DamagedFiles.Of(file))
        {
            try
            {
                Read(damaged);
            }
            catch (NncException e)
            {
                Assert.True(e.Code is "NNC2195" or "NNC2196" or "NNC2197", e.Message);
                Assert.DoesNotContain('\n', e.Message);
            }
        }
    }

    private Picture Read(byte[] file) => ImageFile.Read(files.Write("a.png", file), () => null);

    private NncException Refusal(byte[] file) => Assert.Throws<NncException>(() => Read(file));
}
