using NNCompress.Data;

namespace NNCompress.Tests.Data;

public sealed class CsvTests : IDisposable
{
    private readonly DataFiles files = new();

    public void Dispose() => files.Dispose();

    [Theory]
    [InlineData("a,b,label\n1.5,-2,3\n0,1e2,4\n", null)]
    [InlineData("3,1.5,-2\n4,0,1e2\n", null)]
    [InlineData("\"x\";\"class\";\"y\"\r\n1.5;3;-2\r\n\r\n0;4;1e2\r\n", "class")]
    [InlineData("1.5\t-2\t3\n0\t100\t4", "2")]
    public void TheLabelColumnIsFound(string text, string? labelColumn)
    {
        string path = files.Write("set.csv", text);

        Dataset data = DatasetReader.Read(path, DataPart.Test, new DataOptions { LabelColumn = labelColumn });

        Assert.Equal([2], data.SampleShape);
        Assert.Equal([1.5f, -2f, 0f, 100f], data.Inputs);
        Assert.Equal([3, 4], data.Labels!);
    }

    [Fact]
    public void LabelsCanBeAbsent()
    {
        string path = files.Write("set.csv", "1,2\n3,4\n");

        Dataset data = DatasetReader.Read(path, DataPart.Test, new DataOptions { LabelColumn = "none" });

        Assert.Equal([1f, 2f, 3f, 4f], data.Inputs);
        Assert.Null(data.Labels);
    }
}
