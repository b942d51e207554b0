using NNCompress.Models;
using NNCompress.Models.Weights;

namespace NNCompress.Tests.Models.Weights;

/// <summary>On files that PyTorch itself wrote (torch/make.py).</summary>
public sealed class StateDictTests : IDisposable
{
    private static readonly string[] Linear =
    [
        "0.weight Float [3,4] 0 1 2 3 4 5 6 7 8 9 10 11", "0.bias Float [3] -0 -1 -2", "2.weight Float [2,3] 100 101 102 103 104 105", "2.bias Float [2] -100 -101",
    ];

    private readonly WeightFiles files = new();

    public void Dispose() => files.Dispose();

    [Theory]
    [InlineData("state.pt")]
    [InlineData("protocol4.pt")]
    public void A_state_is_read_in_its_order(string file) => Assert.Equal(Linear, WeightFiles.Described(Load(file)));

    [Fact]
    public void A_checkpoint_gives_its_state()
    {
        Network network = Load("checkpoint.pt");
        Assert.Equal(["0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var", "1.num_batches_tracked"], network.ConstantNames);
        Assert.Equal([2, 1, 3, 3], network.ShapeOf("0.weight"));
        Assert.Equal([0L], network.Constant("1.num_batches_tracked")!.Integers);
    }

    [Fact]
    public void Views_and_all_types_come_as_they_look()
    {
        Assert.Equal(
            [
                "transposed Float [3,2] 0 3 1 4 2 5", "slice Float [2,2] 4 6 8 10", "tail Float [4] 12 13 14 15", "half Half [2] 0.5 -2", "double Double [1] 0.1", "scalar Int64 [] 7",
                "bytes UInt8 [3] 0 1 2", "truth Bool [2] 1 0", "brain BFloat16 [2] 1 -3.140625", "empty Float [0,3] ", "parameter Float [1] 1.5",
            ],
            WeightFiles.Described(Load("views.pt")));
    }

    [Theory]
    [InlineData("module.pt", "NNC2175", "torch.nn.modules.container.Sequential")]
    [InlineData("old.pt", "NNC2174", "older than 1.6")]
    [InlineData("expanded.pt", "NNC2178", "contiguous()")]
    [InlineData("pair.pt", "NNC2177", "no dictionary")]
    public void What_is_no_state_is_refused_with_the_remedy(string file, string code, string says)
    {
        NncException failure = WeightFiles.Fails(WeightFiles.Torch(file), WeightFormat.PyTorch);
        Assert.Equal(code, failure.Code);
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("state.pt")]
    [InlineData("views.pt")]
    [InlineData("checkpoint.pt")]
    public void What_is_written_is_read_again(string file)
    {
        Network network = Load(file);
        foreach (WeightFormat format in Enum.GetValues<WeightFormat>())
        {
            string path = files.At("out" + WeightFile.ExtensionOf(format));
            WeightFile.Save(network, path, format);
            Assert.Equal(WeightFiles.Described(network).Order(), WeightFiles.Described(WeightFile.Load(path, format)).Order());
        }
    }

    [Fact]
    public void What_is_written_is_an_archive_to_any_reader()
    {
        WeightFile.Save(Load("state.pt"), files.At("out.pt"), WeightFormat.PyTorch);
        using System.IO.Compression.ZipArchive archive = System.IO.Compression.ZipFile.OpenRead(files.At("out.pt"));
        Assert.Equal(["data.pkl", "byteorder", "data/0", "data/1", "data/2", "data/3", "version"], archive.Entries.Select(e => e.FullName["archive/".Length..]));
        foreach (System.IO.Compression.ZipArchiveEntry entry in archive.Entries)
        {
            using Stream content = entry.Open();
            using MemoryStream copy = new();
            content.CopyTo(copy);
            uint state = ZipCrc.Append(ZipCrc.Start, copy.ToArray());
            Assert.Equal((entry.Length, entry.Crc32), (copy.Length, ~state));
        }
    }

    [Fact]
    public void Cut_anywhere_and_changed_anywhere() =>
        files.Survives(File.ReadAllBytes(WeightFiles.Torch("state.pt")), WeightFormat.PyTorch, ["NNC2172", "NNC2174", "NNC2175", "NNC2176", "NNC2177", "NNC2178"]);

    private static Network Load(string file) => WeightFile.Load(WeightFiles.Torch(file), WeightFormat.PyTorch);
}
