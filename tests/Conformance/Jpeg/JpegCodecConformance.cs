using NNCompress.Coding;
using NNCompress.Coding.Jpeg;
using NNCompress.Compression;
using NNCompress.Models;
using NNCompress.Models.Building;
using NNCompress.Runtime;
using Xunit.Abstractions;

namespace NNCompress.Conformance.Jpeg;

/// <summary>What every <see cref="IJpegCodec"/> must do; djpeg and cjpeg judge.</summary>
public abstract class JpegCodecConformance(ITestOutputHelper output)
{
    protected abstract IJpegCodec Codec { get; }

    /// <summary>What the tool's --jpeg-codec names it by.</summary>
    protected abstract string Choice { get; }

    /// <summary>The longest side that it has pictures of; JPEG's own limit is 65,535.</summary>
    protected virtual int LongestSide => 65535;

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
    [InlineData(0, 2)]
    [InlineData(3, 0)]
    public void The_largest_sides_come_back(int width, int height)
    {
        (width, height) = (width == 0 ? LongestSide : width, height == 0 ? LongestSide : height);
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

    /// <summary>Entropy coding is the library's own, so that the sizes tell of the levels alone.</summary>
    [Fact]
    public void Sections_are_within_a_tenth_of_the_built_in_codecs_and_decode_to_much_the_same_weights()
    {
        double worstSize = 0, worstError = 0;
        foreach (CoderKind coder in (CoderKind[])[CoderKind.JpegPerNeuron, CoderKind.JpegTiled])
        {
            foreach (int quality in Qualities())
            {
                Tensor tensor = Weights(40, 28 * 28, quality);
                TensorCoding coding = new(coder, 0, quality, (28, 28));
                byte[] ours = JpegTensorCoder.Encode(tensor, coding), theirs = JpegTensorCoder.Encode(tensor, coding, codec: Codec);
                double size = Math.Abs(theirs.Length - ours.Length) / (double)ours.Length;
                double error = Error(tensor, JpegWeights.Decode((int)coder, theirs, 0, theirs.Length, tensor.Shape)) / Error(tensor, JpegWeights.Decode((int)coder, ours, 0, ours.Length, tensor.Shape));
                (worstSize, worstError) = (Math.Max(worstSize, size), Math.Max(worstError, error));
            }
        }
        output.WriteLine($"sizes differ by {100 * worstSize:F2} % at most, errors are {worstError:F4} times the built-in codec's at most");
        Assert.InRange(worstSize, 0, 0.1);
        Assert.InRange(worstError, 0, 1.1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(45)]
    [InlineData(100)]
    public void Artifacts_decode_to_what_was_verified(int quality)
    {
        string folder = Directory.CreateTempSubdirectory("nnc-conformance-").FullName;
        try
        {
            string model = Path.Combine(folder, "model.onnx"), artifact = Path.Combine(folder, "model.nnz");
            OnnxFile.Save(Architecture.Parse("mlp:100-17-5").Build(3, [100]), model);
            CompressionRequest request = new() { ModelPath = model, OutputPath = artifact, JpegQuality = quality, JpegCodec = Choice };
            new Operations(new Silence()).Encode(request, default);
            using NnzFile file = NnzFile.OpenFile(artifact);
            NnzSection picture = Assert.Single(file.Sections, s => s.Coder is (int)CoderKind.JpegPerNeuron or (int)CoderKind.JpegTiled);
            float[] decoded = file.ReadTensors()[picture.Name].Data;
            double error = Error(OnnxFile.Load(model).Constant(picture.Name)!, decoded);
            output.WriteLine($"quality {quality}: relative error {error:F4}");
            // Weights of noise: at the lowest quality a picture says next to nothing of them.
            Assert.InRange(error, 0, quality switch { 1 => 1.2, 45 => 0.6, _ => 0.05 });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
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

    private static Tensor Weights(int neurons, int length, int seed)
    {
        Random random = new(seed);
        float[] data = new float[neurons * length];
        for (int i = 0; i < data.Length; i++)
            data[i] = (float)((0.1 * Math.Sin(i * 0.2)) + (0.05 * (random.NextDouble() + random.NextDouble() - 1)));
        return new Tensor("t", [neurons, length], data);
    }

    /// <summary>Relative to the weights.</summary>
    private static double Error(Tensor original, float[] decoded) =>
        Math.Sqrt(original.Floats.Zip(decoded, (a, b) => ((double)a - b) * ((double)a - b)).Sum() / original.Floats.Sum(a => (double)a * a));

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
