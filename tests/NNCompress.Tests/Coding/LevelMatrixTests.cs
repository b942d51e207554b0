using NNCompress.Coding;

namespace NNCompress.Tests.Coding;

public class LevelMatrixTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 50)]
    [InlineData(50, 3)]
    [InlineData(7, 16)]
    public void Scanned_by_columns_its_rows_are_the_columns(int rows, int columns)
    {
        int[] levels = [.. Enumerable.Range(0, rows * columns)];
        LevelMatrix plain = new(levels, rows, columns, false), transposed = new(levels, rows, columns, true);
        Assert.Equal((rows, columns, columns, rows), (plain.Rows, plain.Columns, transposed.Rows, transposed.Columns));
        for (int r = 0; r < rows; r++)
            Assert.Equal(levels.Skip(r * columns).Take(columns), plain[r].ToArray());
        // In any order.
        foreach (int c in Enumerable.Range(0, columns).Reverse().Concat([0]))
            Assert.Equal(Enumerable.Range(0, rows).Select(r => (r * columns) + c), transposed[c].ToArray());
    }
}
