namespace NNCompress.Tests;

public class ShelfTests
{
    private const int Length = 5000;

    [Theory]
    [InlineData(0, 3)]
    [InlineData(2 * Length * sizeof(double), 1)]
    [InlineData(long.MaxValue, 0)]
    public void What_does_not_fit_waits_in_a_file_and_comes_back_the_same(long most, int inFile)
    {
        Shelf shelf = new(most);
        double[][] arrays = [.. Enumerable.Range(0, 3).Select(Numbers)];
        Shelved<double>[] shelved = Array.ConvertAll(arrays, a => shelf.Put(a));
        Assert.Equal(inFile, shelved.Count(s => s.IsElsewhere));
        Assert.Equal((long)inFile * Length * sizeof(double), shelf.FileBytes);
        arrays = [];
        GC.Collect();
        for (int i = 0; i < shelved.Length; i++)
        {
            Assert.Equal(Length, shelved[i].Length);
            Assert.Equal(Numbers(i), shelved[i].Values);
            byte[] part = new byte[16];
            shelved[i].Read(8 * 7, part);
            Assert.Equal(Numbers(i)[7], BitConverter.ToDouble(part));
        }
    }

    [Fact]
    public void Room_is_used_again()
    {
        Shelf shelf = new(0);
        for (int i = 0; i < 20; i++)
        {
            Use(shelf);
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.InRange(shelf.FileBytes, 0, 3L * Length * sizeof(double));
    }

    [Fact]
    public void Small_arrays_stay_in_memory() => Assert.False(new Shelf(0).Put(new byte[100]).IsElsewhere);

    [Theory]
    [InlineData(1000, 4)]
    [InlineData(640 << 20, 10)]
    public void A_share_of_a_large_model_may_stay_in_memory_and_a_fixed_part_of_a_small_one(long modelBytes, int megabytes)
    {
        Shelf shelf = Shelf.For(modelBytes);
        List<Shelved<byte>> put = [.. Enumerable.Range(0, 50).Select(_ => shelf.Put(new byte[1 << 20]))];
        Assert.Equal(megabytes, put.Count(p => !p.IsElsewhere));
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void Use(Shelf shelf) => Assert.Equal(Numbers(1), shelf.Put(Numbers(1)).Values);

    private static double[] Numbers(int seed) => [.. Enumerable.Range(0, Length).Select(i => (seed * 1000.5) + i)];
}
