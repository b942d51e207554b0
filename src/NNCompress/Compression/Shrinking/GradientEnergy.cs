using System.Numerics.Tensors;
using NNCompress.Engines.Training;

namespace NNCompress.Compression.Shrinking;

/// <summary>
/// A running mean of a matrix' squared gradients, kept by rows and by columns (Shazeer and Stern 2018, "Adafactor"): the diagonal of the
/// empirical Fisher information, by which a weight's loss costs about w²·g²/2 (Hassibi and Stork 1993; Theis et al. 2018).
/// </summary>
internal sealed class GradientEnergy(int rows, int columns)
{
    private const float Memory = 0.98f;

    private readonly float[] byRow = new float[rows];
    private readonly float[] byColumn = new float[columns];
    private readonly float[] squares = new float[columns];

    /// <summary>For a checkpoint.</summary>
    public IEnumerable<Memory<float>> State => [byRow, byColumn];

    /// <summary>Takes in the gradient of one step.</summary>
    public void Add(TrainingParameter parameter)
    {
        ReadOnlySpan<float> gradient = parameter.Gradient;
        TensorPrimitives.Multiply(byColumn, Memory, byColumn);
        for (int r = 0; r < rows; r++)
        {
            ReadOnlySpan<float> row = gradient.Slice(r * columns, columns);
            TensorPrimitives.Multiply(row, row, squares);
            byRow[r] = (Memory * byRow[r]) + TensorPrimitives.Sum<float>(squares);
            TensorPrimitives.Add(byColumn, squares, byColumn);
        }
    }

    /// <summary>Estimates of a row's and a column's part; the product of both stands for one weight.</summary>
    public (double[] Rows, double[] Columns) Factors()
    {
        double total = byRow.Sum(e => (double)e);
        double scale = total > 0 ? 1 / total : 0;
        return (Array.ConvertAll(byRow, e => e * scale), Array.ConvertAll(byColumn, e => (double)e));
    }
}
