using NNCompress.Coding;
using Xunit.Abstractions;

namespace NNCompress.Tests.Coding.Jpeg;

/// <summary>What every <see cref="IJpegCodec"/> must do; djpeg and cjpeg judge.</summary>
public abstract class JpegCodecConformance(ITestOutputHelper output)
{
    protected abstract IJpegCodec Codec { get; }

    [Fact]
    public void Encoded_pictures_of_all_sizes_decode_to_djpegs_pixels()
    {
        int worst = 0;
        foreach ((int width, int height) in Sizes())
        {
            byte[] pixels = TestPictures.Make("weights", width, height, width + height);
            worst = Math.Max(worst, DifferenceFromDjpeg(Codec.Encode(pixels, width, height, 1 + (width * height % 100)), width, height));
        }
        output.WriteLine($"worst difference from djpeg: {worst}");
        Assert.InRange(worst, 0, 1);
    }

    [Theory]
    [InlineData(65535, 2)]
    [InlineData(3, 65535)]
    public void The_largest_sides_come_back(int width, int height)
    {
        byte[] pixels = TestPictures.Make("smooth", width, height);
        byte[] decoded = Codec.Decode(Codec.Encode(pixels, width, height, 95), out int decodedWidth, out int decodedHeight);
        Assert.Equal((width, height), (decodedWidth, decodedHeight));
        Assert.InRange(TestPictures.Rms(pixels, decoded), 0, 1.5);
    }

    [Fact]
    public void Every_quality_and_kind_of_picture_decodes_to_djpegs_pixels()
    {
        int worst = 0;
        foreach (string kind in TestPictures.Kinds)
        {
            byte[] pixels = TestPictures.Make(kind, 61, 43);
            foreach (int quality in Qualities())
                worst = Math.Max(worst, DifferenceFromDjpeg(Codec.Encode(pixels, 61, 43, quality), 61, 43));
        }
        output.WriteLine($"worst difference from djpeg: {worst}");
        Assert.InRange(worst, 0, 1);
    }

    [Fact]
    public void Streams_of_cjpeg_decode_to_djpegs_pixels()
    {
        int worst = 0;
        string[][] options = [[], ["-optimize"], ["-restart", "1"], ["-restart", "3B"], ["-restart", "1B", "-optimize"], ["-sample", "2x2"]];
        foreach (string[] option in options)
        {
            foreach (int quality in (int[])[1, 20, 75, 100])
            {
                foreach ((int width, int height) in ((int, int)[])[(1, 1), (8, 8), (17, 31), (200, 9), (64, 64)])
                {
                    byte[] pixels = TestPictures.Make("weights", width, height, quality);
                    byte[] stream = JpegPrograms.Cjpeg(pixels, width, height, ["-grayscale", "-quality", $"{quality}", .. option]);
                    worst = Math.Max(worst, DifferenceFromDjpeg(stream, width, height));
                }
            }
        }
        output.WriteLine($"worst difference from djpeg: {worst}");
        Assert.InRange(worst, 0, 1);
    }

    [Fact]
    public void Quality_100_reproduces_a_picture_almost_exactly()
    {
        foreach (string kind in TestPictures.Kinds)
        {
            byte[] pixels = TestPictures.Make(kind, 50, 37);
            byte[] decoded = Codec.Decode(Codec.Encode(pixels, 50, 37, 100), out int width, out int height);
            Assert.Equal((50, 37), (width, height));
            // Steps of 1: each coefficient errs by a half at most, four pixels by the worst sum of them; 2 is far above what rounding does.
            Assert.InRange(TestPictures.WorstDifference(pixels, decoded), 0, 2);
        }
    }

    [Fact]
    public void Errors_are_no_larger_than_cjpegs()
    {
        foreach (int quality in Qualities())
        {
            byte[] pixels = TestPictures.Make("weights", 96, 80, quality);
            byte[] ours = Codec.Decode(Codec.Encode(pixels, 96, 80, quality), out _, out _);
            byte[] theirs = JpegPrograms.Djpeg(JpegPrograms.Cjpeg(pixels, 96, 80, "-grayscale", "-baseline", "-quality", $"{quality}"), out _, out _);
            Assert.InRange(TestPictures.Rms(pixels, ours), 0, (TestPictures.Rms(pixels, theirs) * 1.02) + 0.05);
        }
    }

    [Fact]
    public void Same_picture_same_bytes()
    {
        byte[] pixels = TestPictures.Make("noise", 33, 47);
        Assert.Equal(Codec.Encode(pixels, 33, 47, 60), Codec.Encode(pixels, 33, 47, 60));
    }

    [Theory]
    [InlineData(0, 5, 50)]
    [InlineData(5, 0, 50)]
    [InlineData(5, 5, 0)]
    [InlineData(5, 5, 101)]
    [InlineData(65536, 1, 50)]
    [InlineData(1, 65536, 50)]
    public void Sizes_and_qualities_out_of_range_are_refused(int width, int height, int quality) =>
        Assert.ThrowsAny<ArgumentException>(() => Codec.Encode(new byte[width * height], width, height, quality));

    [Fact]
    public void Pixels_that_do_not_fill_the_size_are_refused() =>
        Assert.ThrowsAny<ArgumentException>(() => Codec.Encode(new byte[24], 5, 5, 50));

    [Fact]
    public void A_truncated_stream_is_refused_or_a_picture()
    {
        byte[] stream = Codec.Encode(TestPictures.Make("weights", 21, 13), 21, 13, 40);
        for (int length = 0; length < stream.Length; length++)
            DecodeOrRefuse(stream[..length]);
    }

    [Fact]
    public void A_damaged_stream_is_refused_or_a_picture()
    {
        byte[] stream = Codec.Encode(TestPictures.Make("weights", 21, 13), 21, 13, 40);
        Random random = new(7);
        for (int trial = 0; trial < 4000; trial++)
        {
            byte[] damaged = (byte[])stream.Clone();
            for (int flips = 1 + (trial % 3); flips > 0; flips--)
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            DecodeOrRefuse(damaged);
        }
    }

    protected static IEnumerable<int> Qualities() => [1, 2, 5, 10, 20, 33, 49, 50, 51, 75, 90, 95, 99, 100];

    protected int DifferenceFromDjpeg(byte[] stream, int width, int height)
    {
        byte[] decoded = Codec.Decode(stream, out int ourWidth, out int ourHeight);
        byte[] judged = JpegPrograms.Djpeg(stream, out int theirWidth, out int theirHeight);
        Assert.Equal((width, height, width, height), (ourWidth, ourHeight, theirWidth, theirHeight));
        return TestPictures.WorstDifference(decoded, judged);
    }

    private static IEnumerable<(int Width, int Height)> Sizes()
    {
        foreach (int a in (int[])[1, 2, 7, 8, 9, 15, 16, 17, 23, 25, 28, 31, 32, 33, 39, 40])
        {
            yield return (a, a);
            yield return (a, 1);
            yield return (1, a);
            yield return (a, 41 - a);
            yield return (28, a);
        }
        // libjpeg's own limit, below that of the standard.
        yield return (65500, 1);
        yield return (1, 65500);
        yield return (300, 200);
    }

    private void DecodeOrRefuse(byte[] stream)
    {
        try
        {
            byte[] pixels = Codec.Decode(stream, out int width, out int height);
            Assert.Equal((long)width * height, pixels.Length);
        }
        catch (InvalidDataException e)
        {
            Assert.DoesNotContain('\n', e.Message);
        }
    }
}
