using System.Numerics.Tensors;
using NNCompress.Runtime;

namespace NNCompress.Coding;

/// <summary>How a matrix of levels is best scanned: chosen by the encoder, told to the decoder.</summary>
/// <param name="Shift">Low bits of a magnitude that are coded apart.</param>
/// <param name="Lag">Distance along a row at which weights resemble each other (the width of a picture), or 0.</param>
/// <param name="Transposed">Whether columns are scanned as rows.</param>
internal sealed record LevelScan(int Shift, int Lag, bool Transposed)
{
    private const int MaxLag = 256;
    private const int SampledPerLag = 1 << 15;
    private const double LeastCorrelation = 0.05;

    public static LevelScan Choose(int[] levels, int rows, int columns)
    {
        long sum = 0;
        foreach (int level in levels)
            sum += Math.Abs((long)level);
        double mean = levels.Length == 0 ? 0 : sum / (double)levels.Length;
        int shift = mean < 8 ? 0 : Math.Min(LevelModel<RangeDecoder>.MaxShift, (int)Math.Log2(mean / 4));
        (int lag, double correlation) = BestLag(levels, rows, columns, columns, 1);
        (int lagDown, double down) = BestLag(levels, columns, rows, 1, columns);
        bool transposed = lagDown > 0 && down > correlation + LeastCorrelation;
        return new LevelScan(shift, transposed ? lagDown : lag, transposed);
    }

    /// <summary>The lag with the strongest correlation of levels along a row, or (0, 0) where none is worth it.</summary>
    private static (int Lag, double Correlation) BestLag(int[] levels, int rows, int length, int rowStride, int stride)
    {
        (int Lag, double Correlation) best = (0, LeastCorrelation);
        int most = Math.Min(MaxLag, length / 2);
        double[] products = new double[most + 1], squares = new double[most + 1];
        float[] row = new float[length];
        int rowStep = (int)Math.Max(1, (long)rows * length / SampledPerLag);
        for (int r = 0; r < rows && most >= QuantisedHead.MinLag; r += rowStep)
        {
            for (int i = 0; i < length; i++)
                row[i] = levels[r * rowStride + i * stride];
            for (int lag = QuantisedHead.MinLag; lag <= most; lag++)
            {
                ReadOnlySpan<float> from = row.AsSpan(lag);
                products[lag] += TensorPrimitives.Dot(from, row.AsSpan(0, length - lag));
                squares[lag] += TensorPrimitives.SumOfSquares(from);
            }
        }
        for (int lag = QuantisedHead.MinLag; lag <= most; lag++)
        {
            double correlation = products[lag] / (squares[lag] + 1e-9);
            if (correlation > best.Correlation)
                best = (lag, correlation);
        }
        return best.Lag == 0 ? (0, 0) : best;
    }
}
