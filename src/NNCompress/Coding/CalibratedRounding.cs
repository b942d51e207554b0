using System.Numerics.Tensors;
using NNCompress.Numerics;

namespace NNCompress.Coding;

/// <summary>
/// Rounds a layer's weights so that the errors cancel at the network's outputs: column after column, what rounding got wrong is made up by the
/// weights not yet rounded (Frantar et al. 2022, "GPTQ", with the columns of the largest input energy first), and within a column by the rows that
/// the network cannot tell from it (<see cref="RowMetric"/>; the quadratic form is the Kronecker product of both). A level is chosen by its error plus
/// its price in bits. The bias, where there is one, takes up the mean error last and stays unrounded.
/// </summary>
public sealed class CalibratedRounding
{
    /// <summary>
    /// Energy that every input is taken to have beside what was seen, relative to their mean: errors do not pile up where the samples happen to show none.
    /// </summary>
    private const double Damping = 0.03;

    /// <summary>As much of that energy is not asked for by the weights either: a weight that hardly any sample reads shrinks to zero (ridge regression).</summary>
    private const double Shrinkage = 1e-3;

    private const int Passes = 3;

    /// <summary>dD/dR of a uniform quantiser under an entropy coder is -2 ln 2 · D with D = step²/12 (high-rate theory).</summary>
    internal static readonly double RateSlope = Math.Log(2) / 6;

    private readonly int[] order;
    private readonly double[] factor;
    private readonly double[] ridged;
    private readonly double ridge;
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
        double[] h = new double[n * n];
        double energy = 0;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
                h[i * n + j] = moments[order[i] * stride + order[j]];
            energy += i < columns ? h[i * n + i] / columns : 0;
        }
        energy = Math.Max(energy, 1e-12);
        ridge = Shrinkage * energy;
        ridged = SquareMatrix.InvertPositive(Ridged(h, ridge), n);
        factor = SquareMatrix.FeedbackFactor(Ridged(h, Damping * energy), n);
        Pivots = new double[columns];
        for (int i = 0; i < columns; i++)
            Pivots[order[i]] = factor[i * n + i];
        Energy = Pivots.Average(p => 1 / (p * p));
    }

    /// <summary>Mean output error for a unit error in one weight after the others have made up for it.</summary>
    public double Energy { get; }

    /// <summary>1 / √(output error of a unit error after the columns behind it have made up for it), of each column.</summary>
    internal double[] Pivots { get; }

    /// <summary>Chooses levels.</summary>
    /// <param name="weights">rows × (columns + 1), the bias last; on return the bias column holds the mended bias.</param>
    /// <param name="grid">What a level is worth.</param>
    /// <param name="metric">Of the layer's outputs: rows.</param>
    /// <param name="rateWeight">1 for the slope of high-rate theory, 0 for plain nearest levels.</param>
    public RoundedLevels Round(double[] weights, LevelGrid grid, RowMetric metric, double rateWeight)
    {
        int rows = metric.Order.Length;
        double[] targets = Shrunk(weights, rows);
        // Energies of one level.
        double ofColumn = Enumerable.Range(0, columns).Average(c => Squared(grid.ColumnFactors[c] / Pivots[c]));
        double ofRow = Enumerable.Range(0, rows).Average(i => Squared(grid.RowSteps[metric.Order[i]] / metric.Pivots[i]));
        double lambda = rateWeight * RateSlope * ofColumn * ofRow;
        int[] levels = new int[rows * columns];
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++)
                levels[r * columns + c] = Nearest(targets[r * (columns + 1) + c] / (grid.RowSteps[r] * grid.ColumnFactors[c]));
        }
        RoundingPass pass = new(order, factor, columns, targets, grid, metric);
        double error = 0;
        for (int i = 0; i < Passes; i++)
            error = pass.Run(lambda, LevelPrices.Of(levels, rows, columns), levels);
        for (int i = 0; i < rows && n > columns; i++)
            weights[metric.Order[i] * (columns + 1) + columns] = pass.Biases[i];
        return new RoundedLevels(levels, error, lambda);
    }

    private static double Squared(double value) => value * value;

    /// <summary>The weights with the least output error plus ridge · |w|²: W·H·(H + ridge)⁻¹ = W - ridge·W·(H + ridge)⁻¹, biases free.</summary>
    private double[] Shrunk(double[] weights, int rows)
    {
        double[] shrunk = [.. weights];
        Parallel.For(0, rows, r =>
        {
            double[] row = new double[n];
            for (int i = 0; i < columns; i++)
                TensorPrimitives.MultiplyAdd(ridged.AsSpan(i * n, n), -ridge * weights[r * (columns + 1) + order[i]], row, row);
            for (int i = 0; i < n; i++)
            {
                int at = r * (columns + 1) + order[i];
                shrunk[at] += i == columns || weights[at] != 0 ? row[i] : 0;
            }
        });
        return shrunk;
    }

    /// <summary>The energy added to every input, and to the constant only as much as keeps the matrix positive definite.</summary>
    private double[] Ridged(double[] h, double energy)
    {
        double[] result = [.. h];
        for (int i = 0; i < n; i++)
            result[i * n + i] += i < columns ? energy : 1e-9;
        return result;
    }

    private static int Nearest(double position) => (int)Math.Clamp(Math.Round(position), -LevelPrices.Range, LevelPrices.Range);
}
