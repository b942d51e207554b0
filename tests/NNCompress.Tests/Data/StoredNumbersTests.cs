using NNCompress.Data;

namespace NNCompress.Tests.Data;

/// <summary>Numbers in memory and in a temporary file, and data sets that are larger than what stays in memory.</summary>
public sealed class StoredNumbersTests : IDisposable
{
    private readonly DataFiles files = new();

    public void Dispose() => files.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(12)]
    public void What_is_appended_is_read_again_wherever_it_lies(int most)
    {
        StoredNumbers numbers = new(most);
        for (int i = 0; i < 12; i += 3)
            numbers.Append([i, i + 1, i + 2]);
        numbers.Write(4, [40, 50]);
        float[] middle = new float[4];
        numbers.Read(3, middle);

        Assert.Equal([3, 40, 50, 6], middle);
        Assert.Equal([0, 1, 2, 3, 40, 50, 6, 7, 8, 9, 10, 11], numbers.ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(12)]
    public void What_is_laid_out_beforehand_is_written_in_any_order(int most)
    {
        StoredNumbers numbers = new(12L, most);
        for (int i = 11; i >= 0; i--)
            numbers.Write(i, [i]);

        Assert.Equal([.. Enumerable.Range(0, 12).Select(i => (float)i)], numbers.ToArray());
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(3, 2)]
    [InlineData(5, 0)]
    public void There_is_nothing_outside(long start, int length)
    {
        StoredNumbers numbers = new(2);
        numbers.Append([1, 2, 3, 4]);

        Assert.Throws<ArgumentOutOfRangeException>(() => numbers.Read(start, new float[length]));
        Assert.Throws<ArgumentOutOfRangeException>(() => numbers.Write(start, new float[length]));
    }

    [Fact]
    public void Memory_does_not_grow_with_the_data()
    {
        long few = Allocated(Samples(6_000, fortran: false)), many = Allocated(Samples(18_000, fortran: false));

        Assert.InRange(many - few, -1_000_000, 1_000_000);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_large_set_is_read_as_a_small_one(bool fortran)
    {
        Dataset data = DatasetReader.Read(Samples(6_000, fortran), DataPart.Test, new DataOptions { Divisor = 2, Mean = [1, 2, 3, 4], Std = [1, 1, 1, 4] });
        float[] two = new float[2 * 1_000];
        foreach (int sample in new[] { 0, 1, 3_000, 4_193, 5_998 })
        {
            data.CopyInputs(sample, 2, two);
            Assert.Equal([.. Enumerable.Range(0, 2_000).Select(i => Scaled(Stored(sample + (i / 1_000), i % 1_000), i % 1_000 / 250))], two);
        }
        float[] last = new float[1_000];
        data.Select([17, 5_999]).CopyInputs(1, 1, last);
        Assert.Equal(two[1_000..], last);
    }

    private static byte Stored(int sample, int element) => (byte)((sample * 31) + (element * 7) + (element / 250));

    private static float Scaled(byte stored, int channel) => (float)(((stored / 2.0) - (channel + 1)) / (channel == 3 ? 4 : 1));

    /// <summary>Samples of 4 × 250 bytes; 24 MB of floats for 6,000 of them.</summary>
    private string Samples(int count, bool fortran)
    {
        byte[] numbers = new byte[count * 1_000];
        for (int i = 0; i < numbers.Length; i++)
        {
            // The first dimension goes fastest in a column-major file, then the second.
            (int sample, int element) = fortran ? (i % count, (i / count % 4 * 250) + (i / count / 4)) : (i / 1_000, i % 1_000);
            numbers[i] = Stored(sample, element);
        }
        return files.Write($"x{count}.npy", DataFiles.Npy("|u1", $"({count}, 4, 250)", numbers, fortran: fortran));
    }

    private static long Allocated(string path)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        GC.KeepAlive(DatasetReader.Read(path, DataPart.Test, new DataOptions()));
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
