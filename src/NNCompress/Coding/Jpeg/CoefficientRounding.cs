using System.Numerics.Tensors;
using NNCompress.Numerics;

namespace NNCompress.Coding.Jpeg;

/// <summary>
/// Chooses the levels of rows of coefficients, each coefficient with a step of its own, by output error and price in bits: first one after the other, the error of each made
/// up by those that follow (Frantar et al. 2022, "GPTQ"), then each again with all others as they are, until little changes (coordinate descent, as Behdin et al. 2023,
/// "QuantEase").
/// </summary>
internal sealed class CoefficientRounding
{
    private const double Damping = 1e-3;
    private const int Sweeps = 3, Passes = 4, CodePasses = 3;

    private readonly double[] weight;
    private readonly double[] factor;
    private readonly int[] order;
    private readonly int n;

    /// <param name="weight">n × n: the output error of coefficients' errors e is eᵀ · weight · e.</param>
    /// <param name="n">Coefficients of a row.</param>
    public CoefficientRounding(double[] weight, int n)
    {
        (this.weight, this.n) = (weight, n);
        order = [.. Enumerable.Range(0, n).OrderByDescending(k => weight[(k * n) + k]).ThenBy(k => k)];
        double[] ordered = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
                ordered[(i * n) + j] = weight[(order[i] * n) + order[j]];
        }
        factor = SquareMatrix.FeedbackFactor(SquareMatrix.Damp(ordered, n, Damping), n);
        Pivots = new double[n];
        for (int i = 0; i < n; i++)
            Pivots[order[i]] = 1 / (factor[(i * n) + i] * factor[(i * n) + i]);
    }

    /// <summary>Output error of a unit error in each coefficient after those behind it have made up for it.</summary>
    public double[] Pivots { get; }

    /// <summary>Chooses levels.</summary>
    /// <param name="targets">rows × n coefficients.</param>
    /// <param name="steps">n steps.</param>
    /// <param name="rowWeights">How much an error in each row matters.</param>
    /// <param name="lambda">Output error that one bit is worth.</param>
    /// <param name="code">Prices of the code that will be used, by the levels so far, for the last passes; the first go by <see cref="CoefficientPrices"/>.</param>
    /// <returns>rows × n levels.</returns>
    public int[] Round(double[] targets, double[] steps, double[] rowWeights, double lambda, Func<int[], ILevelPrices> code)
    {
        int rows = rowWeights.Length;
        double least = Math.Max(rowWeights.Average() * 1e-3, 1e-30);
        int[] levels = new int[rows * n];
        for (int i = 0; i < levels.Length; i++)
            levels[i] = (int)Math.Clamp(Math.Round(targets[i] / steps[i % n]), -1e8, 1e8);
        // The first passes only find out how rare levels are.
        for (int pass = 0; pass < Passes + CodePasses; pass++)
        {
            ILevelPrices prices = pass < Passes ? new CoefficientPrices(levels, n) : code(levels);
            (bool anew, int sweeps) = pass < Passes ? (pass < 3, new[] { 0, 1, Sweeps, Sweeps }[pass]) : (false, Sweeps);
            int[] chosen = levels;
            Parallel.For(0, rows, r =>
            {
                Row row = new(this, targets.AsMemory(r * n, n), steps, prices, lambda / Math.Max(rowWeights[r], least));
                Span<int> result = chosen.AsSpan(r * n, n);
                if (anew)
                    row.Feed(result);
                if (sweeps > 0)
                    row.Descend(result, sweeps);
            });
        }
        return levels;
    }

    /// <summary>One row at work.</summary>
    private sealed class Row(CoefficientRounding owner, ReadOnlyMemory<double> target, double[] steps, ILevelPrices prices, double lambda)
    {
        private readonly int n = owner.n;

        /// <summary>Error feedback.</summary>
        public void Feed(Span<int> levels)
        {
            ReadOnlySpan<double> goal = target.Span;
            double[] left = new double[n];
            for (int i = 0; i < n; i++)
                left[i] = goal[owner.order[i]];
            for (int i = 0; i < n; i++)
            {
                int k = owner.order[i];
                double pivot = owner.factor[(i * n) + i], step = steps[k];
                int level = prices.Choose(levels, k, left[i] / step, step * step / (pivot * pivot), lambda);
                levels[k] = level;
                double error = (left[i] - (level * step)) / pivot;
                if (error != 0)
                    TensorPrimitives.MultiplyAdd(owner.factor.AsSpan((i * n) + i, n - i), -error, left.AsSpan(i), left.AsSpan(i));
            }
        }

        /// <summary>Coordinate descent.</summary>
        public void Descend(Span<int> levels, int sweeps)
        {
            double[] error = new double[n], gradient = new double[n];
            for (int k = 0; k < n; k++)
                error[k] = (levels[k] * steps[k]) - target.Span[k];
            for (int k = 0; k < n; k++)
                gradient[k] = TensorPrimitives.Dot<double>(owner.weight.AsSpan(k * n, n), error);
            bool moved = true;
            for (int sweep = 0; sweep < sweeps && moved; sweep++)
            {
                moved = false;
                foreach (int k in owner.order)
                {
                    double curvature = owner.weight[(k * n) + k], step = steps[k];
                    int level = curvature > 0 ? prices.Choose(levels, k, levels[k] - (gradient[k] / (curvature * step)), step * step * curvature, lambda) : 0;
                    if (level == levels[k])
                        continue;
                    TensorPrimitives.MultiplyAdd(owner.weight.AsSpan(k * n, n), (level - levels[k]) * step, gradient, gradient);
                    levels[k] = level;
                    moved = true;
                }
            }
        }
    }
}
