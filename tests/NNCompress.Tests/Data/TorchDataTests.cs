using NNCompress.Data;
using NNCompress.Tests.Models.Weights;

namespace NNCompress.Tests.Data;

/// <summary>Samples in files that PyTorch wrote (Models/Weights/torch/make.py).</summary>
public sealed class TorchDataTests : IDisposable
{
    private readonly DataFiles files = new();

    public void Dispose() => files.Dispose();

    [Theory]
    [InlineData("pair.pt", 255)]
    [InlineData("named.pt", 1)]
    [InlineData("x_test.pt", 255)]
    public void Inputs_and_labels_are_found(string file, int divisor)
    {
        Dataset data = Read(WeightFiles.Torch(file));
        Assert.Equal((4, divisor), (data.Count, (int)data.Scaling.Divisor));
        Assert.Equal([2, 2], data.SampleShape);
        Assert.Equal([.. Enumerable.Range(0, 16).Select(i => (float)(i / (double)divisor))], data.Inputs);
        Assert.Equal([0, 1, 2, 1], data.Labels!);
    }

    [Fact]
    public void A_folder_as_torchvision_leaves_it_has_two_halves()
    {
        File.Copy(WeightFiles.Torch("pair.pt"), Path.Combine(files.Folder, "training.pt"));
        File.Copy(WeightFiles.Torch("named.pt"), Path.Combine(files.Folder, "test.pt"));
        Assert.True(DatasetReader.HoldsBothParts(files.Folder));
        Assert.EndsWith("test.pt", Read(files.Folder).Source, StringComparison.Ordinal);
        Assert.EndsWith("training.pt", DatasetReader.Read(files.Folder, DataPart.Train, new DataOptions()).Source, StringComparison.Ordinal);
    }

    [Fact]
    public void Inputs_alone_have_no_labels()
    {
        File.Copy(WeightFiles.Torch("x_test.pt"), Path.Combine(files.Folder, "inputs.pt"));
        Assert.Null(Read(Path.Combine(files.Folder, "inputs.pt")).Labels);
    }

    [Theory]
    [InlineData("module.pt", "NNC2175")]
    [InlineData("old.pt", "NNC2174")]
    [InlineData("checkpoint.pt", "NNC2041")]
    [InlineData("y_test.pt", "NNC2041")]
    public void What_holds_no_samples_is_refused(string file, string code) => Assert.Equal(code, Assert.Throws<NncException>(() => Read(WeightFiles.Torch(file))).Code);

    private static Dataset Read(string path) => DatasetReader.Read(path, DataPart.Test, new DataOptions());
}
