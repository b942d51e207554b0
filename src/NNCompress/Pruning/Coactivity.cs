using NNCompress.Engines.Managed.Matrices;
using NNCompress.Numerics;

namespace NNCompress.Pruning;

/// <summary>Counts how often two input channels of a layer are both not zero, over the taps that each of them has.</summary>
/// <param name="channels">Input channels.</param>
internal sealed class Coactivity(int channels)
{
    private readonly DiagonalBlocks sum = new(channels);
    private long rows;

    /// <param name="block">One batch.</param>
    /// <param name="product">Work space; grows where it is too short.</param>
    /// <param name="active">Likewise.</param>
    public void Add(RowBlock block, ref float[] product, ref float[] active)
    {
        int taps = (block.Width - 1) / channels;
        for (int b = 0; b < sum.Count; b++)
        {
            (int start, int n) = sum[b];
            double[] counts = sum.Values(b);
            if (active.Length < block.Rows * n)
                active = new float[block.Rows * n];
            for (int tap = 0; tap < taps; tap++)
            {
                for (int r = 0; r < block.Rows; r++)
                {
                    for (int c = 0; c < n; c++)
                        active[(r * n) + c] = block.Values[(r * block.Width) + ((start + c) * taps) + tap] != 0 ? 1 : 0;
                }
                ProductSum.Add(n, n, block.Rows, active, active, counts, ref product);
            }
        }
        rows += (long)block.Rows * taps;
    }

    /// <summary>0 to 1, in the place of the counts.</summary>
    public DiagonalBlocks Shares()
    {
        for (int b = 0; b < sum.Count; b++)
            System.Numerics.Tensors.TensorPrimitives.Divide(sum.Values(b), Math.Max(rows, 1), sum.Values(b));
        return sum;
    }
}
