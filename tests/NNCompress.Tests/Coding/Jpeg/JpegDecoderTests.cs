using System.Diagnostics;
using NNCompress.Coding.Jpeg;
using NNCompress.Conformance.Jpeg;
using NNCompress.Runtime;

namespace NNCompress.Tests.Coding.Jpeg;

/// <summary>The shim's decoder on streams that no encoder of today writes, and on damaged ones.</summary>
public sealed class JpegDecoderTests
{
    // One 8×8 block of one gray, byte by byte: the smallest whole stream.
    private const string Soi = "FFD8", Eoi = "FFD9";
    private const string Frame = "FFC0 000B 08 0008 0008 01 01 11 00";
    private const string Scan = "FFDA 0008 01 01 00 00 3F 00";
    // DC: code 0 is size 0, code 10 is size 3; AC: code 0 is the end of the block.
    private const string Dc = "FFC4 0015 00 01010000000000000000000000000000 00 03";
    private const string Ac = "FFC4 0014 10 01000000000000000000000000000000 00";
    // Size 3, bits 111 = 7, end of block, filled with ones: 10 111 0 11.
    private const string Data = "BB";

    private static readonly string Dqt = "FFDB 0043 00" + string.Concat(Enumerable.Repeat("10", 64));

    [Fact]
    public void A_stream_written_by_hand_decodes()
    {
        byte[] pixels = Decode(Soi + Dqt + Frame + Dc + Ac + Scan + Data + Eoi);
        // DC 7 × step 16 = 112: an eighth of it above the middle.
        Assert.All(pixels, p => Assert.Equal(142, p));
    }

    [Fact]
    public void Fill_bytes_comments_and_application_segments_are_passed_over()
    {
        byte[] plain = Decode(Soi + Dqt + Frame + Dc + Ac + Scan + Data + Eoi);
        string dressed = Soi + "FFFFFFE1 0005 FFD8FF" + "FFFE 0002" + "FF" + Dqt + "FFEF 0004 0000" + Frame + "FFFE 0003 41" + Dc + Ac + Scan + Data + "FFFF" + "FFFE 0002" + Eoi + "DEAD";
        Assert.Equal(plain, Decode(dressed));
    }

    [Fact]
    public void Wide_quantisation_tables_shared_segments_and_high_destinations_decode()
    {
        string dqt = "FFDB 0083 13" + string.Concat(Enumerable.Repeat("0010", 64));
        string both = "FFC4 0027 03 01010000000000000000000000000000 00 03 12 01000000000000000000000000000000 00";
        byte[] pixels = Decode(Soi + dqt + "FFC1 000B 08 0008 0008 01 07 22 03" + both + "FFDA 0008 01 07 32 00 3F 00" + Data + Eoi);
        Assert.All(pixels, p => Assert.Equal(142, p));
    }

    [Fact]
    public void Tables_of_a_tables_only_stream_serve_later_pictures()
    {
        JpegDecoder decoder = new();
        byte[] tables = Bytes(Soi + Dqt + Dc + Ac + Eoi);
        decoder.ReadTables(tables, 0, tables.Length);
        byte[] picture = Bytes(Soi + Frame + Scan + Data + Eoi);
        Assert.All(decoder.Decode(picture, 0, picture.Length), p => Assert.Equal(142, p));
        // A negative difference: size 3, bits 000 = −7.
        picture = Bytes(Soi + Frame + Scan + "83" + Eoi);
        Assert.All(decoder.Decode(picture, 0, picture.Length), p => Assert.Equal(114, p));
    }

    [Fact]
    public void Restart_markers_reset_the_prediction()
    {
        string frame = "FFC0 000B 08 0008 0010 01 01 11 00";
        string restart = "FFDD 0004 0001";
        byte[] pixels = Decode(Soi + Dqt + frame + Dc + Ac + restart + Scan + Data + "FFD0" + Data + Eoi);
        Assert.All(pixels, p => Assert.Equal(142, p));
        Refused("restart marker 0", Soi + Dqt + frame + Dc + Ac + restart + Scan + Data + "FFD1" + Data + Eoi);
        Refused("restart marker 0", Soi + Dqt + frame + Dc + Ac + restart + Scan + Data + Data + Eoi);
    }

    [Fact]
    public void Larger_pictures_than_expected_are_refused()
    {
        byte[] stream = Bytes(Soi + Dqt + Frame + Dc + Ac + Scan + Data + Eoi);
        Assert.Contains("8×8", Assert.Throws<InvalidDataException>(() => new JpegDecoder().Decode(stream, 0, stream.Length, 7, 8)).Message, StringComparison.Ordinal);
        Assert.Contains("7×7", Assert.Throws<InvalidDataException>(() => new JpegDecoder().Decode(stream, 0, stream.Length, 7, 7)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_huge_size_in_a_short_stream_allocates_nothing()
    {
        byte[] stream = Bytes(Soi + Dqt + "FFC0 000B 08 FFFF FFFF 01 01 11 00" + Dc + Ac + Scan + Data + Eoi);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("cannot hold", Assert.Throws<InvalidDataException>(() => new JpegDecoder().Decode(stream, 0, stream.Length)).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
    }

    [Fact]
    public void Each_malformed_stream_is_refused_with_its_reason()
    {
        string head = Soi + Dqt + Frame + Dc + Ac;
        Refused("does not start with SOI", "");
        Refused("does not start with SOI", "FF");
        Refused("does not start with SOI", "8950 4E47");
        Refused("marker is missing", Soi);
        Refused("marker is missing", Soi + "00");
        Refused("ends inside a marker", Soi + "FFFF");
        Refused("longer than the stream", Soi + "FFE0");
        Refused("longer than the stream", Soi + "FFE0 0001");
        Refused("longer than the stream", Soi + "FFE0 0009 00");
        Refused("a DQT segment", Soi + "FFDB 0003 00");
        Refused("a DQT segment", Soi + Dqt.Replace("FFDB 0043 00", "FFDB 0043 20", StringComparison.Ordinal));
        Refused("a DQT segment", Soi + Dqt.Replace("FFDB 0043 00", "FFDB 0043 04", StringComparison.Ordinal));
        Refused("a DQT segment", Soi + "FFDB 0043 00" + string.Concat(Enumerable.Repeat("00", 64)));
        Refused("a DRI segment", Soi + "FFDD 0003 00");
        Refused("a DHT segment", Soi + "FFC4 0003 00");
        Refused("a DHT segment", Soi + Dc.Replace("0015 00", "0015 20", StringComparison.Ordinal));
        Refused("a DHT segment", Soi + Dc.Replace("0015 00", "0015 04", StringComparison.Ordinal));
        Refused("a DHT segment", Soi + "FFC4 0015 00 01020000000000000000000000000000 00 03");
        Refused("more codes of length 1", Soi + "FFC4 0015 00 02000000000000000000000000000000 00 03");
        Refused("more codes of length 2", Soi + "FFC4 0016 00 01020000000000000000000000000000 00 03 04");
        Refused("progressive", Soi + Dqt + Frame.Replace("FFC0", "FFC2", StringComparison.Ordinal));
        Refused("FF C3", Soi + Dqt + Frame.Replace("FFC0", "FFC3", StringComparison.Ordinal));
        Refused("FF D9", Soi + Dqt + Eoi);
        Refused("FF DA", Soi + Dqt + Dc + Ac + Scan + Data + Eoi);
        Refused("12 bits", Soi + Frame.Replace("08 0008 0008", "0C 0008 0008", StringComparison.Ordinal));
        Refused("DNL", Soi + Frame.Replace("0008 0008", "0000 0008", StringComparison.Ordinal));
        Refused("frame header", Soi + Frame.Replace("0008 0008", "0008 0000", StringComparison.Ordinal));
        Refused("frame header", Soi + "FFC0 0007 08 0008 0008");
        Refused("frame header", Soi + Frame.Replace("01 01 11 00", "02 01 11 00", StringComparison.Ordinal));
        Refused("frame header", Soi + Frame.Replace("01 01 11 00", "01 01 01 00", StringComparison.Ordinal));
        Refused("frame header", Soi + Frame.Replace("01 01 11 00", "01 01 11 04", StringComparison.Ordinal));
        Refused("3 components", Soi + "FFC0 0011 08 0008 0008 03 01 11 00 02 11 00 03 11 00");
        Refused("SOS does not follow", head + Frame);
        Refused("scan header", head + "FFDA 0006 01 01 00 00");
        Refused("scan header", head + Scan.Replace("0008 01 01", "0008 02 01", StringComparison.Ordinal) + Data);
        Refused("scan header", head + Scan.Replace("0008 01 01", "0008 01 02", StringComparison.Ordinal) + Data);
        Refused("scan header", head + Scan.Replace("00 00 3F", "40 00 3F", StringComparison.Ordinal) + Data);
        Refused("not of a sequential", head + Scan.Replace("00 00 3F", "00 01 3F", StringComparison.Ordinal) + Data);
        Refused("does not define", head + Scan.Replace("01 01 00", "01 01 11", StringComparison.Ordinal) + Data);
        Refused("does not define", Soi + Frame + Dc + Ac + Scan + Data + Eoi);
        Refused("cannot hold", head + Scan);
        Refused("ends too early", head + Scan + Eoi);
        Refused("code that its Huffman table does not have", head + Scan + "FF00" + Eoi);
        Refused("FF DA", head + Scan + Data + Scan + Data + Eoi);
        Refused("marker is missing", head + Scan + Data);
        Refused("marker is missing", head + Scan + Data + "00" + Eoi);
        // DC of 12 bits, AC of size 0 with a run, AC of 11 bits, AC outside of the block.
        Refused("12 bits", head.Replace(Dc, "FFC4 0014 00 01000000000000000000000000000000 0C", StringComparison.Ordinal) + Scan + "00" + Eoi);
        Refused("not one of sequential", head.Replace(Ac, "FFC4 0014 10 01000000000000000000000000000000 10", StringComparison.Ordinal) + Scan + Data + Eoi);
        Refused("too many bits", head.Replace(Ac, "FFC4 0014 10 01000000000000000000000000000000 0B", StringComparison.Ordinal) + Scan + Data + Eoi);
        Refused("outside its block", head.Replace(Ac, "FFC4 0014 10 01000000000000000000000000000000 F1", StringComparison.Ordinal) + Scan + "00 00 00" + Eoi);
    }

    [Fact]
    public void A_large_damaged_stream_is_decided_quickly()
    {
        byte[] stream = new ManagedJpegCodec().Encode(TestPictures.Make("noise", 500, 500), 500, 500, 90);
        Random random = new(2);
        Stopwatch watch = Stopwatch.StartNew();
        int refused = 0;
        for (int trial = 0; trial < 40; trial++)
        {
            byte[] damaged = (byte[])stream.Clone();
            damaged[random.Next(damaged.Length)] ^= (byte)(1 + random.Next(255));
            try
            {
                new JpegDecoder().Decode(damaged, 0, damaged.Length);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 1, 40);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 20);
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    private static byte[] Decode(string hex)
    {
        byte[] stream = Bytes(hex);
        return new JpegDecoder().Decode(stream, 0, stream.Length);
    }

    private static void Refused(string reason, string hex)
    {
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => Decode(hex));
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }
}
