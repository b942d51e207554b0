using NNCompress.Data;

namespace NNCompress.Tests.Data;

/// <summary>Values that a network is to give, beside the samples.</summary>
public sealed class TargetTests : IDisposable
{
    private readonly DataFiles files = new();

    public void Dispose() => files.Dispose();

    [Theory]
    [InlineData("b,d", new float[] { 2, 4, 6, 8 }, 2)]
    [InlineData("3,1", new float[] { 4, 2, 8, 6 }, 2)]
    [InlineData("c", new float[] { 3, 7 }, 3)]
    [InlineData(null, new float[] { 1, 5 }, 3)]
    public void Csv_columns(string? columns, float[] targets, int inputs)
    {
        Dataset data = Read(files.Write("d.csv", "a,b,c,d\n1,2,3,4\n5,6,7,8\n"u8.ToArray()), columns);
        Assert.Equal(targets, data.Targets!);
        Assert.Equal((inputs, targets.Length / 2), (data.SampleLength, data.TargetLength));
        Assert.Null(data.Labels);
    }

    [Theory]
    [InlineData("a,a", "twice")]
    [InlineData("a,e", "'e'")]
    public void Columns_that_cannot_be_taken(string columns, string saying)
    {
        NncException e = Assert.Throws<NncException>(() => Read(files.Write("d.csv", "a,b,c\n1,2,3\n"u8.ToArray()), columns));
        Assert.Equal("NNC2044", e.Code);
        Assert.Contains(saying, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Npy_files_named_x_have_their_targets_in_files_named_y()
    {
        files.Write("x_test.npy", DataFiles.Npy("|u1", "(2, 2)", [0, 255, 255, 0]));
        files.Write("y_test.npy", DataFiles.Npy("|u1", "(2, 1, 3)", [1, 2, 3, 4, 5, 200]));
        Dataset data = Read(files.Folder, null);
        Assert.Equal([0f, 1f, 1f, 0f], data.Inputs);
        Assert.Equal([1f, 2f, 3f, 4f, 5f, 200f], data.Targets!);
        Dataset part = data.Select([1]);
        Assert.Equal((3, 1), (part.TargetLength, part.Count));
        Assert.Equal([4f, 5f, 200f], part.Targets!);
        Assert.Equal(part.Targets, data.Range(1, 1).Targets);
        Assert.Null(DatasetReader.Read(files.Folder, DataPart.Test, new DataOptions(), LabelKind.None).Targets);
    }

    [Fact]
    public void Class_labels_are_values_too_where_values_are_wanted()
    {
        files.Write("a-images-idx3-ubyte", [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 7, 9]);
        files.Write("a-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, 2, 5, 6]);
        Assert.Equal([5f, 6f], Read(files.Folder, null).Targets!);
    }

    [Fact]
    public void Targets_that_do_not_fit_the_samples_or_are_no_numbers()
    {
        files.Write("x.npy", DataFiles.Npy("|u1", "(2, 2)", new byte[4]));
        files.Write("y.npy", DataFiles.Npy("|u1", "(3, 1)", new byte[3]));
        Assert.Equal("NNC2043", Assert.Throws<NncException>(() => Read(files.Folder, null)).Code);
        files.Write("y.npy", DataFiles.Npy("<f4", "(2, 1)", [0, 0, 0, 0, 0, 0, 0xC0, 0x7F]));
        NncException e = Assert.Throws<NncException>(() => Read(files.Folder, null));
        Assert.Equal("NNC2047", e.Code);
        Assert.Contains("sample 1", e.Message, StringComparison.Ordinal);
        files.Write("y.npy", "no array"u8.ToArray());
        Assert.Equal("NNC2041", Assert.Throws<NncException>(() => Read(files.Folder, null)).Code);
    }

    [Fact]
    public void Values_where_classes_are_wanted_point_to_the_metrics_of_values()
    {
        string path = files.Write("d.csv", "label,a\n0.37,1\n"u8.ToArray());
        NncException e = Assert.Throws<NncException>(() => DatasetReader.Read(path, DataPart.Test, new DataOptions()));
        Assert.Equal("NNC2043", e.Code);
        Assert.Contains("--metric", e.Message, StringComparison.Ordinal);
        Assert.Null(DatasetReader.Read(path, DataPart.Test, new DataOptions(), LabelKind.None).Labels);
    }

    private static Dataset Read(string path, string? columns) => DatasetReader.Read(path, DataPart.Test, new DataOptions { LabelColumn = columns }, LabelKind.Values);
}
