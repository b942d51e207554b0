using NNCompress.Data;

namespace NNCompress.Tests.Data;

public sealed class CifarTests : IDisposable
{
    private readonly DataFiles files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public void A_folder_of_cifar_10_has_its_batches_in_order_and_its_test_half()
    {
        files.Write("data_batch_2.bin", [.. Ten(9, 3)]);
        files.Write("data_batch_10.bin", [.. Ten(1, 5)]);
        foreach (int i in new[] { 1, 3, 4, 5, 6, 7, 8, 9 })
            files.Write($"data_batch_{i}.bin", [.. Ten(0, 7), .. Ten((byte)i, 8)]);
        files.Write("test_batch.bin", [.. Ten(4, 200)]);
        files.Write("batches.meta.txt", "airplane\n");
        Dataset train = Read(DataPart.Train), test = Read(DataPart.Test);
        Assert.Equal([0, 1, 9, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8, 0, 9, 1], train.Labels!);
        Assert.Equal([3, 32, 32], train.SampleShape);
        Assert.Equal([4], test.Labels!);
        Assert.True(DatasetReader.HoldsBothParts(files.Folder));
        Assert.NotEqual(train.Source, test.Source);
        // Byte p of a picture is (first + p) mod 256, scaled by 255: planes, rows, columns as stored.
        Assert.Equal(Enumerable.Range(0, 3072).Select(p => (float)((200 + p) % 256 / 255.0)), test.Inputs);
    }

    [Fact]
    public void Of_cifar_100_the_fine_labels_count()
    {
        files.Write("train.bin", [19, 99, .. Ten(0, 1)[1..], 0, 5, .. Ten(0, 2)[1..]]);
        files.Write("test.bin", [3, 42, .. Ten(0, 3)[1..]]);
        Assert.Equal([99, 5], Read(DataPart.Train).Labels!);
        Assert.Equal([42], Read(DataPart.Test).Labels!);
        Assert.Equal(1 / 255f, Read(DataPart.Train).Inputs[0]);
        Assert.Equal([42], DatasetReader.Read(Path.Combine(files.Folder, "test.bin"), DataPart.Train, new DataOptions()).Labels!);
    }

    [Fact]
    public void A_single_half_serves_both_and_channels_are_scaled_one_by_one()
    {
        string path = files.Write("test_batch.bin", [.. Ten(4, 0)]);
        Assert.False(DatasetReader.HoldsBothParts(files.Folder));
        Assert.Equal(Read(DataPart.Train).Inputs, Read(DataPart.Test).Inputs);
        Dataset scaled = DatasetReader.Read(path, DataPart.Test, new DataOptions { Mean = [0, 0.5, 1], Std = [1, 2, 4] });
        Assert.Equal([0, -0.25f, -0.25f], new[] { scaled.Inputs[0], scaled.Inputs[1024], scaled.Inputs[2048] });
    }

    public static TheoryData<string, byte[], string, string> Malformed => new()
    {
        { "data_batch_1.bin", Ten(0, 0)[..3072], "NNC2050", "3072 bytes" },
        { "data_batch_1.bin", [.. Ten(0, 0), 1], "NNC2050", "3074 bytes" },
        { "test_batch.bin", [], "NNC2050", "0 bytes" },
        { "train.bin", Ten(0, 0), "NNC2050", "3074" },
        { "test_batch.bin", [.. Ten(9, 0), .. Ten(10, 0)], "NNC2051", "byte 3073 has the label 10" },
        { "train.bin", [19, 100, .. Ten(0, 0)[1..]], "NNC2051", "label 100" },
        { "test.bin", [20, 5, .. Ten(0, 0)[1..]], "NNC2051", "20 coarse classes" },
        { "data_batch_2.bin", Ten(0, 0), "NNC2052", "data_batch_1.bin is missing" },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Malformed_files_are_told_by_what_is_wrong(string name, byte[] content, string code, string part)
    {
        files.Write(name, content);
        NncException e = Assert.Throws<NncException>(() => Read(DataPart.Train));
        Assert.Equal((code, 2), (e.Code, e.ExitCode));
        Assert.Contains(part, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_does_not_exist_is_told_as_such() =>
        Assert.Equal("NNC2040", Assert.Throws<NncException>(() => DatasetReader.Read(Path.Combine(files.Folder, "train.bin"), DataPart.Train, new DataOptions())).Code);

    private Dataset Read(DataPart part) => DatasetReader.Read(files.Folder, part, new DataOptions());

    private static byte[] Ten(byte label, int first) => [label, .. Enumerable.Range(first, 3072).Select(p => (byte)p)];
}
