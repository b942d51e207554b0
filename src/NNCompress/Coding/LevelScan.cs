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
        double mean = levels.Length == 0 ? 0 : levels.Average(l => Math.Abs((double)l));
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
        int rowStep = (int)Math.Max(1, (long)rows * length / SampledPerLag);
        for (int lag = QuantisedWeights.MinLag; lag <= Math.Min(MaxLag, length / 2); lag++)
        {
            double product = 0, squares = 1e-9;
            for (int r = 0; r < rows; r += rowStep)
            {
                int start = r * rowStride;
                for (int i = lag; i < length; i++)
                {
                    double value = levels[start + i * stride];
                    product += value * levels[start + (i - lag) * stride];
                    squares += value * value;
                }
            }
            if (product / squares > best.Correlation)
                best = (lag, product / squares);
        }
        return best.Lag == 0 ? (0, 0) : best;
    }
}
