using System.Numerics.Tensors;
using NNCompress.Numerics;

namespace NNCompress.Coding;

/// <summary>
/// Rounds the kernels of a depthwise convolution: as <see cref="CalibratedRounding"/>, but each kernel has inputs of its own, and what one gets wrong no other makes up for.
/// </summary>
public sealed class KernelRounding
{
    private const double Damping = 0.03;
    private const int Passes = 3;

    private readonly int[][] orders;
    // Upper feedback factors, one kernel's behind the other's.
    private readonly Shelved<double> factors;
    private readonly double[] weights;
    private readonly int columns;
    private readonly int n;

    /// <param name="moments">Of each kernel (columns + 1)² second moments of what it reads, the constant 1 last.</param>
    /// <param name="columns">Elements of a kernel.</param>
    /// <param name="rowWeights">How much a squared error in each output matters.</param>
    /// <param name="bias">Whether the layer has a bias that can take up errors.</param>
    public KernelRounding(double[][] moments, int columns, double[] rowWeights, bool bias)
        : this(moments, columns, rowWeights, bias, Shelf.Unbounded())
    {
    }

    /// <param name="moments">Of each kernel (columns + 1)² second moments of what it reads, the constant 1 last.</param>
    /// <param name="columns">Elements of a kernel.</param>
    /// <param name="rowWeights">How much a squared error in each output matters.</param>
    /// <param name="bias">Whether the layer has a bias that can take up errors.</param>
    /// <param name="shelf">Where matrices wait that are as many numbers as the moments.</param>
    /// <exception cref="NncException">NNC2003: the temporary folder cannot be written.</exception>
    internal KernelRounding(double[][] moments, int columns, double[] rowWeights, bool bias, Shelf shelf)
    {
        this.columns = columns;
        n = bias ? columns + 1 : columns;
        double mean = Math.Max(rowWeights.Average(), 1e-30);
        // No output is worth nothing: what is known about them is an average.
        weights = Array.ConvertAll(rowWeights, w => w + (0.01 * mean));
        orders = new int[moments.Length][];
        double[] factor = LargeMemory.New<double>(moments.Length * n * n), costs = new double[moments.Length];
        double typical = Math.Max(moments.Average(m => Diagonal(m).Average()), 1e-12);
        Parallel.For(0, moments.Length, r =>
        {
            double[] diagonal = Diagonal(moments[r]);
            double add = Damping * Math.Max(diagonal.Average(), 1e-3 * typical);
            orders[r] = [.. Enumerable.Range(0, columns).OrderByDescending(c => diagonal[c]).ThenBy(c => c), .. bias ? [columns] : Array.Empty<int>()];
            double[] h = new double[n * n];
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                    h[(i * n) + j] = moments[r][(orders[r][i] * (columns + 1)) + orders[r][j]];
                h[(i * n) + i] += i < columns ? add : 1e-9;
            }
            SquareMatrix.FeedbackFactor(h, n).CopyTo(factor, r * n * n);
            costs[r] = weights[r] * Enumerable.Range(0, columns).Average(i => 1 / (h[i * (n + 1)] * h[i * (n + 1)]));
        });
        factors = shelf.Put(factor);
        Costs = costs;
    }

    /// <summary>Of each kernel: mean error at the network's outputs for a unit error in one element after the others have made up for it.</summary>
    public double[] Costs { get; }

    /// <summary>Chooses levels.</summary>
    /// <param name="values">rows × (columns + 1), the bias last; on return the bias column holds the mended bias.</param>
    /// <param name="grid">What a level is worth.</param>
    public RoundedLevels Round(double[] values, LevelGrid grid)
    {
        int rows = orders.Length;
        double[] steps = [.. Enumerable.Range(0, rows * columns).Select(i => grid.RowSteps[i / columns] * grid.ColumnFactors[i % columns])];
        double lambda = CalibratedRounding.RateSlope * Enumerable.Range(0, rows).Average(r => grid.RowSteps[r] * grid.RowSteps[r] * Costs[r]);
        int[] levels = new int[rows * columns];
        for (int i = 0; i < levels.Length; i++)
            levels[i] = (int)Math.Clamp(Math.Round(values[(i / columns * (columns + 1)) + (i % columns)] / steps[i]), -LevelPrices.Range, LevelPrices.Range);
        double[] errors = new double[rows], biases = new double[rows], factor = factors.Values;
        for (int pass = 0; pass < Passes; pass++)
        {
            LevelPrices prices = LevelPrices.Of(levels, rows, columns);
            Parallel.For(0, rows, r => (errors[r], biases[r]) = RoundKernel(r, factor.AsSpan(r * n * n, n * n), values, steps, prices, lambda, levels));
        }
        for (int r = 0; r < rows && n > columns; r++)
            values[(r * (columns + 1)) + columns] = biases[r];
        return new RoundedLevels(levels, errors.Sum(), lambda);
    }

    private (double Error, double Bias) RoundKernel(int r, ReadOnlySpan<double> factor, double[] values, double[] steps, LevelPrices prices, double lambda, int[] levels)
    {
        Span<double> w = stackalloc double[Math.Min(n, 256)];
        w = n <= 256 ? w : new double[n];
        for (int i = 0; i < n; i++)
            w[i] = values[(r * (columns + 1)) + orders[r][i]];
        double sum = 0;
        for (int i = 0; i < columns; i++)
        {
            int column = orders[r][i], at = (r * columns) + column;
            double pivot = factor[(i * n) + i], step = steps[at];
            // What is zero was made so, and stays so.
            levels[at] = values[(r * (columns + 1)) + column] == 0 ? 0 : prices.Choose(r, column, w[i] / step, step * step * weights[r] / (pivot * pivot), lambda);
            double error = (w[i] - (levels[at] * step)) / pivot;
            sum += weights[r] * error * error;
            TensorPrimitives.MultiplyAdd(factor.Slice((i * n) + i + 1, n - i - 1), -error, w[(i + 1)..n], w[(i + 1)..n]);
        }
        return (sum, n > columns ? w[columns] : 0);
    }

    private double[] Diagonal(double[] moments) => [.. Enumerable.Range(0, columns).Select(c => moments[(c * (columns + 1)) + c])];
}
