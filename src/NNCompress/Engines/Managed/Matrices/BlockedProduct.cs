using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NNCompress.Engines.Managed.Matrices;

/// <summary>
/// The loops around a micro-kernel: blocks of the right operand for the second-level cache, of the left one likewise, panels for the first
/// (Goto and van de Geijn, "Anatomy of high-performance matrix multiplication", 2008).
/// </summary>
internal static unsafe class BlockedProduct<TKernel>
    where TKernel : struct, IMicroKernel
{
    // With InnerBlocks.Largest steps: 147 KB of the left operand, 590 KB of the right one.
    private const int RowBlock = 128;
    private const int ColumnBlock = 512;

    public static void Run(int m, int n, int k, in Operand left, in Operand right, float* c, nint ldc, bool accumulate)
    {
        int inner = InnerBlocks.Size(k);
        int rowBlock = Panels.RoundUp(Math.Min(m, RowBlock), TKernel.Rows), columnBlock = Panels.RoundUp(Math.Min(n, ColumnBlock), TKernel.Columns);
        float* leftScratch = left.NeedsScratch ? Scratch.Left(rowBlock * inner) : null;
        float* rightScratch = right.NeedsScratch ? Scratch.Right(columnBlock * inner) : null;
        for (int column = 0; column < n; column += columnBlock)
        {
            int columns = Math.Min(columnBlock, n - column);
            for (int step = 0; step < k; step += inner)
            {
                int steps = Math.Min(inner, k - step);
                float* b = right.Block(column, columns, step, steps, TKernel.Columns, rightScratch);
                for (int row = 0; row < m; row += rowBlock)
                {
                    int rows = Math.Min(rowBlock, m - row);
                    float* to = c + (row * ldc) + column;
                    bool add = accumulate || step > 0;
                    // Whole panels of a matrix stored by rows are read in place.
                    int direct = left.IsRows ? rows - (rows % TKernel.Rows) : 0;
                    if (direct > 0)
                        Tiles(direct, columns, steps, left.At(row, step), left.LineStride, 1, TKernel.Rows * left.LineStride, b, to, ldc, add);
                    if (direct == rows)
                        continue;
                    float* a = left.Block(row + direct, rows - direct, step, steps, TKernel.Rows, leftScratch);
                    Tiles(rows - direct, columns, steps, a, 1, TKernel.Rows, (nint)TKernel.Rows * steps, b, to + (direct * ldc), ldc, add);
                }
            }
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tiles(int rows, int columns, int steps, float* a, nint line, nint step, nint panelStride, float* b, float* c, nint ldc, bool accumulate)
    {
        float* edge = stackalloc float[TKernel.Rows * TKernel.Columns];
        for (int column = 0; column < columns; column += TKernel.Columns)
        {
            float* panel = b + ((nint)column * steps);
            int width = Math.Min(TKernel.Columns, columns - column);
            float* left = a;
            for (int row = 0; row < rows; row += TKernel.Rows, left += panelStride)
            {
                int height = Math.Min(TKernel.Rows, rows - row);
                float* tile = c + (row * ldc) + column;
                if (width == TKernel.Columns && height == TKernel.Rows)
                {
                    TKernel.Run(steps, left, line, step, panel, tile, ldc, accumulate);
                    continue;
                }
                if (width <= TKernel.Narrow)
                    TKernel.RunNarrow(steps, left, line, step, panel, edge, TKernel.Columns, accumulate: false);
                else
                    TKernel.Run(steps, left, line, step, panel, edge, TKernel.Columns, accumulate: false);
                Copy(edge, tile, ldc, height, width, accumulate);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy(float* edge, float* tile, nint ldc, int height, int width, bool accumulate)
    {
        for (int i = 0; i < height; i++, edge += TKernel.Columns, tile += ldc)
        {
            int j = 0;
            for (; j + 4 <= width; j += 4)
                Vector128.Store(accumulate ? Vector128.Load(tile + j) + Vector128.Load(edge + j) : Vector128.Load(edge + j), tile + j);
            for (; j < width; j++)
                tile[j] = accumulate ? tile[j] + edge[j] : edge[j];
        }
    }
}
