using NNCompress.Engines.Managed.Matrices;

namespace NNCompress.Pruning;

/// <summary>Counts how often two input channels of a layer are both not zero, over the taps that each of them has.</summary>
/// <param name="channels">Input channels.</param>
internal sealed class Coactivity(int channels)
{
    private readonly double[] sum = new double[channels * channels];
    private readonly float[] product = new float[channels * channels];
    private float[] active = [];
    private long rows;

    public void Add(RowBlock block)
    {
        int taps = (block.Width - 1) / channels;
        if (active.Length < block.Rows * channels)
            active = new float[block.Rows * channels];
        for (int tap = 0; tap < taps; tap++)
        {
            for (int r = 0; r < block.Rows; r++)
            {
                for (int c = 0; c < channels; c++)
                    active[r * channels + c] = block.Values[r * block.Width + c * taps + tap] != 0 ? 1 : 0;
            }
            MatrixKernel.Multiply(channels, channels, block.Rows, active, channels, transposeA: true, active, channels, transposeB: false, product, channels, threads: 0);
            for (int i = 0; i < sum.Length; i++)
                sum[i] += product[i];
        }
        rows += (long)block.Rows * taps;
    }

    /// <summary>channels², row-major, 0 to 1.</summary>
    public double[] Shares() => Array.ConvertAll(sum, s => s / Math.Max(rows, 1));
}
