using System.Numerics.Tensors;
using NNCompress.Numerics;

namespace NNCompress.Pruning;

/// <summary>
/// Optimal brain surgeon on the inputs of one layer (Hassibi and Stork 1993, applied to blocks of columns as in Frantar and Alistarh 2022):
/// with H = G + damping, taking out the columns S costs Σ_r s_r · w_rS [H⁻¹_SS]⁻¹ w_rSᵀ when the other columns make up for it by
/// w ← w - w_S [H⁻¹_SS]⁻¹ H⁻¹_S,: . The constant column stays, so the bias takes up the mean.
/// </summary>
internal sealed class ColumnRemoval
{
    private const double Damping = 1e-4;
    private readonly LayerMatrix matrix;
    private readonly Resting<double> resting;
    private readonly double[] rowWeights;
    private readonly int n;

    /// <summary>By the very array of columns. Written over after each removal: new ones would add up to more than the model before they are collected.</summary>
    private readonly Dictionary<int[], double[]> rowCosts = [];

    /// <summary>Those whose costs hold: until the next removal, whatever rows drop out.</summary>
    private readonly HashSet<int[]> known = [];

    /// <param name="matrix">Changed in place by removals.</param>
    /// <param name="moments">(Inputs + 1)² second moments, the constant last.</param>
    /// <param name="rowWeights">How much an error in each output row matters.</param>
    public ColumnRemoval(LayerMatrix matrix, double[] moments, double[] rowWeights)
    {
        (this.matrix, this.rowWeights, n) = (matrix, [.. rowWeights], matrix.HasBias ? matrix.Width : matrix.Inputs);
        double[] kept = LargeMemory.New<double>(n * n);
        for (int i = 0; i < n; i++)
            Array.Copy(moments, i * matrix.Width, kept, i * n, n);
        resting = new Resting<double>(SquareMatrix.InvertDamped(kept, n, Damping));
    }

    /// <summary>Bytes of the matrices that are in memory.</summary>
    public long AwakeBytes => resting.AwakeBytes + matrix.AwakeBytes;

    /// <summary>Weighted squared error of the layer's outputs, averaged over the data, after the best repair.</summary>
    public double Cost(int[] columns)
    {
        if (!rowCosts.TryGetValue(columns, out double[]? costs))
            rowCosts[columns] = costs = new double[matrix.Rows];
        if (known.Add(columns))
            SumRowCosts(columns, costs);
        return TensorPrimitives.Dot<double>(costs, rowWeights);
    }

    /// <summary>Takes the columns out and lets the others make up for them.</summary>
    public void Remove(int[] columns)
    {
        known.Clear();
        rowCosts.Remove(columns);
        double[] inverse = resting.Values;
        int k = columns.Length;
        double[] block = BlockInverse(columns);
        // correction = [H⁻¹_SS]⁻¹ H⁻¹_S,:
        double[] correction = new double[k * n];
        for (int i = 0; i < k; i++)
        {
            for (int j = 0; j < k; j++)
                TensorPrimitives.MultiplyAdd(inverse.AsSpan(columns[j] * n, n), block[i * k + j], correction.AsSpan(i * n, n), correction.AsSpan(i * n, n));
        }
        double[] removed = new double[k];
        for (int r = 0; r < matrix.Rows; r++)
        {
            Span<double> row = matrix.Values.AsSpan(r * matrix.Width, n);
            for (int i = 0; i < k; i++)
                removed[i] = row[columns[i]];
            Subtract(row, removed, correction);
        }
        double[][] columnsBefore = Array.ConvertAll(columns, c => inverse.AsSpan(c * n, n).ToArray());
        for (int r = 0; r < n; r++)
        {
            for (int i = 0; i < k; i++)
                removed[i] = columnsBefore[i][r];
            Subtract(inverse.AsSpan(r * n, n), removed, correction);
        }
        foreach (int c in columns)
        {
            for (int r = 0; r < matrix.Rows; r++)
                matrix.Values[r * matrix.Width + c] = 0;
            for (int i = 0; i < n; i++)
                inverse[c * n + i] = inverse[i * n + c] = 0;
            inverse[c * n + c] = 1;
        }
    }

    /// <summary>Until it is worked on again, what it needs waits.</summary>
    public void Rest(Shelf shelf)
    {
        resting.Rest(shelf);
        matrix.Rest(shelf);
    }

    /// <summary>Lets the costs go, which are as many numbers as the matrix has; they are computed again when they are asked for.</summary>
    public void Forget()
    {
        known.Clear();
        rowCosts.Clear();
    }

    /// <summary>The output row leaves: its errors no longer count.</summary>
    public void DropRow(int row) => rowWeights[row] = 0;

    /// <summary>Squared error of each output row if the columns leave.</summary>
    private void SumRowCosts(int[] columns, double[] costs)
    {
        int k = columns.Length;
        double[] w = new double[k], block = BlockInverse(columns);
        Array.Clear(costs);
        for (int r = 0; r < costs.Length; r++)
        {
            for (int i = 0; i < k; i++)
                w[i] = matrix.Values[r * matrix.Width + columns[i]];
            for (int i = 0; i < k; i++)
                costs[r] += w[i] * TensorPrimitives.Dot<double>(block.AsSpan(i * k, k), w);
        }
    }

    private void Subtract(Span<double> row, double[] factors, double[] correction)
    {
        for (int i = 0; i < factors.Length; i++)
        {
            if (factors[i] != 0)
                TensorPrimitives.MultiplyAdd(correction.AsSpan(i * n, n), -factors[i], row, row);
        }
    }

    private double[] BlockInverse(int[] columns)
    {
        int k = columns.Length;
        double[] block = new double[k * k];
        for (int i = 0; i < k; i++)
        {
            for (int j = 0; j < k; j++)
                block[i * k + j] = resting.Values[columns[i] * n + columns[j]];
        }
        return k == 1 ? [1 / block[0]] : SquareMatrix.InvertDamped(block, k, 1e-9);
    }
}
