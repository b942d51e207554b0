using NNCompress.Coding;
using NNCompress.Coding.Jpeg;
using NNCompress.Models;
using NNCompress.Runtime;

namespace NNCompress.Tests.Coding.Jpeg;

/// <summary>Damaged sections of JPEG-coded tensors: refused, or floats of the right number; never anything else.</summary>
public sealed class JpegSectionTests
{
    private static readonly int[] Shape = [6, 12];

    [Theory]
    [InlineData(CoderKind.JpegPerNeuron)]
    [InlineData(CoderKind.JpegTiled)]
    public void Every_truncation_and_extension_is_refused(CoderKind coder)
    {
        foreach (byte[] section in Sections(coder))
        {
            for (int length = 0; length < section.Length; length++)
                Assert.Throws<InvalidDataException>(() => JpegWeights.Decode((int)coder, section, 0, length, Shape));
            byte[] longer = [.. section, 0];
            Assert.Throws<InvalidDataException>(() => JpegWeights.Decode((int)coder, longer, 0, longer.Length, Shape));
        }
    }

    [Theory]
    [InlineData(CoderKind.JpegPerNeuron)]
    [InlineData(CoderKind.JpegTiled)]
    public void Every_flipped_bit_is_refused_or_decodes(CoderKind coder)
    {
        foreach (byte[] section in Sections(coder))
        {
            for (int bit = 0; bit < section.Length * 8; bit++)
            {
                byte[] damaged = (byte[])section.Clone();
                damaged[bit / 8] ^= (byte)(1 << (bit % 8));
                try
                {
                    Assert.Equal(72, JpegWeights.Decode((int)coder, damaged, 0, damaged.Length, Shape).Length);
                    foreach (KeyValuePair<string, byte[]> file in JpegWeights.Extract((int)coder, damaged, 0, damaged.Length, Shape))
                        new JpegDecoder().Decode(file.Value, 0, file.Value.Length);
                }
                catch (InvalidDataException e)
                {
                    Assert.DoesNotContain('\n', e.Message);
                }
            }
        }
    }

    [Theory]
    [InlineData(2, "coder 2")]
    [InlineData(5, "coder 5")]
    public void Other_coders_are_refused(int coder, string reason) => Refused(reason, coder, [0], Shape);

    [Fact]
    public void Each_malformed_head_is_refused_with_its_reason()
    {
        Refused("inside its head", 3, [], Shape);
        Refused("unknown flags", 3, [4, 3, 4], Shape);
        Refused("unknown flags", 4, [255, 3, 4], Shape);
        Refused("number is damaged", 3, [0, 0x83], Shape);
        Refused("number is damaged", 3, [0, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 4], Shape);
        Refused("do not fill", 3, [0, 3, 5], Shape);
        Refused("do not fill", 3, [0, 0, 4], Shape);
        Refused("do not fill", 3, [1, 3, 4], Shape);
        Refused("do not fill", 3, [0, 3, 4], [0, 12]);
        Refused("do not fill", 3, [0, 3, 4], [-6, -12]);
        Refused("do not fill", 3, [0, 3, 4], [int.MaxValue, int.MaxValue, int.MaxValue]);
        byte[] nan = [0, 0, 0xC0, 0x7F];
        byte[] infinite = [0, 0, 0x80, 0x7F];
        byte[] minus = [0, 0, 0x80, 0xBF];
        byte[] one = [0, 0, 0x80, 0x3F];
        byte[] largest = [0xFF, 0xFF, 0x7F, 0x7F];
        Refused("inside its head", 3, [0, 3, 4, .. one, 1, 2, 3], Shape);
        Refused("finite", 3, [0, 3, 4, .. nan, .. one], Shape);
        Refused("finite", 3, [0, 3, 4, .. one, .. nan], Shape);
        Refused("finite", 3, [0, 3, 4, .. one, .. infinite], Shape);
        Refused("finite", 3, [0, 3, 4, .. one, .. minus], Shape);
        Refused("finite", 3, [0, 3, 4, .. largest, .. largest], Shape);
        Refused("ranges of 0 bits", 3, [2, 3, 4, .. one, .. one, 0], Shape);
        Refused("ranges of 17 bits", 3, [2, 3, 4, .. one, .. one, 17], Shape);
        Refused("inside the neurons' ranges", 3, [2, 3, 4, .. one, .. one, 8, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0], Shape);
        Refused("range of neuron 1 is empty", 3, [2, 3, 4, .. one, .. one, 8, 0, 1, 2, 1, 0, 1, 0, 1, 0, 1, 0, 1], Shape);
        Refused("0 tiles", 4, [0, 3, 4, .. one, .. one, 0], Shape);
        Refused("7 tiles", 4, [0, 3, 4, .. one, .. one, 7], Shape);
        Refused("tables are longer", 3, [0, 3, 4, .. one, .. one, 9, 0xFF, 0xD8], Shape);
        Refused("do not start with SOI", 3, [0, 3, 4, .. one, .. one, 4, 0xFF, 0xD9, 0xFF, 0xD9], Shape);
        Refused("do not end with EOI", 3, [0, 3, 4, .. one, .. one, 4, 0xFF, 0xD8, 0xFF, 0xD8], Shape);
        Refused("does not define", 3, [0, 3, 4, .. one, .. one, 4, 0xFF, 0xD8, 0xFF, 0xD9], Shape);
    }

    [Fact]
    public void A_picture_of_another_size_is_refused()
    {
        byte[] head = [0, 3, 4, 0, 0, 0x80, 0x3F, 0, 0, 0x80, 0x3F, 2];
        byte[] right = [.. head, .. new ManagedJpegCodec().Encode(new byte[8 * 9], 8, 9, 50)];
        byte[] wide = [.. head, .. new ManagedJpegCodec().Encode(new byte[9 * 9], 9, 9, 50)];
        byte[] low = [.. head, .. new ManagedJpegCodec().Encode(new byte[8 * 8], 8, 8, 50)];
        Assert.Equal(72, JpegWeights.Decode(4, right, 0, right.Length, Shape).Length);
        Refused("9×9", 4, wide, Shape);
        Refused("does not have the size", 4, low, Shape);
    }

    [Fact]
    public void A_huge_shape_with_a_short_section_allocates_nothing()
    {
        byte[] section = JpegTensorCoder.Encode(JpegTensorCoderTests.Weights([1, 4], 1), new TensorCoding(CoderKind.JpegPerNeuron, 0, 50, (2, 2)));
        // The ranges of so many neurons are missing, or with one range for all, their pictures.
        foreach (byte flags in (byte[])[0, 2])
        {
            section[0] = flags;
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Throws<InvalidDataException>(() => JpegWeights.Decode(3, section, 0, section.Length, [500_000_000, 4]));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
        }
    }

    /// <summary>A section with one range for all neurons and one with a range for each.</summary>
    private static IEnumerable<byte[]> Sections(CoderKind coder)
    {
        Tensor tensor = JpegTensorCoderTests.Weights(Shape, 12);
        NeuronMatrix matrix = new(6, 3, 4, false);
        foreach (WeightRanges ranges in (WeightRanges[])[WeightRanges.Common(tensor.Floats, 6), WeightRanges.OfNeurons(tensor.Floats, 6, 5)])
        {
            byte[] pixels = NeuronPictures.Pixels(tensor.Floats, matrix, ranges);
            ushort[] steps = QuantisationTable.Of(70);
            (byte[] tiles, int width, int height) = NeuronPictures.Tile(pixels, matrix, 2);
            yield return coder == CoderKind.JpegTiled
                ? JpegSectionWriter.Tiled(matrix, ranges, 2, CoefficientPicture.Of(tiles, width, height, steps))
                : JpegSectionWriter.PerNeuron(matrix, ranges, [.. Enumerable.Range(0, 6).Select(i => CoefficientPicture.Of(pixels.AsSpan(i * 12, 12), 4, 3, steps))]);
        }
    }

    private static void Refused(string reason, int coder, byte[] section, int[] shape)
    {
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => JpegWeights.Decode(coder, section, 0, section.Length, shape));
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }
}
