using NNCompress.Models;

namespace NNCompress.Compression.Details;

/// <summary>Single weights out of a tensor that may be too great to be held as floats.</summary>
/// <param name="stored">The tensor.</param>
/// <param name="run">Weights that are likely to be read one after the other.</param>
internal sealed class WeightReader(StoredWeights stored, int run)
{
    private const int LongestBlock = 4096;

    private readonly float[] block = new float[Math.Clamp(run, 1, Math.Min(LongestBlock, Math.Max(stored.Length, 1)))];
    private long start = -1;

    /// <param name="index">Row-major; in range.</param>
    public float At(long index)
    {
        long wanted = index / block.Length * block.Length;
        if (wanted != start)
        {
            start = wanted;
            stored.Read((int)start, block.AsSpan(0, (int)Math.Min(block.Length, stored.Length - start)));
        }
        return block[index - start];
    }
}
