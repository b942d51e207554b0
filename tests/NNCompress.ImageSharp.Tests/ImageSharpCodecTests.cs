using System.Reflection;
using NNCompress.Coding;
using NNCompress.Conformance.Jpeg;
using Xunit.Abstractions;

namespace NNCompress.ImageSharp.Tests;

public sealed class ImageSharpCodecTests(ITestOutputHelper output) : JpegCodecConformance(output)
{
    private static readonly Version Used = typeof(SixLabors.ImageSharp.Image).Assembly.GetName().Version!;

    private readonly ITestOutputHelper log = output;

    protected override IJpegCodec Codec { get; } = new ImageSharpCodec();

    protected override string Choice => typeof(ImageSharpCodec).Assembly.Location;

    // Version 2 takes the limit for the first size too large.
    protected override int LongestSide => Used.Major < 3 ? 65534 : 65535;

    [Fact]
    public void Plain_streams_are_larger_than_the_built_in_codecs_by_the_tables_that_are_not_fitted()
    {
        AssemblyInformationalVersionAttribute version = typeof(SixLabors.ImageSharp.Image).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!;
        log.WriteLine($"ImageSharp {version.InformationalVersion}");
        foreach (int quality in Qualities())
        {
            byte[] pixels = TestPictures.Make("weights", 160, 120, quality);
            int ours = Codec.Encode(pixels, 160, 120, quality).Length;
            int plain = JpegPrograms.Cjpeg(pixels, 160, 120, "-grayscale", "-baseline", "-quality", $"{quality}").Length;
            log.WriteLine($"quality {quality}: {ours} bytes, cjpeg without -optimize {plain}");
            Assert.InRange(ours, plain * 0.9, plain * 1.1);
        }
    }
}
