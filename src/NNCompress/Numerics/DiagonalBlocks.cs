namespace NNCompress.Numerics;

/// <summary>
/// A symmetric n × n matrix. Where n is large, only square blocks along its diagonal are there: n · <see cref="BlockLength"/> numbers in the place of n²; what lies
/// outside them counts as 0.
/// </summary>
public sealed class DiagonalBlocks
{
    /// <summary>Rows up to which the matrix is there as a whole: 32 MB of it.</summary>
    public const int MostWhole = 2048;

    /// <summary>Rows of a block of larger ones; the last may have fewer.</summary>
    public const int BlockLength = 512;

    private readonly int size;
    private readonly double[][] blocks;

    /// <summary>All 0.</summary>
    /// <param name="rows">n, above 0.</param>
    public DiagonalBlocks(int rows)
        : this(rows, null)
    {
        for (int b = 0; b < blocks.Length; b++)
            blocks[b] = LargeMemory.New<double>(this[b].Length * this[b].Length);
    }

    /// <param name="rows">n, above 0.</param>
    /// <param name="blocks">Their numbers, row-major; not copied. Null for room for them.</param>
    internal DiagonalBlocks(int rows, double[][]? blocks)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        Rows = rows;
        size = rows <= MostWhole ? rows : BlockLength;
        this.blocks = blocks ?? new double[(rows + size - 1) / size][];
    }

    /// <summary>How many numbers there are for n rows.</summary>
    public static long Numbers(int rows) => rows <= MostWhole ? (long)rows * rows
        : ((long)(rows / BlockLength) * BlockLength * BlockLength) + ((long)(rows % BlockLength) * (rows % BlockLength));

    /// <summary>n.</summary>
    public int Rows { get; }

    /// <summary>How many blocks there are: 1 for the matrix as a whole.</summary>
    public int Count => blocks.Length;

    /// <summary>First row and number of rows of a block.</summary>
    public (int Start, int Length) this[int block] => (block * size, Math.Min(size, Rows - (block * size)));

    /// <summary>The element, or 0 outside the blocks.</summary>
    public double this[int row, int column]
    {
        get
        {
            int block = row / size;
            return column / size != block ? 0 : blocks[block][((row - (block * size)) * this[block].Length) + column - (block * size)];
        }
    }

    /// <summary>The block that holds a row.</summary>
    public int BlockOf(int row) => row / size;

    /// <summary>A block's numbers, row-major; those of the matrix itself, not a copy.</summary>
    public double[] Values(int block) => blocks[block];
}
