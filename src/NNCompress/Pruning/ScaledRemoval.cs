using System.Numerics.Tensors;
using NNCompress.Engines.Managed.Matrices;
using NNCompress.Models;
using NNCompress.Numerics;

namespace NNCompress.Pruning;

/// <summary>
/// For layers too wide for the second moments of all their inputs: the channels that stay make up for one that leaves by a factor each, so that the
/// products of C channels' contributions to the outputs are enough, A_uv = Σ over the columns of u and v of G ∘ Wᵀ·S·W with G the (centred) moments and
/// S the rows' weights. Optimal brain surgeon on the factors, which start at 1; the bias takes up the means. G is never there as a whole.
/// </summary>
internal sealed class ScaledRemoval : IInputRemoval
{
    private const double Damping = 1e-3;

    /// <summary>Columns of which G and WᵀSW are computed at a time.</summary>
    internal const int BlockColumns = 256;

    private readonly Layer layer;
    private readonly RowShare share;
    private readonly int[] unitOfColumn;
    private readonly Dictionary<int, int> place = [];
    private readonly double[] means;
    private readonly double[] factors;

    // Of the matrix that rests: what costs are told from.
    private readonly double[] diagonal;
    private readonly Resting<double> resting;
    private readonly double scale;
    private readonly int n;

    /// <param name="matrix">Of the layer; not kept, for wide layers are large.</param>
    /// <param name="rows">Sampled rows of inputs, the constant 1 last, row-major; centred in place where the layer has a bias.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="rowWeights">How much an error in each output row matters.</param>
    public ScaledRemoval(LayerRows matrix, float[] rows, int count, double[] rowWeights)
    {
        (layer, share) = (matrix.Layer, new RowShare(matrix, rowWeights));
        foreach (int unit in matrix.Layer.InUnits)
            place.TryAdd(unit, place.Count);
        n = place.Count;
        unitOfColumn = [.. matrix.Layer.InUnits.SelectMany(unit => Enumerable.Repeat(place[unit], matrix.Taps))];
        means = matrix.HasBias ? Centre(matrix, rows, count) : new double[matrix.Inputs];
        // Sums of products in single precision: weights of rows deep in a network may be beyond it.
        scale = Math.Max(rowWeights.Max(), double.Epsilon);
        resting = new Resting<double>(SquareMatrix.InvertDamped(Products(matrix, rows, count, rowWeights), n, Damping));
        factors = [.. Enumerable.Repeat(1.0, n)];
        diagonal = new double[n];
        ReadDiagonal();
    }

    public long AwakeBytes => resting.AwakeBytes;

    public double Cost(int unit)
    {
        int u = place[unit];
        return factors[u] * factors[u] / diagonal[u] * share.Value * scale;
    }

    public void Remove(int unit)
    {
        int u = place[unit];
        double[] inverse = resting.Values;
        double[] row = inverse.AsSpan(u * n, n).ToArray();
        TensorPrimitives.MultiplyAdd<double>(row, -factors[u] / row[u], factors, factors);
        for (int i = 0; i < n; i++)
        {
            if (row[i] != 0)
                TensorPrimitives.MultiplyAdd<double>(row, -row[i] / row[u], inverse.AsSpan(i * n, n), inverse.AsSpan(i * n, n));
        }
        for (int i = 0; i < n; i++)
            inverse[(u * n) + i] = inverse[(i * n) + u] = 0;
        inverse[(u * n) + u] = 1;
        factors[u] = 0;
        ReadDiagonal();
    }

    public void DropRow(int row) => share.Drop(row);

    public void Rest(Shelf shelf) => resting.Rest(shelf);

    public void Store(Network mended)
    {
        LayerRows matrix = new(mended, layer);
        matrix.Store(mended, (r, row) =>
        {
            matrix.Read(r, row);
            double bias = row[^1];
            for (int c = 0; c < matrix.Inputs; c++)
            {
                double factor = factors[unitOfColumn[c]];
                bias += (1 - factor) * row[c] * means[c];
                row[c] = (float)(factor * row[c]);
            }
            row[^1] = (float)bias;
        });
    }

    private void ReadDiagonal()
    {
        double[] inverse = resting.Values;
        for (int i = 0; i < n; i++)
            diagonal[i] = inverse[(i * n) + i];
    }

    private static double[] Centre(LayerRows matrix, float[] rows, int count)
    {
        double[] sums = new double[matrix.Inputs];
        for (int r = 0; r < count; r++)
        {
            for (int c = 0; c < sums.Length; c++)
                sums[c] += rows[(r * matrix.Width) + c];
        }
        TensorPrimitives.Divide(sums, Math.Max(count, 1), sums);
        for (int r = 0; r < count; r++)
        {
            for (int c = 0; c < sums.Length; c++)
                rows[(r * matrix.Width) + c] -= (float)sums[c];
        }
        return sums;
    }

    private double[] Products(LayerRows matrix, float[] rows, int count, double[] rowWeights)
    {
        int k = matrix.Inputs;
        // Of many rows as many at a time as memory allows: what they add up to is the same but for rounding.
        int held = Math.Clamp(MomentBudget.MostSampled / k, 1, matrix.Rows);
        float[] weights = LargeMemory.New<float>(held * k), row = new float[matrix.Width];
        double[] products = LargeMemory.New<double>(n * n);
        float[] moments = LargeMemory.New<float>(BlockColumns * k), outer = LargeMemory.New<float>(BlockColumns * k);
        for (int start = 0; start < k; start += BlockColumns)
        {
            int block = Math.Min(BlockColumns, k - start);
            MatrixKernel.Multiply(block, k, count, rows.AsSpan(start), matrix.Width, transposeA: true, rows, matrix.Width, transposeB: false, moments, k, threads: 0);
            for (int first = 0; first < matrix.Rows; first += held)
            {
                int rowsHeld = Math.Min(held, matrix.Rows - first);
                if (start == 0 || held < matrix.Rows)
                    ReadWeighted(first, rowsHeld);
                MatrixKernel.Multiply(block, k, rowsHeld, weights.AsSpan(start), k, transposeA: true, weights, k, transposeB: false, outer, k, accumulate: first > 0, threads: 0);
            }
            for (int i = 0; i < block; i++)
            {
                Span<double> sums = products.AsSpan(unitOfColumn[start + i] * n, n);
                for (int j = 0; j < k; j++)
                    sums[unitOfColumn[j]] += (double)moments[(i * k) + j] * outer[(i * k) + j] / count;
            }
        }
        return products;

        void ReadWeighted(int first, int some)
        {
            for (int r = 0; r < some; r++)
            {
                matrix.Read(first + r, row);
                System.Numerics.Tensors.TensorPrimitives.Multiply(row.AsSpan(0, k), (float)Math.Sqrt(rowWeights[first + r] / scale), weights.AsSpan(r * k, k));
            }
        }
    }
}
