using NNCompress.Models;
using NNCompress.Models.Weights;

namespace NNCompress.Tests.Models.Weights;

public sealed class TorchSharpFileTests : IDisposable
{
    // Two entries: "fc.weight", float (6), [2, 1]; "n", long (4), a scalar.
    private static readonly byte[] Two =
    [
        2, 9, .. "fc.weight"u8, 6, 2, 2, 1, 0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0,
        1, (byte)'n', 4, 0, 7, 0, 0, 0, 0, 0, 0, 0,
    ];

    private readonly WeightFiles files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public void A_file_is_read_and_written_as_TorchSharp_does()
    {
        Network network = WeightFile.Load(files.Write("m.dat", Two), WeightFormat.TorchSharp);
        Assert.Equal(["fc.weight Float [2,1] 1 -2", "n Int64 [] 7"], WeightFiles.Described(network));
        WeightFile.Save(network, files.At("again.dat"), WeightFormat.TorchSharp);
        Assert.Equal(Two, File.ReadAllBytes(files.At("again.dat")));
    }

    [Fact]
    public void Lengths_past_127_take_two_bytes()
    {
        byte[] content = [1, 0x80, 1, .. new string('x', 128).Select(c => (byte)c), 0, 1, 0xAC, 2, .. Enumerable.Range(0, 300).Select(i => (byte)i)];
        Network network = WeightFile.Load(files.Write("m.dat", content), WeightFormat.TorchSharp);
        Assert.Equal([300], network.ShapeOf(new string('x', 128)));
        WeightFile.Save(network, files.At("again.dat"), WeightFormat.TorchSharp);
        Assert.Equal(content, File.ReadAllBytes(files.At("again.dat")));
    }

    [Theory]
    [InlineData("more entries than bytes", new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 0, 0 }, "NNC2173", "do not fit")]
    [InlineData("an endless number", new byte[] { 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0 }, "NNC2173", "longer than 9 bytes")]
    [InlineData("a long name", new byte[] { 1, 0xFF, 0xFF, 0xFF, 0x7F, 0, 0 }, "NNC2173", "a name of")]
    [InlineData("a name twice", new byte[] { 2, 1, 97, 0, 0, 5, 1, 97, 0, 0, 5 }, "NNC2173", "two entries are named 'a'")]
    [InlineData("great dimensions", new byte[] { 1, 1, 97, 0, 2, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0x7F, 5 }, "NNC2173", "does not fit")]
    [InlineData("many dimensions", new byte[] { 1, 1, 97, 0, 65, 5 }, "NNC2173", "more than 64 dimensions")]
    [InlineData("more than it tells", new byte[] { 1, 1, 97, 0, 0, 5, 5 }, "NNC2173", "1 bytes follow")]
    [InlineData("no type", new byte[] { 1, 1, 97, 100, 0, 5 }, "NNC2173", "type 100")]
    [InlineData("complex numbers", new byte[] { 1, 1, 97, 9, 0, 5 }, "NNC2172", "9 (ScalarType)")]
    [InlineData("nothing", new byte[0], "NNC2173", "it ends after 0 bytes")]
    public void A_file_that_lies_is_refused(string _, byte[] content, string code, string says)
    {
        NncException failure = WeightFiles.Fails(files.Write("m.dat", content), WeightFormat.TorchSharp, 1 << 17);
        Assert.Equal(code, failure.Code);
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Types_that_TorchSharp_lacks_are_not_written()
    {
        Network network = WeightFile.Load(files.Write("w.safetensors", WeightFiles.Safetensors("""{"w":{"dtype":"U32","shape":[1],"data_offsets":[0,4]}}""", 4)), WeightFormat.Safetensors);
        Assert.Equal("NNC2172", Assert.Throws<NncException>(() => WeightFile.Save(network, files.At("w.dat"), WeightFormat.TorchSharp)).Code);
        Assert.Equal("NNC2172", Assert.Throws<NncException>(() => WeightFile.Save(network, files.At("w.pt"), WeightFormat.PyTorch)).Code);
        Assert.False(File.Exists(files.At("w.dat")) || File.Exists(files.At("w.pt")));
    }

    [Fact]
    public void Cut_anywhere_and_changed_anywhere() => files.Survives(Two, WeightFormat.TorchSharp, ["NNC2172", "NNC2173"]);
}
