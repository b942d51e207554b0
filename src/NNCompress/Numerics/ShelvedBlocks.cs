using System.Runtime.InteropServices;

namespace NNCompress.Numerics;

/// <summary><see cref="DiagonalBlocks"/> on a shelf.</summary>
internal sealed class ShelvedBlocks(DiagonalBlocks matrix, Shelf shelf)
{
    private readonly int rows = matrix.Rows;
    private readonly (int Start, int Length)[] places = [.. Enumerable.Range(0, matrix.Count).Select(b => matrix[b])];
    private readonly Shelved<double>[] blocks = [.. Enumerable.Range(0, matrix.Count).Select(b => shelf.Put(matrix.Values(b)))];

    /// <summary>The matrix, not to be changed.</summary>
    public DiagonalBlocks Values => new(rows, Array.ConvertAll(blocks, b => b.Values));

    /// <summary>Columns of the longest row that is there.</summary>
    public int Widest => places.Max(p => p.Length);

    /// <summary>Reads what is there of a row, without the rest of the matrix.</summary>
    /// <param name="row">Its number.</param>
    /// <param name="target">At least <see cref="Widest"/> numbers; its beginning is filled.</param>
    /// <returns>The column of the first number, and how many there are; the others are 0.</returns>
    public (int Start, int Length) ReadRow(int row, Span<double> target)
    {
        int block = row / places[0].Length;
        (int start, int length) = places[block];
        blocks[block].Read((long)(row - start) * length * sizeof(double), MemoryMarshal.AsBytes(target[..length]));
        return (start, length);
    }
}
