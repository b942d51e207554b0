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

    /// <summary>What was asked for since the last removal, by the very array of columns. Only sums are kept: errors by row would be as many numbers as the matrix has.</summary>
    private readonly Dictionary<int[], RemovalCost> costs = [];

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
        if (!costs.TryGetValue(columns, out RemovalCost? cost))
            costs[columns] = cost = Sum(columns);
        return cost.Total;
    }

    /// <summary>Takes the columns out and lets the others make up for them.</summary>
    public void Remove(int[] columns)
    {
        costs.Clear();
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

    /// <summary>The output row leaves: its errors no longer count. The other rows are not looked at, which may wait elsewhere.</summary>
    public void DropRow(int row)
    {
        double weight = rowWeights[row];
        rowWeights[row] = 0;
        if (weight == 0 || costs.Count == 0)
            return;
        double[] values = new double[matrix.Width];
        matrix.ReadRow(row, values);
        foreach ((int[] columns, RemovalCost cost) in costs)
        {
            if (!cost.Subtract(weight * SquaredError(values, columns, cost.Block)))
                costs.Remove(columns);
        }
    }

    private RemovalCost Sum(int[] columns)
    {
        double[] block = BlockInverse(columns);
        double total = 0;
        for (int r = 0; r < matrix.Rows; r++)
        {
            if (rowWeights[r] != 0)
                total += rowWeights[r] * SquaredError(matrix.Values.AsSpan(r * matrix.Width, matrix.Width), columns, block);
        }
        return new RemovalCost(total, block);
    }

    /// <summary>Of one output row if the columns leave: w_S [H⁻¹_SS]⁻¹ w_Sᵀ.</summary>
    private static double SquaredError(ReadOnlySpan<double> row, int[] columns, double[] block)
    {
        if (columns.Length == 1)
            return row[columns[0]] * row[columns[0]] * block[0];
        double sum = 0;
        for (int i = 0; i < columns.Length; i++)
        {
            double product = 0;
            for (int j = 0; j < columns.Length; j++)
                product += block[(i * columns.Length) + j] * row[columns[j]];
            sum += row[columns[i]] * product;
        }
        return sum;
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
