using NNCompress.Runtime;

namespace NNCompress.Runtime.Tests;

public class MalformedFileTests
{
    // Offsets in NnzBytes.Smallest.
    private const int Version = 4, OnnxChecksum = 9, OnnxLength = 13, SkeletonLength = 14, SkeletonBytes = 15, Tensors = 16;
    private const int Place = 17, Kind = 18, NameReference = 19, NameLength = 20, Rank = 22, SectionLength = 23, Data = 24;

    [Fact]
    public void The_smallest_file_is_read()
    {
        NnzFile file = NnzFile.Open(NnzBytes.Smallest);
        NnzTensor tensor = Assert.Single(file.ReadTensors()).Value;
        Assert.Equal("w", tensor.Name);
        Assert.Empty(tensor.Shape);
        Assert.Equal([1f], tensor.Data);
        Assert.Equal([0, 0, 0x80, 0x3F], file.ReadOnnx());
    }

    [Fact]
    public void A_file_of_version_1_is_read_for_ever()
    {
        Dictionary<string, NnzTensor> tensors = NnzFile.Open(NnzBytes.Golden).ReadTensors();
        Assert.Equal([0.5f, -1f, 0f, 3f, 0f, 100f], tensors["a"].Data);
        Assert.Equal([2, 3], tensors["a"].Shape);
        Assert.Equal([1.5f, -0.25f], tensors["b"].Data);
        Assert.Equal([0.1f], tensors["c"].Data);
        Assert.Equal(3, tensors.Count);
    }

    [Fact]
    public void Weights_without_a_graph_give_tensors_and_no_model()
    {
        byte[] content = NnzBytes.Smallest;
        content[Version] = 2;
        using NnzFile file = NnzFile.Open(content);
        Assert.False(file.HasGraph);
        Assert.Equal([1f], file.ReadTensors()["w"].Data);
        Action[] models = [() => file.ReadOnnx(), () => file.WriteOnnx(new MemoryStream()), () => file.WriteOnnx("none.onnx")];
        Assert.All(models, read => Assert.Contains("weights without a graph", Assert.Throws<InvalidOperationException>(read).Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, 0x88, "NNC2060", "signature")]
    [InlineData(3, 0, "NNC2060", "signature")]
    [InlineData(Version, 3, "NNC2062", "format version 3")]
    [InlineData(Version, 0, "NNC2061", "format version 0")]
    [InlineData(OnnxLength, 5, "NNC2061", "4 bytes of a model of 5")]
    [InlineData(OnnxLength, 3, "NNC2061", "4 bytes of a model of 3")]
    [InlineData(OnnxLength, 0x80, "NNC2061", "more bytes than it needs")]
    [InlineData(SkeletonLength, 1, "NNC2061", "5 bytes of a model of 4")]
    [InlineData(SkeletonLength, 5, "NNC2061", "at most 4 fits")]
    [InlineData(SkeletonBytes, 1, "NNC2061", "sections need 5 bytes, and 4 follow")]
    [InlineData(SkeletonBytes, 100, "NNC2061", "the length of the skeleton's section is 100")]
    [InlineData(Tensors, 0, "NNC2061", "0 bytes of a model of 4")]
    [InlineData(Tensors, 100, "NNC2061", "the number of tensors is 100")]
    [InlineData(Place, 1, "NNC2061", "a tensor's place is 1")]
    [InlineData(Kind, 0x16, "NNC2061", "coder 6")]
    [InlineData(Kind, 0x17, "NNC2061", "coder 7")]
    [InlineData(Kind, 0x11, "NNC2061", "coder 1 cannot hold 1 weights")]
    [InlineData(Kind, 0x00, "NNC2061", "element type 0")]
    [InlineData(Kind, 0x70, "NNC2061", "element type 7")]
    [InlineData(Kind, 0xB0, "NNC2061", "8 bytes of a model of 4")]
    [InlineData(NameReference, 2, "NNC2061", "a tensor's name is 2")]
    [InlineData(NameReference, 1, "NNC2061", "the length of a tensor's name is 1")]
    [InlineData(NameLength, 90, "NNC2061", "the length of a tensor's name is 90")]
    [InlineData(Rank, 65, "NNC2061", "a tensor's rank is 65")]
    [InlineData(Rank, 3, "NNC2061", "the length of a tensor's section is")]
    [InlineData(SectionLength, 5, "NNC2061", "a section of 5 bytes")]
    [InlineData(SectionLength, 3, "NNC2061", "cannot hold 1 weights")]
    [InlineData(OnnxChecksum, 0, "NNC2061", "checksum that it had")]
    [InlineData(Data, 1, "NNC2061", "checksum that it had")]
    public void Each_wrong_byte_is_told_of(int offset, int value, string code, string message)
    {
        byte[] file = NnzBytes.Smallest;
        file[offset] = (byte)value;
        if (offset > 8)
            file = NnzBytes.Resealed(file);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => NnzFile.Open(file).ReadOnnx());
        Assert.Contains(message, error.Message);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Equal(code, error.Data[NnzError.CodeKey]);
    }

    [Fact]
    public void A_byte_too_many_and_a_wrong_checksum_are_told_of()
    {
        Assert.Contains("sections need 4 bytes, and 5 follow", Fails(NnzBytes.Resealed([.. NnzBytes.Smallest, 0])));
        Assert.Contains("checksum in its header", Fails([.. NnzBytes.Smallest, 0]));
        Assert.Contains("signature", Fails([]));
        Assert.Throws<ArgumentNullException>(() => NnzFile.Open((byte[])null!));
    }

    [Fact]
    public void Two_tensors_of_one_name_are_refused()
    {
        byte[] entry = [0, 0x10, 0, 1, (byte)'w', 0, 4];
        Assert.Contains("two tensors are named 'w'", Fails(NnzBytes.Sealed([0, 0, 0, 0, 8, 0, 0, 2, .. entry, .. entry, 0, 0, 0, 0, 0, 0, 0, 0])));
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 1 }, "step")]
    [InlineData(new byte[] { 0, 0, 0, 0x80, 0xBF, 1 }, "step")]
    [InlineData(new byte[] { 0, 0, 0, 0x80, 0x7F, 1 }, "step")]
    [InlineData(new byte[] { 0, 0, 0, 0xC0, 0x7F, 1 }, "step")]
    [InlineData(new byte[] { 0x40, 0x80, 0xBF, 1 }, "step")]
    [InlineData(new byte[] { 0, 0, 0, 0x80 }, "ends inside a quantisation step")]
    [InlineData(new byte[] { 0x40, 0x80 }, "ends inside a quantisation step")]
    [InlineData(new byte[] { }, "ends inside a tensor's scan")]
    [InlineData(new byte[] { 0x20, 0, 0, 0x80, 0x3F, 1, 2, 3, 4, 5 }, "ends inside a tensor's prediction")]
    [InlineData(new byte[] { 0xC0, 0x80, 0x3F, 2, 1 }, "lag 2")]
    [InlineData(new byte[] { 0x80, 0, 0, 0x80, 0x3F, 0, 1 }, "lag 0")]
    [InlineData(new byte[] { 0x80, 0, 0, 0x80, 0x3F, 8, 1 }, "lag is 8")]
    [InlineData(new byte[] { 0x90, 0, 0, 0x80, 0x3F, 3, 1 }, "lag is 3")]
    [InlineData(new byte[] { 0, 0, 0, 0x80, 0x3F, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28 }, "longer than its tensor needs")]
    public void Each_wrong_quantised_section_is_told_of(byte[] section, string message)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => TensorDecoder.Decode(TensorDecoder.Quantised, section, 0, section.Length, [1, 8]));
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void Truncated_anywhere_the_file_is_refused()
    {
        byte[] file = NnzBytes.Golden;
        for (int length = 0; length < file.Length; length++)
            Assert.Throws<InvalidDataException>(() => NnzFile.Open(file[..length]));
    }

    [Fact]
    public void Any_flipped_bit_is_noticed()
    {
        for (int bit = 0; bit < NnzBytes.Golden.Length * 8; bit++)
        {
            byte[] file = NnzBytes.Golden;
            file[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<InvalidDataException>(() => NnzFile.Open(file));
        }
    }

    [Fact]
    public void Damage_behind_a_right_checksum_gives_an_error_or_the_same_model()
    {
        byte[] golden = NnzBytes.Golden, expected = NnzFile.Open(golden).ReadOnnx();
        Random random = new(7);
        for (int trial = 0; trial < 3000; trial++)
        {
            byte[] file = [.. golden];
            for (int k = random.Next(1, 4); k > 0; k--)
                file[random.Next(9, file.Length)] = (byte)random.Next(256);
            if (random.Next(3) == 0)
                file = file[..random.Next(9, file.Length)];
            try
            {
                Assert.Equal(expected, NnzFile.Open(NnzBytes.Resealed(file)).ReadOnnx());
            }
            catch (InvalidDataException)
            {
            }
        }
    }

    [Fact]
    public void A_model_above_the_limit_is_refused_and_one_at_the_limit_is_not()
    {
        Assert.Equal(4, NnzFile.Open(NnzBytes.Smallest, 4).ReadOnnx().Length);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => NnzFile.Open(NnzBytes.Smallest, 3));
        Assert.Equal("NNC2063", error.Data[NnzError.CodeKey]);
        Assert.Contains("4 bytes, more than the 3", error.Message);
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 7, 0, 0, 1, 0, 0x12, 0, 1, (byte)'w', 1, 0xFF, 0xFF, 0xFF, 0xFF, 1, 4, 0, 0, 0x80, 0x3F })]
    [InlineData(new byte[] { 0xC7, 0xFF, 0xFF, 0xFF, 7, 0xC7, 0xFF, 0xFF, 0xFF, 7, 1, 0, 0 })]
    public void A_tiny_file_cannot_make_the_reader_allocate_much(byte[] content)
    {
        byte[] file = NnzBytes.Sealed([0, 0, 0, 0, .. content]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => NnzFile.Open(file));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    private static string Fails(byte[] file) => Assert.Throws<InvalidDataException>(() => NnzFile.Open(file)).Message;
}
