using System.Numerics.Tensors;
using NNCompress.Numerics;

namespace NNCompress.Coding;

/// <summary>
/// Rounds a layer's weights so that the errors cancel in its outputs: column after column, what rounding got wrong is made up by the
/// weights not yet rounded (Frantar et al. 2022, "GPTQ", with the columns of the largest input energy first), and a level is chosen by its
/// output error plus its price in bits. The bias, where there is one, takes up the mean error last and stays unrounded.
/// </summary>
public sealed class CalibratedRounding
{
    private const double Damping = 1e-3;

    /// <summary>dD/dR of a uniform quantiser under an entropy coder is -2 ln 2 · D with D = step²/12 (high-rate theory).</summary>
    internal static readonly double RateSlope = Math.Log(2) / 6;

    private readonly int[] order;
    private readonly double[] factor;
    private readonly int columns;
    private readonly int n;

    /// <param name="moments">(columns + 1)² second moments of the inputs, the constant 1 last.</param>
    /// <param name="columns">Inputs of the layer.</param>
    /// <param name="bias">Whether the layer has a bias that can take up errors.</param>
    public CalibratedRounding(double[] moments, int columns, bool bias)
    {
        this.columns = columns;
        n = bias ? columns + 1 : columns;
        int stride = columns + 1;
        order = [.. Enumerable.Range(0, columns).OrderByDescending(c => moments[c * stride + c]).ThenBy(c => c), .. bias ? [columns] : Array.Empty<int>()];
        // Reversed, so that a lower Cholesky factor of the inverse is the upper one of the order in which columns are rounded.
        double[] h = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
                h[i * n + j] = moments[order[i] * stride + order[j]];
        }
        double[] inverse = SquareMatrix.InvertPositive(SquareMatrix.Damped(h, n, Damping), n);
        double[] lower = SquareMatrix.Cholesky(inverse, n);
        factor = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = i; j < n; j++)
                factor[i * n + j] = lower[j * n + i];
        }
        double sum = 0;
        for (int i = 0; i < columns; i++)
            sum += 1 / (factor[i * n + i] * factor[i * n + i]);
        Energy = sum / columns;
    }

    /// <summary>Mean output error for a unit error in one weight after the others have made up for it.</summary>
    public double Energy { get; }

    /// <summary>Chooses levels.</summary>
    /// <param name="weights">rows × (columns + 1), the bias last; on return the bias column holds the mended bias.</param>
    /// <param name="rows">Outputs of the layer.</param>
    /// <param name="step">Distance between levels.</param>
    /// <param name="rowWeights">How much an error in each output matters.</param>
    /// <param name="rateWeight">1 for the slope of high-rate theory, 0 for plain nearest levels.</param>
    /// <returns>rows × columns levels, row-major.</returns>
    public int[] Round(double[] weights, int rows, double step, double[] rowWeights, double rateWeight)
    {
        double meanRow = rowWeights.Average();
        double lambda = rateWeight * RateSlope * step * step * Energy;
        LevelPrices prices = LevelPrices.Of(weights, rows, columns, step);
        int[] levels = [];
        for (int pass = 0; pass < 2; pass++)
        {
            int[] result = new int[rows * columns];
            double[] biases = new double[rows];
            Parallel.For(0, rows, r =>
            {
                // A row that matters twice as much pays half as much for bits.
                double price = rowWeights[r] > 0 ? lambda * meanRow / rowWeights[r] : lambda;
                biases[r] = RoundRow(weights.AsSpan(r * (columns + 1), columns + 1), step, price, prices, result.AsSpan(r * columns, columns));
            });
            levels = result;
            prices = LevelPrices.Of(levels);
            if (pass == 1 && n > columns)
            {
                for (int r = 0; r < rows; r++)
                    weights[r * (columns + 1) + columns] = biases[r];
            }
        }
        return levels;
    }

    private double RoundRow(ReadOnlySpan<double> weights, double step, double lambda, LevelPrices prices, Span<int> levels)
    {
        double[] w = new double[n];
        for (int i = 0; i < n; i++)
            w[i] = weights[order[i]];
        for (int i = 0; i < columns; i++)
        {
            double pivot = factor[i * n + i];
            int level = prices.Choose(w[i] / step, step * step / (pivot * pivot), lambda);
            levels[order[i]] = level;
            double error = (w[i] - level * step) / pivot;
            if (error != 0)
                TensorPrimitives.MultiplyAdd(factor.AsSpan(i * n + i, n - i), -error, w.AsSpan(i), w.AsSpan(i));
        }
        return n > columns ? w[columns] : 0;
    }
}
