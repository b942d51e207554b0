using NNCompress.Conformance.Jpeg;
using NNCompress.Data;
using NNCompress.Data.Images;
using Xunit.Abstractions;

namespace NNCompress.Tests.Data.Images;

/// <summary>JPEG as data; djpeg judges.</summary>
public sealed class JpegImageTests(ITestOutputHelper output) : IDisposable
{
    private readonly DataFiles files = new();

    public void Dispose() => files.Dispose();

    [Theory]
    [InlineData("-sample", "1x1")]
    [InlineData("-sample", "2x1")]
    [InlineData("-sample", "2x2")]
    [InlineData("-sample", "1x2")]
    [InlineData("-sample", "4x1")]
    [InlineData("-restart", "1")]
    [InlineData("-optimize", "-rgb")]
    public void Colours_are_those_of_djpeg_but_for_its_transforms_rounding(string option, string value)
    {
        int worst = 0;
        foreach ((int width, int height) in ((int, int)[])[(1, 1), (3, 2), (8, 8), (17, 9), (33, 40), (64, 48)])
        {
            byte[] red = TestPictures.Make("smooth", width, height, 1), green = TestPictures.Make("weights", width, height, 2), blue = TestPictures.Make("smooth", width, height, 7);
            byte[] pixels = [.. Enumerable.Range(0, width * height).SelectMany(i => new[] { red[i], green[i], blue[i] })];
            byte[] stream = JpegPrograms.CjpegColour(pixels, width, height, "-quality", "85", option, value);
            byte[] judged = JpegPrograms.DjpegColour(stream, out _, out _);
            Picture picture = Read(stream);
            Assert.Equal((width, height, 3), (picture.Width, picture.Height, picture.Channels));
            byte[] ours = [.. Enumerable.Range(0, judged.Length).Select(i => (byte)picture.Values[(i % 3 * width * height) + (i / 3)])];
            worst = Math.Max(worst, TestPictures.WorstDifference(ours, judged));
        }
        output.WriteLine($"worst difference from djpeg: {worst}");
        // The inverse transform may round a sample of each component the other way; blue takes 1.77 of one of them.
        Assert.InRange(worst, 0, 3);
    }

    [Fact]
    public void Gray_streams_are_gray()
    {
        byte[] stream = JpegPrograms.Cjpeg(TestPictures.Make("weights", 21, 30), 21, 30, "-grayscale", "-sample", "2x2");
        Picture picture = Read(stream);
        Assert.Equal(1, picture.Channels);
        Assert.InRange(TestPictures.WorstDifference([.. picture.Values.Select(v => (byte)v)], JpegPrograms.Djpeg(stream, out _, out _)), 0, 1);
    }

    [Fact]
    public void Kinds_that_are_not_read_name_the_package()
    {
        byte[] pixels = TestPictures.Make("smooth", 60, 20);
        foreach ((string option, string expected) in new[] { ("-progressive", "progressive"), ("-arithmetic", "arithmetic|FF C9") })
        {
            NncException e = Assert.Throws<NncException>(() => Read(JpegPrograms.CjpegColour(pixels, 20, 20, option)));
            Assert.Equal("NNC2197", e.Code);
            Assert.Matches(expected, e.Message);
            Assert.Contains("dotnet add package NNCompress.ImageSharp", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Any_flipped_or_missing_byte_is_an_error_or_a_picture()
    {
        byte[] file = JpegPrograms.CjpegColour(TestPictures.Make("noise", 63, 19), 21, 19, "-sample", "2x2");
        int refused = 0;
        foreach (byte[] damaged in DamagedFiles.Of(file))
        {
            try
            {
                Read(damaged);
            }
            catch (NncException e)
            {
                refused++;
                Assert.True(e.Code is "NNC2195" or "NNC2196" or "NNC2197", e.Message);
                Assert.DoesNotContain('\n', e.Message);
            }
        }
        // At least all that were cut.
        Assert.InRange(refused, 160, 500);
    }

    [Fact]
    public void A_frame_that_announces_more_than_the_file_can_hold_allocates_nothing()
    {
        byte[] file = JpegPrograms.CjpegColour(TestPictures.Make("noise", 24, 8), 8, 8);
        int frame = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        (file[frame + 5], file[frame + 7]) = (0x1F, 0x1F);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("NNC2195", Assert.Throws<NncException>(() => Read(file)).Code);
        (file[frame + 5], file[frame + 7]) = (0xFF, 0xFF);
        Assert.Equal("NNC2196", Assert.Throws<NncException>(() => Read(file)).Code);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    private Picture Read(byte[] file) => ImageFile.Read(files.Write("a.jpg", file), () => null);
}
