using System.Numerics.Tensors;
using NNCompress.Numerics;

namespace NNCompress.Coding;

/// <summary>
/// Rounds a layer's weights so that the errors cancel at the network's outputs: column after column, what rounding got wrong is made up by the
/// weights not yet rounded (Frantar et al. 2022, "GPTQ", with the columns of the largest input energy first), and within a column by the rows that
/// the network cannot tell from it (<see cref="RowMetric"/>; the quadratic form is the Kronecker product of both). A level is chosen by its error plus
/// its price in bits. The bias, where there is one, takes up the mean error last and stays unrounded. Of a wide layer one block of inputs is rounded after the other.
/// </summary>
public sealed class CalibratedRounding
{
    /// <summary>As much of the inputs' mean energy is not asked for by the weights: a weight that hardly any sample reads shrinks to zero (ridge regression).</summary>
    private const double Shrinkage = 1e-3;

    private const int Passes = 3;

    /// <summary>dD/dR of a uniform quantiser under an entropy coder is -2 ln 2 · D with D = step²/12 (high-rate theory).</summary>
    internal static readonly double RateSlope = Math.Log(2) / 6;

    private readonly InputFeedback feedback;
    private readonly IReadOnlyList<InputFeedback.Block> parts;
    private readonly Shelved<double>[] ridged;
    private readonly double ridge;
    private readonly int columns;
    private readonly bool bias;

    /// <param name="moments">(columns + 1)² second moments of the inputs, the constant 1 last.</param>
    /// <param name="columns">Inputs of the layer.</param>
    /// <param name="bias">Whether the layer has a bias that can take up errors.</param>
    public CalibratedRounding(double[] moments, int columns, bool bias)
        : this(moments, InputBlocks.Whole(columns), bias)
    {
    }

    /// <param name="moments">Second moments of each block of inputs, the constant 1 last.</param>
    /// <param name="blocks">All inputs of the layer.</param>
    /// <param name="bias">Whether the layer has a bias that can take up errors.</param>
    public CalibratedRounding(double[] moments, InputBlocks blocks, bool bias)
    {
        (columns, this.bias) = (blocks.Inputs, bias);
        feedback = new InputFeedback(moments, blocks, bias);
        parts = feedback.Blocks;
        ridge = Shrinkage * feedback.InputEnergy;
        // As with the factors: one block is looked at after the other.
        Shelf shelf = blocks.Count == 1 ? Shelf.Unbounded() : new Shelf(0);
        ridged = [.. Enumerable.Range(0, blocks.Count).Select(b => shelf.Put(feedback.Inverse(moments, blocks, ridge, b)))];
    }

    /// <summary>Mean output error for a unit error in one weight after the others have made up for it.</summary>
    public double Energy => feedback.Energy;

    /// <inheritdoc cref="InputFeedback.Pivots"/>
    internal double[] Pivots => feedback.Pivots;

    /// <summary>Chooses levels.</summary>
    /// <param name="weights">rows × (columns + 1), the bias last; on return the bias column holds the mended bias.</param>
    /// <param name="grid">What a level is worth.</param>
    /// <param name="metric">Of the layer's outputs: rows.</param>
    /// <param name="rateWeight">1 for the slope of high-rate theory, 0 for plain nearest levels.</param>
    public RoundedLevels Round(double[] weights, LevelGrid grid, RowMetric metric, double rateWeight)
    {
        RoundedLevels rounded = Round((r, row) => weights.AsSpan(r * (columns + 1), columns + 1).CopyTo(row), grid, metric, rateWeight);
        for (int r = 0; r < rounded.Biases.Length; r++)
            weights[(r * (columns + 1)) + columns] = rounded.Biases[r];
        return rounded;
    }

    /// <summary>Chooses levels; the mended biases are in the result.</summary>
    /// <param name="read">Gives a row of the weights, columns + 1, the bias last; called from several threads.</param>
    /// <param name="grid">What a level is worth.</param>
    /// <param name="metric">Of the layer's outputs: rows.</param>
    /// <param name="rateWeight">1 for the slope of high-rate theory, 0 for plain nearest levels.</param>
    /// <param name="shrinks">Whether a weight that hardly any sample reads shrinks to zero.</param>
    public RoundedLevels Round(Action<int, Span<double>> read, LevelGrid grid, RowMetric metric, double rateWeight, bool shrinks = true)
    {
        int rows = metric.Order.Length;
        // Energies of one level.
        double ofColumn = Enumerable.Range(0, columns).Average(c => Squared(grid.ColumnFactors[c] / Pivots[c]));
        double ofRow = Enumerable.Range(0, rows).Average(i => Squared(grid.RowSteps[metric.Order[i]] / metric.Pivots[i]));
        double lambda = rateWeight * RateSlope * ofColumn * ofRow;
        int[] levels = LargeMemory.New<int>(rows * columns);
        double[] shrunkBiases = new double[rows];
        // Of a wide layer each block's targets wait until its turn comes.
        Shelf shelf = parts.Count == 1 ? Shelf.Unbounded() : Shelf.For((long)rows * columns * sizeof(float));
        Shelved<double>[] targets = new Shelved<double>[parts.Count];
        for (int p = 0; p < parts.Count; p++)
        {
            InputFeedback.Block part = parts[p];
            int n = part.Order.Length;
            double[] shrunk = Targets(read, rows, p, shrunkBiases, shrinks);
            for (int r = 0; r < rows; r++)
            {
                for (int i = 0; i < part.Inputs; i++)
                    levels[(r * columns) + part.Order[i]] = Nearest(shrunk[(r * n) + i] / (grid.RowSteps[r] * grid.ColumnFactors[part.Order[i]]));
            }
            targets[p] = shelf.Put(shrunk);
        }
        // One after the other: the widest needs the most.
        double[] w = LargeMemory.New<double>(parts.Max(p => p.Order.Length) * rows);
        RoundingPass[] passes = [.. parts.Select(p => new RoundingPass(p.Order, columns, w, grid, metric))];
        double[] biases = [];
        double error = 0;
        for (int i = 0; i < Passes; i++)
        {
            LevelPrices prices = LevelPrices.Of(levels, rows, columns);
            biases = Array.ConvertAll(metric.Order, r => shrunkBiases[r]);
            // What a block gets wrong on average, the biases take with them to the next.
            error = 0;
            for (int p = 0; p < passes.Length; p++)
                error += passes[p].Run(parts[p].Factor.Values, targets[p].Values, lambda, prices, levels, biases);
        }
        double[] mended = new double[bias ? rows : 0];
        for (int i = 0; i < mended.Length; i++)
            mended[metric.Order[i]] = biases[i];
        return new RoundedLevels(levels, error, lambda) { Biases = mended };
    }

    private static double Squared(double value) => value * value;

    /// <summary>
    /// The weights of one block with the least output error plus ridge · |w|²: W·H·(H + ridge)⁻¹ = W - ridge·W·(H + ridge)⁻¹, biases free. rows × n in the block's order,
    /// the bias not among them: what it takes up is added to <paramref name="biases"/>. Where nothing shrinks, the weights themselves.
    /// </summary>
    private double[] Targets(Action<int, Span<double>> read, int rows, int block, double[] biases, bool shrinks)
    {
        InputFeedback.Block part = parts[block];
        int n = part.Order.Length;
        double[] targets = LargeMemory.New<double>(rows * n), inverse = shrinks ? ridged[block].Values : [];
        Parallel.For(0, rows, () => new double[columns + 1 + n], (r, _, own) =>
        {
            Span<double> weights = own.AsSpan(0, columns + 1), row = own.AsSpan(columns + 1), target = targets.AsSpan(r * n, n);
            read(r, weights);
            row.Clear();
            for (int i = 0; shrinks && i < part.Inputs; i++)
                TensorPrimitives.MultiplyAdd(inverse.AsSpan(i * n, n), -ridge * weights[part.Order[i]], row, row);
            for (int i = 0; i < part.Inputs; i++)
            {
                double weight = weights[part.Order[i]];
                target[i] = weight + (weight != 0 ? row[i] : 0);
            }
            if (block == 0)
                biases[r] = weights[columns];
            if (n > part.Inputs)
                biases[r] += row[part.Inputs];
            return own;
        }, _ => { });
        return targets;
    }

    private static int Nearest(double position) => (int)Math.Clamp(Math.Round(position), -LevelPrices.Range, LevelPrices.Range);
}
