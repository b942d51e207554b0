namespace NNCompress.Numerics;

/// <summary><see cref="DiagonalBlocks"/> on a shelf.</summary>
internal sealed class ShelvedBlocks(DiagonalBlocks matrix, Shelf shelf)
{
    private readonly int rows = matrix.Rows;
    private readonly Shelved<double>[] blocks = [.. Enumerable.Range(0, matrix.Count).Select(b => shelf.Put(matrix.Values(b)))];

    /// <summary>The matrix, not to be changed.</summary>
    public DiagonalBlocks Values => new(rows, Array.ConvertAll(blocks, b => b.Values));
}
