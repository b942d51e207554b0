using System.Numerics.Tensors;

namespace NNCompress.Coding;

/// <summary>Rounds all columns of a layer, or of a block of its inputs, once and in order; repeated with prices learnt from the levels before.</summary>
/// <param name="order">Columns in rounding order, the bias last where there is one.</param>
/// <param name="columns">Of the whole layer, without the bias.</param>
/// <param name="w">Work space for columns × rows: a column's weights side by side, all in the order in which they are rounded.</param>
/// <param name="grid">What a level is worth.</param>
/// <param name="metric">Of the rows.</param>
internal sealed class RoundingPass(int[] order, int columns, double[] w, LevelGrid grid, RowMetric metric)
{
    /// <summary>Columns between two updates of all that follow: those run in parallel.</summary>
    private const int BlockColumns = 32;

    private readonly int n = order.Length;
    // Columns that are rounded: all but a bias.
    private readonly int rounded = order[^1] == columns ? order.Length - 1 : order.Length;
    private readonly int rows = metric.Order.Length;
    private readonly double[][] rowFactors = metric.Factors();
    private readonly double[] errors = new double[BlockColumns * metric.Order.Length];

    /// <param name="factor">Upper feedback factor in rounding order.</param>
    /// <param name="targets">Weights to come near to, rows × n, those of a row in rounding order; what is zero stays zero. The bias' place is not looked at.</param>
    /// <param name="lambda">Error that a bit is worth.</param>
    /// <param name="prices">Of levels.</param>
    /// <param name="levels">rows × columns, overwritten.</param>
    /// <param name="biases">Of all rows in the order of the metric; mended where there is a bias.</param>
    /// <returns>The error at the network's outputs.</returns>
    public double Run(double[] factor, double[] targets, double lambda, LevelPrices prices, int[] levels, double[] biases)
    {
        for (int i = 0; i < rounded; i++)
        {
            for (int r = 0; r < rows; r++)
                w[i * rows + r] = targets[metric.Order[r] * n + i];
        }
        if (n > rounded)
            biases.CopyTo(w, rounded * rows);
        double[] blockErrors = new double[metric.Blocks];
        for (int start = 0; start < rounded; start += BlockColumns)
        {
            int first = start, end = Math.Min(start + BlockColumns, rounded);
            For(metric.Blocks, block => blockErrors[block] += RoundBlock(factor, targets, block, first, end, lambda, prices, levels));
            For(n - end, j => Spread(factor, first, end, end + j, 0, rows));
        }
        w.AsSpan(rounded * rows, (n - rounded) * rows).CopyTo(biases);
        return blockErrors.Sum();
    }

    private double RoundBlock(double[] factor, double[] targets, int block, int first, int end, double lambda, LevelPrices prices, int[] levels)
    {
        (int at, int length) = metric.Block(block);
        double[] column = new double[length];
        double sum = 0;
        for (int i = first; i < end; i++)
        {
            Spread(factor, first, i, i, at, length);
            ReadOnlySpan<double> wanted = w.AsSpan(i * rows + at, length);
            Span<double> error = errors.AsSpan((i - first) * rows + at, length);
            wanted.CopyTo(column);
            double pivot = factor[i * n + i], ofColumn = grid.ColumnFactors[order[i]];
            for (int r = 0; r < length; r++)
            {
                int row = metric.Order[at + r];
                double step = grid.RowSteps[row] * ofColumn, both = pivot * metric.Pivots[at + r];
                // A weight that is zero was made so, by a mask or a ticket, and stays so.
                int level = targets[row * n + i] == 0 ? 0 : prices.Choose(row, order[i], column[r] / step, step * step / (both * both), lambda);
                levels[row * columns + order[i]] = level;
                error[r] = (wanted[r] - level * step) / pivot;
                double wrong = column[r] - level * step;
                if (wrong == 0)
                    continue;
                RowMetric.Spread(rowFactors[block], column, r, wrong);
                sum += wrong * wrong / (both * both);
            }
        }
        return sum;
    }

    // Takes the errors of columns first … end - 1 into column j.
    private void Spread(double[] factor, int first, int end, int j, int at, int length)
    {
        Span<double> target = w.AsSpan(j * rows + at, length);
        for (int i = first; i < end; i++)
            TensorPrimitives.MultiplyAdd(errors.AsSpan((i - first) * rows + at, length), -factor[i * n + j], target, target);
    }

    private static void For(int count, Action<int> body)
    {
        if (count > 1)
            Parallel.For(0, count, body);
        else if (count == 1)
            body(0);
    }
}
