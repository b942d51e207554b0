using System.IO.Compression;
using NNCompress.Data;

namespace NNCompress.Tests.Data;

public sealed class NumpyTests : IDisposable
{
    private static readonly DataOptions AsStored = new() { Divisor = 1 };

    private readonly DataFiles files = new();

    public void Dispose() => files.Dispose();

    [Theory]
    [InlineData("|u1", new byte[] { 7, 255 }, new[] { 7f, 255f })]
    [InlineData("|i1", new byte[] { 7, 255 }, new[] { 7f, -1f })]
    [InlineData("|b1", new byte[] { 0, 1 }, new[] { 0f, 1f })]
    [InlineData("<i2", new byte[] { 2, 1, 0xFE, 0xFF }, new[] { 258f, -2f })]
    [InlineData(">i2", new byte[] { 1, 2, 0xFF, 0xFE }, new[] { 258f, -2f })]
    [InlineData("<u2", new byte[] { 2, 1, 0xFE, 0xFF }, new[] { 258f, 65534f })]
    [InlineData(">u2", new byte[] { 1, 2, 0xFF, 0xFE }, new[] { 258f, 65534f })]
    [InlineData("<i4", new byte[] { 1, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF }, new[] { 1f, -1f })]
    [InlineData(">i4", new byte[] { 0, 0, 0, 1, 0xFF, 0xFF, 0xFF, 0xFF }, new[] { 1f, -1f })]
    [InlineData("<u4", new byte[] { 1, 0, 0, 0, 0, 0, 0, 0x80 }, new[] { 1f, 2147483648f })]
    [InlineData(">u4", new byte[] { 0, 0, 0, 1, 0x80, 0, 0, 0 }, new[] { 1f, 2147483648f })]
    [InlineData("<i8", new byte[] { 5, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255 }, new[] { 5f, -1f })]
    [InlineData(">i8", new byte[] { 0, 0, 0, 0, 0, 0, 0, 5, 255, 255, 255, 255, 255, 255, 255, 255 }, new[] { 5f, -1f })]
    [InlineData("<u8", new byte[] { 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80 }, new[] { 5f, 9223372036854775808f })]
    [InlineData(">u8", new byte[] { 0, 0, 0, 0, 0, 0, 0, 5, 0x80, 0, 0, 0, 0, 0, 0, 0 }, new[] { 5f, 9223372036854775808f })]
    [InlineData("<f2", new byte[] { 0x00, 0x3C, 0x00, 0xC0 }, new[] { 1f, -2f })]
    [InlineData(">f2", new byte[] { 0x3C, 0x00, 0xC0, 0x00 }, new[] { 1f, -2f })]
    [InlineData("<f4", new byte[] { 0, 0, 0x80, 0x3F, 0, 0, 0, 0xBF }, new[] { 1f, -0.5f })]
    [InlineData(">f4", new byte[] { 0x3F, 0x80, 0, 0, 0xBF, 0, 0, 0 }, new[] { 1f, -0.5f })]
    [InlineData("<f8", new byte[] { 0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 0, 0, 0, 0, 0, 0, 0, 0xC0 }, new[] { 1f, -2f })]
    [InlineData(">f8", new byte[] { 0x3F, 0xF0, 0, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0 }, new[] { 1f, -2f })]
    public void EveryElementTypeIsReadInBothByteOrders(string descr, byte[] numbers, float[] expected)
    {
        string path = files.Write("x.npy", DataFiles.Npy(descr, "(2, 1)", numbers));

        Assert.Equal(expected, DatasetReader.Read(path, DataPart.Test, AsStored).Inputs);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void EveryVersionIsRead(int version)
    {
        string path = files.Write("x.npy", DataFiles.Npy("|u1", "(1, 2, 3)", [1, 2, 3, 4, 5, 6], version));

        Dataset data = DatasetReader.Read(path, DataPart.Test, AsStored);

        Assert.Equal([2, 3], data.SampleShape);
        Assert.Equal([1f, 2f, 3f, 4f, 5f, 6f], data.Inputs);
    }

    [Fact]
    public void FortranOrderIsTransposed()
    {
        // a[i, j, k] = 100 i + 10 j + k for shape (2, 3, 2), stored with the first index fastest.
        byte[] stored = [0, 100, 10, 110, 20, 120, 1, 101, 11, 111, 21, 121];
        string path = files.Write("x.npy", DataFiles.Npy("|u1", "(2, 3, 2)", stored, fortran: true));

        Assert.Equal([0f, 1f, 10f, 11f, 20f, 21f, 100f, 101f, 110f, 111f, 120f, 121f], DatasetReader.Read(path, DataPart.Test, AsStored).Inputs);
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void AnArchiveGivesInputsAndLabels(CompressionLevel level)
    {
        string path = files.Write("set.npz", DataFiles.Zip(level,
            ("x.npy", DataFiles.Npy("|u1", "(2, 3)", [1, 2, 3, 4, 5, 6])),
            ("y.npy", DataFiles.Npy("<i8", "(2,)", [3, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0]))));

        Dataset data = DatasetReader.Read(path, DataPart.Test, AsStored);

        Assert.Equal([1f, 2f, 3f, 4f, 5f, 6f], data.Inputs);
        Assert.Equal([3, 8], data.Labels!);
    }

    [Theory]
    [InlineData(DataPart.Test, 20f, 2)]
    [InlineData(DataPart.Train, 10f, 1)]
    public void AnArchiveWithBothHalvesGivesTheOneAskedFor(DataPart part, float value, int label)
    {
        files.Write("mnist.npz", DataFiles.Zip(CompressionLevel.Optimal,
            ("x_train.npy", DataFiles.Npy("|u1", "(1, 1)", [10])),
            ("y_train.npy", DataFiles.Npy("|u1", "(1,)", [1])),
            ("x_test.npy", DataFiles.Npy("|u1", "(1, 1)", [20])),
            ("y_test.npy", DataFiles.Npy("|u1", "(1,)", [2]))));

        Dataset data = DatasetReader.Read(files.Folder, part, AsStored);

        Assert.Equal([value], data.Inputs);
        Assert.Equal([label], data.Labels!);
    }

    [Theory]
    [InlineData("|u1", "(2, 3)", new byte[] { 0, 1, 0, 1, 0, 0 }, new[] { 1, 0 })]
    [InlineData("|u1", "(2, 1)", new byte[] { 4, 2 }, new[] { 4, 2 })]
    [InlineData("<f4", "(2,)", new byte[] { 0, 0, 0x80, 0x3F, 0, 0, 0, 0 }, new[] { 1, 0 })]
    public void LabelsMayBeOneHotColumnsOrFloats(string descr, string shape, byte[] numbers, int[] expected)
    {
        string path = files.Write("set.npz", DataFiles.Zip(CompressionLevel.Optimal,
            ("x.npy", DataFiles.Npy("|u1", "(2, 1)", [1, 2])), ("y.npy", DataFiles.Npy(descr, shape, numbers))));

        Assert.Equal(expected, DatasetReader.Read(path, DataPart.Test, AsStored).Labels);
    }
}
