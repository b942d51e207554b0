using System.Numerics.Tensors;
using NNCompress.Numerics;

namespace NNCompress.Coding;

/// <summary>
/// How errors in a layer's outputs add up at the network's outputs: eᵀ·M·e for the errors e of all rows. What one row gets wrong can be made up
/// by rows that are rounded after it, as far as M says that the network cannot tell them apart.
/// </summary>
public sealed class RowMetric
{
    /// <summary>Rows that make up for each other: keeps the work in bounds and lets blocks run in parallel.</summary>
    private const int BlockRows = 512;

    /// <summary>Share of the mean weight that a row counts beside what M says: M is an average over the samples, and no sample is average.</summary>
    private const double Damping = 0.1;

    // Upper triangles, row behind row: of many layers these are as large as the weights.
    private readonly Shelved<double>[] factors;
    private readonly int blockRows;
    private readonly Shelved<double>[] matrix;

    /// <param name="metric">Of the layer's outputs, without negative eigenvalues.</param>
    public RowMetric(DiagonalBlocks metric)
        : this(metric, Shelf.Unbounded())
    {
    }

    /// <param name="metric">Of the layer's outputs, without negative eigenvalues.</param>
    /// <param name="shelf">Where its matrices wait.</param>
    internal RowMetric(DiagonalBlocks metric, Shelf shelf)
    {
        blockRows = metric[0].Length;
        matrix = [.. Enumerable.Range(0, metric.Count).Select(b => shelf.Put(Upper(metric.Values(b), metric[b].Length)))];
        int rows = metric.Rows;
        Weights = [.. Enumerable.Range(0, rows).Select(r => metric[r, r])];
        Order = new int[rows];
        Pivots = new double[rows];
        factors = new Shelved<double>[(rows + BlockRows - 1) / BlockRows];
        for (int b = 0; b < factors.Length; b++)
        {
            int start = b * BlockRows, n = Math.Min(BlockRows, rows - start);
            int[] order = [.. Enumerable.Range(start, n).OrderByDescending(r => Weights[r]).ThenBy(r => r)];
            double[] h = new double[n * n];
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                    h[i * n + j] = metric[order[i], order[j]];
            }
            double[] factor = SquareMatrix.FeedbackFactor(SquareMatrix.Damp(h, n, Damping), n);
            for (int i = 0; i < n; i++)
                Pivots[start + i] = factor[i * n + i];
            factors[b] = shelf.Put(Upper(factor, n));
            order.CopyTo(Order, start);
        }
        Energy = Pivots.Average(p => 1 / (p * p));
    }

    /// <summary>Where errors of different rows have nothing to do with each other.</summary>
    /// <param name="weights">How much a squared error in each row matters.</param>
    public static RowMetric Diagonal(double[] weights)
    {
        DiagonalBlocks metric = new(weights.Length);
        for (int r = 0; r < weights.Length; r++)
        {
            (int start, int length) = metric[metric.BlockOf(r)];
            metric.Values(metric.BlockOf(r))[(r - start) * (length + 1)] = weights[r];
        }
        return new RowMetric(metric);
    }

    /// <summary>How much a squared error in each row alone matters.</summary>
    public double[] Weights { get; }

    /// <summary>Mean error at the network's outputs for a unit error in one row after the others have made up for it.</summary>
    public double Energy { get; }

    /// <summary>The cost of errors in all rows.</summary>
    /// <param name="errors">rows × columns.</param>
    /// <param name="moments">columns² second moments of the inputs, one row's entries every <paramref name="columns"/>.</param>
    /// <param name="columns">Inputs.</param>
    public double Cost(double[] errors, double[] moments, int columns)
    {
        int rows = Order.Length;
        double[] outputs = new double[rows * columns], costs = new double[rows];
        Parallel.For(0, rows, r =>
        {
            Span<double> output = outputs.AsSpan(r * columns, columns);
            for (int c = 0; c < columns; c++)
            {
                if (errors[r * columns + c] != 0)
                    TensorPrimitives.MultiplyAdd(moments.AsSpan(c * columns, columns), errors[r * columns + c], output, output);
            }
        });
        double[][] held = Array.ConvertAll(matrix, m => m.Values);
        Parallel.For(0, rows, r =>
        {
            int block = r / blockRows, start = block * blockRows, length = Math.Min(blockRows, rows - start);
            for (int s = start; s < start + length; s++)
            {
                double weight = held[block][Place(Math.Min(r, s) - start, length) + Math.Abs(r - s)];
                if (weight != 0)
                    costs[r] += weight * TensorPrimitives.Dot<double>(outputs.AsSpan(r * columns, columns), errors.AsSpan(s * columns, columns));
            }
        });
        return costs.Sum();
    }

    /// <summary>Rows in the order in which they are rounded.</summary>
    internal int[] Order { get; }

    /// <summary>1 / √(what a unit error costs after the rows behind it have made up for it), in the order of <see cref="Order"/>.</summary>
    internal double[] Pivots { get; }

    /// <summary>The same, in the rows' own order.</summary>
    internal double[] PivotsByRow
    {
        get
        {
            double[] result = new double[Order.Length];
            for (int i = 0; i < result.Length; i++)
                result[Order[i]] = Pivots[i];
            return result;
        }
    }

    internal int Blocks => factors.Length;

    /// <summary>Where a block lies in <see cref="Order"/>.</summary>
    internal (int Start, int Length) Block(int block) => (block * BlockRows, Math.Min(BlockRows, Order.Length - block * BlockRows));

    /// <summary>The factors of all blocks, for <see cref="Spread"/>.</summary>
    internal double[][] Factors() => Array.ConvertAll(factors, f => f.Values);

    /// <summary>Spreads an error over the rows behind it in its block.</summary>
    /// <param name="factor">The block's, of <see cref="Factors"/>.</param>
    /// <param name="column">The block's weights in one column, in rounding order.</param>
    /// <param name="row">Place of the row in the block.</param>
    /// <param name="error">What rounding got wrong there.</param>
    internal static void Spread(double[] factor, Span<double> column, int row, double error)
    {
        int n = column.Length;
        if (row + 1 >= n)
            return;
        int at = Place(row, n);
        TensorPrimitives.MultiplyAdd(factor.AsSpan(at + 1, n - row - 1), -error / factor[at], column[(row + 1)..], column[(row + 1)..]);
    }

    /// <summary>Where the diagonal element of a row lies in the upper triangle of an n × n matrix.</summary>
    private static int Place(int row, int n) => (row * n) - (row * (row - 1) / 2);

    private static double[] Upper(double[] values, int n)
    {
        double[] upper = new double[n * (n + 1) / 2];
        for (int r = 0; r < n; r++)
            values.AsSpan((r * n) + r, n - r).CopyTo(upper.AsSpan(Place(r, n)));
        return upper;
    }
}
