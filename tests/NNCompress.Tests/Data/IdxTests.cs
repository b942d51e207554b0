using NNCompress.Data;

namespace NNCompress.Tests.Data;

public sealed class IdxTests : IDisposable
{
    private readonly DataFiles files = new();

    public void Dispose() => files.Dispose();

    [Theory]
    [InlineData(0x08, new byte[] { 0, 255 }, new[] { 0f, 1f })]
    [InlineData(0x09, new byte[] { 0x80, 0x7F }, new[] { -128f, 127f })]
    [InlineData(0x0B, new byte[] { 0x80, 0x00, 0x01, 0x02 }, new[] { -32768f, 258f })]
    [InlineData(0x0C, new byte[] { 0xFF, 0xFF, 0xFF, 0xFE, 0x00, 0x01, 0x00, 0x00 }, new[] { -2f, 65536f })]
    [InlineData(0x0D, new byte[] { 0x3F, 0x80, 0, 0, 0xBF, 0, 0, 0 }, new[] { 1f, -0.5f })]
    [InlineData(0x0E, new byte[] { 0x3F, 0xF0, 0, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0 }, new[] { 1f, -2f })]
    public void EveryElementTypeIsReadBigEndianAndBytesAreScaled(byte type, byte[] numbers, float[] expected)
    {
        string path = files.Write("x.idx", DataFiles.Idx(type, [2, 1], numbers));

        Dataset data = DatasetReader.Read(path, DataPart.Test, new DataOptions());

        Assert.Equal(expected, data.Inputs);
        Assert.Equal([1], data.SampleShape);
        Assert.Null(data.Labels);
        Assert.Equal(type == 0x08 ? 255 : 1, data.Scaling.Divisor);
    }

    [Theory]
    [InlineData("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")]
    [InlineData("val.images.idx3", "val.labels.idx1.gz")]
    [InlineData("Images-idx3-ubyte.gz", "labels-idx1-ubyte")]
    public void LabelsAreFoundBesideTheImages(string images, string labels)
    {
        string path = files.Write(images, Maybe(images, DataFiles.Idx(8, [2, 1, 2], 1, 2, 3, 4)));
        files.Write(labels, Maybe(labels, DataFiles.Idx(8, [2], 7, 9)));

        Dataset data = DatasetReader.Read(path, DataPart.Train, new DataOptions { Divisor = 1 });

        Assert.Equal([1f, 2f, 3f, 4f], data.Inputs);
        Assert.Equal([1, 2], data.SampleShape);
        Assert.Equal([7, 9], data.Labels!);
    }

    [Theory]
    [InlineData(DataPart.Test, 2000, new[] { 9, 2, 1, 1, 6 })]
    [InlineData(DataPart.Train, 6000, new[] { 9, 0, 0, 3, 0 })]
    public void AFolderWithBothHalvesGivesTheOneAskedFor(DataPart part, int count, int[] firstLabels)
    {
        Dataset data = DatasetReader.Read(DataFiles.Fashion, part, new DataOptions());

        Assert.Equal(count, data.Count);
        Assert.Equal([28, 28], data.SampleShape);
        Assert.Equal(firstLabels, data.Labels![..5]);
        Assert.Equal(Enumerable.Range(0, 10), data.Labels.Distinct().Order());
        Assert.InRange(data.Inputs.Average(), 0.27, 0.30);
        Assert.Equal(1f, data.Inputs.Max());
    }

    [Theory]
    [InlineData(DataPart.Test)]
    [InlineData(DataPart.Train)]
    public void AFolderWithOneHalfGivesItForEitherPart(DataPart part)
    {
        files.Write("train-images-idx3-ubyte", DataFiles.Idx(8, [1, 1, 1], 51));

        Dataset data = DatasetReader.Read(files.Folder, part, new DataOptions());

        Assert.Equal([0.2f], data.Inputs);
        Assert.Null(data.Labels);
    }

    [Fact]
    public void PlainAndGzippedCopiesOfOneFileAreNoAmbiguity()
    {
        byte[] content = DataFiles.Idx(8, [1, 1], 255);
        files.Write("images.idx3", content);
        files.Write("images.idx3.gz", DataFiles.Gzip(content));

        Assert.Equal([1f], DatasetReader.Read(files.Folder, DataPart.Test, new DataOptions()).Inputs);
    }

    private static byte[] Maybe(string name, byte[] content) => name.EndsWith(".gz", StringComparison.Ordinal) ? DataFiles.Gzip(content) : content;
}
