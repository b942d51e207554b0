using NNCompress.Data;

namespace NNCompress.Tests.Data;

public sealed class ScalingTests : IDisposable
{
    private readonly DataFiles files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public void MeanAndStdApplyPerChannelAfterTheDivisorAndAreRecorded()
    {
        string path = files.Write("x.npy", DataFiles.Npy("|u1", "(2, 2, 1, 2)", [10, 20, 30, 40, 50, 60, 70, 80]));

        Dataset data = DatasetReader.Read(path, DataPart.Test, new DataOptions { Divisor = 10, Mean = [1, 3], Std = [2, 4] });

        Assert.Equal([0f, 0.5f, 0f, 0.25f, 2f, 2.5f, 1f, 1.25f], data.Inputs);
        Assert.Equal(10, data.Scaling.Divisor);
        Assert.Equal([1d, 3d], data.Scaling.Mean);
        Assert.Equal([2d, 4d], data.Scaling.Std);
    }

    [Fact]
    public void OneMeanServesAllChannels()
    {
        string path = files.Write("x.npy", DataFiles.Npy("|i1", "(1, 2)", [4, 8]));

        Assert.Equal([1f, 3f], DatasetReader.Read(path, DataPart.Test, new DataOptions { Mean = [2], Std = [2] }).Inputs);
    }

    public static TheoryData<DataOptions, string> BadOptions => new()
    {
        { new DataOptions { Mean = [1, 2, 3] }, "3 values of mean for 2 channels" },
        { new DataOptions { Std = [1, 2, 3] }, "3 values of std for 2 channels" },
        { new DataOptions { Std = [1, 0] }, "std of 0" },
        { new DataOptions { Mean = [double.NaN] }, "mean is not finite" },
        { new DataOptions { Divisor = 0 }, "divided by 0" },
    };

    [Theory]
    [MemberData(nameof(BadOptions))]
    public void OptionsThatDoNotFitAreRefused(DataOptions options, string expected)
    {
        string path = files.Write("x.npy", DataFiles.Npy("|u1", "(1, 2)", [4, 8]));

        NncException e = Assert.Throws<NncException>(() => DatasetReader.Read(path, DataPart.Test, options));

        Assert.Equal("NNC2044", e.Code);
        Assert.Contains(expected, e.Message);
    }
}
