namespace NNCompress.Pruning;

/// <summary>What share of a layer's outputs, weighted by how much they matter and by the size of their weights, is still there.</summary>
internal sealed class RowShare
{
    private readonly double[] energy;
    private readonly double total;
    private double left;

    public RowShare(LayerMatrix matrix, double[] rowWeights)
    {
        energy = new double[matrix.Rows];
        for (int r = 0; r < energy.Length; r++)
            energy[r] = rowWeights[r] * System.Numerics.Tensors.TensorPrimitives.SumOfSquares<double>(matrix.Values.AsSpan(r * matrix.Width, matrix.Inputs));
        total = left = Math.Max(energy.Sum(), double.Epsilon);
    }

    public double Value => Math.Max(0, left / total);

    public void Drop(int row)
    {
        left -= energy[row];
        energy[row] = 0;
    }
}
