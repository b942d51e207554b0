namespace NNCompress.Coding;

/// <summary>A matrix of levels as it is scanned: row by row, or column by column.</summary>
/// <param name="levels">Row-major.</param>
/// <param name="rows">Of the matrix.</param>
/// <param name="columns">Likewise.</param>
/// <param name="transposed">Whether columns are scanned as rows.</param>
internal sealed class LevelMatrix(int[] levels, int rows, int columns, bool transposed)
{
    /// <summary>Columns that are copied together, so that what a cache line brings is used.</summary>
    private const int Together = 16;

    private readonly int[] some = transposed ? new int[Together * rows] : [];
    private int first = -Together;

    /// <summary>Of the scan.</summary>
    public int Rows => transposed ? columns : rows;

    /// <summary>Of the scan.</summary>
    public int Columns => transposed ? rows : columns;

    /// <summary>A row of the scan, not to be changed; valid until the next one is asked for.</summary>
    public ReadOnlySpan<int> this[int row] => transposed ? Column(row) : levels.AsSpan(row * columns, columns);

    private ReadOnlySpan<int> Column(int column)
    {
        if (column < first || column >= first + Together)
        {
            first = column / Together * Together;
            int count = Math.Min(Together, columns - first);
            for (int r = 0; r < rows; r++)
            {
                for (int c = 0; c < count; c++)
                    some[(c * rows) + r] = levels[(r * columns) + first + c];
            }
        }
        return some.AsSpan((column - first) * rows, rows);
    }
}
