using System.Numerics.Tensors;
using NNCompress.Runtime;

namespace NNCompress.Coding;

/// <summary>The linear prediction of a level from its neighbours with the least mean squared error, where its taps pay for their bytes.</summary>
internal static class PredictionTaps
{
    private const int Sampled = 1 << 17;
    private const double Ridge = 1e-3;

    // Bits saved a weight for each unit of explained variance: measured low, most levels being zero.
    private const double BitsPerExplained = 0.4;

    /// <param name="levels">As scanned.</param>
    /// <param name="shift">Low bits that are coded apart.</param>
    /// <param name="lag">Distance at which levels resemble each other, or 0.</param>
    /// <returns>Taps in 1/64, as the section holds them; null where none pay.</returns>
    public static sbyte[]? Fit(LevelMatrix levels, int shift, int lag)
    {
        (int rows, int columns) = (levels.Rows, levels.Columns);
        long count = (long)rows * columns;
        int n = lag > 0 ? Neighbourhood.LagTaps : Neighbourhood.PlainTaps;
        if (count < 8 * n)
            return null;
        // Where the neighbours lie: rows above, and places to the left.
        (int Up, int Left)[] places = lag > 0
            ? [(0, 1), (0, 2), (0, 3), (1, 0), (2, 0), (0, lag), (0, lag - 1), (0, lag + 1), (0, 2 * lag)]
            : [(0, 1), (0, 2), (0, 3), (1, 0), (2, 0), (0, 4)];
        int margin = 2 * lag + 4, length = margin + columns;
        float[][] window = [new float[length], new float[length], new float[length]];
        double[,] normal = new double[n, n + 1];
        double energy = 1e-9;
        int[] nothing = new int[columns];
        // Runs of rows, spread evenly: each is read with the two above it.
        int step = (int)Math.Max(1, count / Sampled);
        for (int r = 0; r < rows; r += step)
        {
            for (int up = 0; up < 3; up++)
                Load(r >= up ? levels[r - up] : nothing, shift, window[up].AsSpan(margin));
            ReadOnlySpan<float> target = window[0].AsSpan(margin);
            energy += TensorPrimitives.SumOfSquares(target);
            for (int i = 0; i < n; i++)
            {
                ReadOnlySpan<float> neighbour = window[places[i].Up].AsSpan(margin - places[i].Left, columns);
                normal[i, n] += TensorPrimitives.Dot(target, neighbour);
                for (int j = 0; j <= i; j++)
                    normal[i, j] += TensorPrimitives.Dot(neighbour, window[places[j].Up].AsSpan(margin - places[j].Left, columns));
            }
        }
        double[] right = [.. Enumerable.Range(0, n).Select(i => normal[i, n])];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++)
                normal[j, i] = normal[i, j];
            normal[i, i] += 1 + Ridge * normal[i, i];
        }
        double[] taps = Solve(normal, n);
        double explained = taps.Zip(right, (t, c) => t * c).Sum() / energy;
        return explained * count * BitsPerExplained > 8 * n ? [.. taps.Select(t => (sbyte)Math.Clamp(Math.Round(t * 64), -127, 127))] : null;
    }

    private static void Load(ReadOnlySpan<int> levels, int shift, Span<float> row)
    {
        for (int c = 0; c < levels.Length; c++)
            row[c] = Math.Sign(levels[c]) * Math.Min(Math.Abs(levels[c]) >> shift, Neighbourhood.Cap);
    }

    // Gaussian elimination of a positive definite system, the right side in the last column.
    private static double[] Solve(double[,] a, int n)
    {
        for (int i = 0; i < n; i++)
        {
            for (int k = i + 1; k < n; k++)
            {
                double factor = a[k, i] / a[i, i];
                for (int j = i; j <= n; j++)
                    a[k, j] -= factor * a[i, j];
            }
        }
        double[] x = new double[n];
        for (int i = n - 1; i >= 0; i--)
        {
            double value = a[i, n];
            for (int j = i + 1; j < n; j++)
                value -= a[i, j] * x[j];
            x[i] = value / a[i, i];
        }
        return x;
    }
}
