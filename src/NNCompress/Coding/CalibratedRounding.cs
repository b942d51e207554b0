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
    /// <summary>
    /// Energy that every input is taken to have beside what was seen, relative to their mean: errors do not pile up where the samples happen to show none.
    /// </summary>
    private const double Damping = 0.03;

    /// <summary>As much of that energy is not asked for by the weights either: a weight that hardly any sample reads shrinks to zero (ridge regression).</summary>
    private const double Shrinkage = 1e-3;

    // Many inputs that are positive on average all but make up the constant: what they leave of it may be less than the rounding of moments summed in single
    // precision, and then more is added.
    private const double ConstantShare = 1e-9;

    private const int Passes = 3;

    /// <summary>dD/dR of a uniform quantiser under an entropy coder is -2 ln 2 · D with D = step²/12 (high-rate theory).</summary>
    internal static readonly double RateSlope = Math.Log(2) / 6;

    private readonly Block[] parts;
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
        int[][] orders = [.. Enumerable.Range(0, blocks.Count).Select(b => Order(moments.AsSpan(blocks.Offset(b)), blocks[b].Length))];
        double energy = 0;
        for (int b = 0; b < blocks.Count; b++)
        {
            foreach (int c in orders[b])
                energy += moments[blocks.Offset(b) + (c * (blocks[b].Length + 2))] / columns;
        }
        energy = Math.Max(energy, 1e-12);
        ridge = Shrinkage * energy;
        Pivots = new double[columns];
        parts = new Block[blocks.Count];
        // Of a wide layer one block is looked at after the other.
        Shelf shelf = blocks.Count == 1 ? Shelf.Unbounded() : new Shelf(0);
        for (int b = 0; b < parts.Length; b++)
        {
            (int start, int length) = blocks[b];
            int n = bias ? length + 1 : length;
            int[] order = bias ? [.. orders[b], length] : orders[b];
            int offset = blocks.Offset(b);
            Shelved<double> ridged = shelf.Put(SquareMatrix.Raising(add => SquareMatrix.InvertPositive(Ridged(moments.AsSpan(offset), order, length, ridge, add), n), ConstantShare));
            double[] factor = SquareMatrix.Raising(add => SquareMatrix.FeedbackFactor(Ridged(moments.AsSpan(offset), order, length, Damping * energy, add), n), ConstantShare);
            parts[b] = new Block(Array.ConvertAll(order, c => c == length ? columns : start + c), length, shelf.Put(factor), ridged);
            for (int i = 0; i < length; i++)
                Pivots[parts[b].Order[i]] = factor[i * n + i];
        }
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
        Shelf shelf = parts.Length == 1 ? Shelf.Unbounded() : Shelf.For((long)rows * columns * sizeof(float));
        Shelved<double>[] targets = new Shelved<double>[parts.Length];
        for (int p = 0; p < parts.Length; p++)
        {
            Block part = parts[p];
            int n = part.Order.Length;
            double[] shrunk = Targets(read, rows, part, shrunkBiases, first: p == 0, shrinks);
            for (int r = 0; r < rows; r++)
            {
                for (int i = 0; i < part.Inputs; i++)
                    levels[(r * columns) + part.Order[i]] = Nearest(shrunk[(r * n) + i] / (grid.RowSteps[r] * grid.ColumnFactors[part.Order[i]]));
            }
            targets[p] = shelf.Put(shrunk);
        }
        // One after the other: the widest needs the most.
        double[] w = LargeMemory.New<double>(parts.Max(p => p.Order.Length) * rows);
        RoundingPass[] passes = Array.ConvertAll(parts, p => new RoundingPass(p.Order, columns, w, grid, metric));
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
    private double[] Targets(Action<int, Span<double>> read, int rows, Block part, double[] biases, bool first, bool shrinks)
    {
        int n = part.Order.Length;
        double[] targets = LargeMemory.New<double>(rows * n), ridged = shrinks ? part.Ridged.Values : [];
        Parallel.For(0, rows, () => new double[columns + 1 + n], (r, _, own) =>
        {
            Span<double> weights = own.AsSpan(0, columns + 1), row = own.AsSpan(columns + 1), target = targets.AsSpan(r * n, n);
            read(r, weights);
            row.Clear();
            for (int i = 0; shrinks && i < part.Inputs; i++)
                TensorPrimitives.MultiplyAdd(ridged.AsSpan(i * n, n), -ridge * weights[part.Order[i]], row, row);
            for (int i = 0; i < part.Inputs; i++)
            {
                double weight = weights[part.Order[i]];
                target[i] = weight + (weight != 0 ? row[i] : 0);
            }
            if (first)
                biases[r] = weights[columns];
            if (n > part.Inputs)
                biases[r] += row[part.Inputs];
            return own;
        }, _ => { });
        return targets;
    }

    /// <summary>Inputs of a matrix of <paramref name="inputs"/> + 1, those of the largest energy first.</summary>
    private static int[] Order(ReadOnlySpan<double> moments, int inputs)
    {
        double[] energies = new double[inputs];
        for (int c = 0; c < inputs; c++)
            energies[c] = moments[c * (inputs + 2)];
        return [.. Enumerable.Range(0, inputs).OrderByDescending(c => energies[c]).ThenBy(c => c)];
    }

    /// <summary>A block's matrix in the order of rounding, the energy added to every input, and to the constant only as much as keeps the matrix positive definite.</summary>
    private static double[] Ridged(ReadOnlySpan<double> matrix, int[] order, int inputs, double energy, double share)
    {
        int n = order.Length;
        double[] result = LargeMemory.New<double>(n * n);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
                result[i * n + j] = matrix[order[i] * (inputs + 1) + order[j]];
            // The constant's own moment is 1.
            result[i * n + i] += i < inputs ? energy * Math.Max(1, share / ConstantShare) : share;
        }
        return result;
    }

    private static int Nearest(double position) => (int)Math.Clamp(Math.Round(position), -LevelPrices.Range, LevelPrices.Range);

    /// <summary>Inputs that make up for each other's errors.</summary>
    /// <param name="Order">Columns in the order of rounding, the bias last where there is one.</param>
    /// <param name="Inputs">Without the bias.</param>
    /// <param name="Factor">Upper feedback factor in that order.</param>
    /// <param name="Ridged">Inverse of the moments with the ridge, in that order.</param>
    private sealed record Block(int[] Order, int Inputs, Shelved<double> Factor, Shelved<double> Ridged);
}
