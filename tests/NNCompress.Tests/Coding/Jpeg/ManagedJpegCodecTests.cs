using NNCompress.Coding;
using NNCompress.Coding.Jpeg;
using NNCompress.Conformance.Jpeg;
using Xunit.Abstractions;

namespace NNCompress.Tests.Coding.Jpeg;

public sealed class ManagedJpegCodecTests(ITestOutputHelper output) : JpegCodecConformance(output)
{
    private readonly ITestOutputHelper log = output;

    protected override IJpegCodec Codec { get; } = new ManagedJpegCodec();

    protected override string Choice => "managed";

    [Fact]
    public void Streams_are_no_larger_than_those_of_cjpeg_optimised()
    {
        foreach (string kind in TestPictures.Kinds)
        {
            foreach (int quality in Qualities())
            {
                byte[] pixels = TestPictures.Make(kind, 160, 120, quality);
                int ours = Codec.Encode(pixels, 160, 120, quality).Length;
                int theirs = JpegPrograms.Cjpeg(pixels, 160, 120, "-grayscale", "-baseline", "-optimize", "-quality", $"{quality}").Length;
                log.WriteLine($"{kind} {quality}: {ours} bytes, cjpeg {theirs}");
                Assert.InRange(ours, 0, (int)(theirs * 1.005) + 2);
            }
        }
    }

    [Fact]
    public void Progressive_streams_are_refused_by_name()
    {
        byte[] stream = JpegPrograms.Cjpeg(TestPictures.Make("smooth", 20, 20), 20, 20, "-grayscale", "-progressive");
        Assert.Contains("progressive", Refusal(stream), StringComparison.Ordinal);
    }

    [Fact]
    public void Colour_streams_are_refused_by_name()
    {
        byte[] stream = JpegPrograms.CjpegColour(TestPictures.Make("noise", 60, 20), 20, 20);
        Assert.Contains("3 components", Refusal(stream), StringComparison.Ordinal);
    }

    [Fact]
    public void Arithmetic_streams_are_refused()
    {
        byte[] stream = JpegPrograms.Cjpeg(TestPictures.Make("smooth", 20, 20), 20, 20, "-grayscale", "-arithmetic");
        Assert.Contains("FF C9", Refusal(stream), StringComparison.Ordinal);
    }

    private string Refusal(byte[] stream) => Assert.Throws<InvalidDataException>(() => Codec.Decode(stream, out _, out _)).Message;
}
