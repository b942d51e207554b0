using System.Buffers.Binary;
using NNCompress.Models;
using NNCompress.Models.Weights;

namespace NNCompress.Tests.Models.Weights;

public sealed class SafetensorsTests : IDisposable
{
    private const string Two = """{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[3,1],"data_offsets":[8,11]}}""";

    private readonly WeightFiles files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public void A_file_is_read_as_the_format_says()
    {
        Network network = Load(Two + "  ", 11);
        Assert.Equal(["a Float [2] 3.820471E-37 1.0082514E-34", "b UInt8 [3,1] 8 9 10"], WeightFiles.Described(network).Select(d => d.Replace("3.8204714E-37", "3.820471E-37", StringComparison.Ordinal)));
        Assert.False(network.HasGraph);
        Assert.Equal(WeightFormat.Safetensors, WeightFile.FormatOf(network));
    }

    [Theory]
    [InlineData("F64", 8)]
    [InlineData("F32", 4)]
    [InlineData("F16", 2)]
    [InlineData("BF16", 2)]
    [InlineData("I64", 8)]
    [InlineData("I32", 4)]
    [InlineData("I16", 2)]
    [InlineData("I8", 1)]
    [InlineData("U64", 8)]
    [InlineData("U32", 4)]
    [InlineData("U16", 2)]
    [InlineData("U8", 1)]
    [InlineData("BOOL", 1)]
    public void Every_type_comes_back_as_it_was(string type, int width)
    {
        byte[] content = WeightFiles.Safetensors($$$"""{"w":{"dtype":"{{{type}}}","shape":[5],"data_offsets":[0,{{{5 * width}}}]}}""", 5 * width);
        Network network = WeightFile.Load(files.Write("w.safetensors", content), WeightFormat.Safetensors);
        WeightFile.Save(network, files.At("again.safetensors"), WeightFormat.Safetensors);
        byte[] again = File.ReadAllBytes(files.At("again.safetensors"));
        Assert.Equal(content[^(5 * width)..], again[^(5 * width)..]);
        Assert.Equal(WeightFiles.Described(network), WeightFiles.Described(WeightFile.Load(files.At("again.safetensors"), WeightFormat.Safetensors)));
    }

    [Fact]
    public void What_is_written_is_aligned_and_keeps_what_the_file_says_about_itself()
    {
        WeightFile.Save(Load(Two.Replace("[0,8]", "[3,11]", StringComparison.Ordinal).Replace("[8,11]", "[0,3]", StringComparison.Ordinal), 11), files.At("out.safetensors"), WeightFormat.Safetensors);
        byte[] written = File.ReadAllBytes(files.At("out.safetensors"));
        long header = BinaryPrimitives.ReadInt64LittleEndian(written);
        Assert.Equal(0, header % 8);
        Assert.Equal(Two, System.Text.Encoding.UTF8.GetString(written, 8, (int)header).TrimEnd());
    }

    [Theory]
    [InlineData("gap in front", """{"a":{"dtype":"F32","shape":[2],"data_offsets":[1,9]}}""", 9, "NNC2171", "bytes 0 to 1 in front of tensor 'a' belong to no tensor")]
    [InlineData("hole", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 12, "NNC2171", "bytes 4 to 8")]
    [InlineData("overlap", """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "NNC2171", "inside one that ends at byte 8")]
    [InlineData("same bytes", """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "NNC2171", "inside one")]
    [InlineData("past the end", """{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", 8, "NNC2171", "bytes 0 to 16 of 8")]
    [InlineData("short of the end", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 8, "NNC2171", "ends at byte 4 of 8")]
    [InlineData("end before begin", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "NNC2171", "bytes 4 to 0")]
    [InlineData("shape", """{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "NNC2171", "need 12")]
    [InlineData("type", """{"a":{"dtype":"F64","shape":[2],"data_offsets":[0,8]}}""", 8, "NNC2171", "need 16")]
    [InlineData("far", """{"a":{"dtype":"U8","shape":[8],"data_offsets":[9223372036854775799,9223372036854775807]}}""", 8, "NNC2171", "bytes 9223372036854775799")]
    [InlineData("minus", """{"a":{"dtype":"U8","shape":[8],"data_offsets":[-8,0]}}""", 8, "NNC2170", "whole numbers")]
    [InlineData("fraction", """{"a":{"dtype":"U8","shape":[8],"data_offsets":[0.5,8]}}""", 8, "NNC2170", "whole numbers")]
    [InlineData("three", """{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8,8]}}""", 8, "NNC2170", "lacks")]
    [InlineData("huge", """{"a":{"dtype":"U8","shape":[65536,65536,65536],"data_offsets":[0,8]}}""", 8, "NNC2170", "2^31 - 1")]
    [InlineData("twice", """{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}}""", 8, "NNC2170", "'a' is in it twice")]
    [InlineData("key twice", """{"a":{"dtype":"U8","dtype":"F32","shape":[8],"data_offsets":[0,8]}}""", 8, "NNC2170", "the key 'dtype' twice")]
    [InlineData("other key", """{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8],"x":1}}""", 8, "NNC2170", "the key 'x'")]
    [InlineData("missing", """{"a":{"dtype":"U8","shape":[8]}}""", 8, "NNC2170", "lacks")]
    [InlineData("notes", """{"__metadata__":{"a":1}}""", 0, "NNC2170", "String must be")]
    [InlineData("no object", """{"a":[]}""", 0, "NNC2170", "StartObject must be")]
    [InlineData("behind", """{} {}""", 0, "NNC2170", "no JSON")]
    [InlineData("nested", """{"a":{"dtype":[[[[[[[[[[]]]]]]]]]]}}""", 0, "NNC2170", "String must be")]
    [InlineData("list", """[1]""", 0, "NNC2170", "brace")]
    [InlineData("unknown", """{"a":{"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]}}""", 8, "NNC2172", "F8_E4M3")]
    public void A_header_that_lies_is_refused(string _, string header, int bytes, string code, string says)
    {
        NncException failure = WeightFiles.Fails(files.Write("w.safetensors", WeightFiles.Safetensors(header, bytes)), WeightFormat.Safetensors);
        Assert.Equal(code, failure.Code);
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    [InlineData(100_000_001)]
    [InlineData(1000)]
    public void A_header_longer_than_the_file_is_not_allocated(long length)
    {
        byte[] content = WeightFiles.Safetensors(Two, 11);
        BinaryPrimitives.WriteInt64LittleEndian(content, length);
        Assert.Equal("NNC2170", WeightFiles.Fails(files.Write("w.safetensors", content), WeightFormat.Safetensors, 1 << 16).Code);
    }

    [Fact]
    public void Cut_anywhere_and_changed_anywhere() => files.Survives(WeightFiles.Safetensors(Two, 11), WeightFormat.Safetensors, ["NNC2170", "NNC2171", "NNC2172"]);

    [Fact]
    public void Great_tensors_stay_in_the_file()
    {
        const int Count = 4 << 20;
        using (FileStream file = File.Create(files.At("great.safetensors")))
        {
            file.Write(WeightFiles.Safetensors($$$"""{"w":{"dtype":"BF16","shape":[2048,2048],"data_offsets":[0,{{{2 * Count}}}]}}""", 0));
            file.SetLength(file.Length + (2L * Count));
        }
        long before = GC.GetAllocatedBytesForCurrentThread();
        Network network = WeightFile.Load(files.At("great.safetensors"), WeightFormat.Safetensors);
        WeightFile.Save(network, files.At("great.dat"), WeightFormat.TorchSharp);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
        Assert.InRange(new FileInfo(files.At("great.dat")).Length, 2 * Count, (2 * Count) + 20);
    }

    private Network Load(string header, int bytes) => WeightFile.Load(files.Write("w.safetensors", WeightFiles.Safetensors(header, bytes)), WeightFormat.Safetensors);
}
