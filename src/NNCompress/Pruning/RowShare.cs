namespace NNCompress.Pruning;

/// <summary>What share of a layer's outputs, weighted by how much they matter and by the size of their weights, is still there.</summary>
internal sealed class RowShare
{
    private readonly double[] energy;
    private readonly double total;
    private double left;

    public RowShare(LayerRows matrix, double[] rowWeights)
    {
        energy = new double[matrix.Rows];
        float[] row = new float[matrix.Width];
        for (int r = 0; r < energy.Length; r++)
        {
            matrix.Read(r, row);
            double sum = 0;
            foreach (float value in row.AsSpan(0, matrix.Inputs))
                sum += (double)value * value;
            energy[r] = rowWeights[r] * sum;
        }
        total = left = Math.Max(energy.Sum(), double.Epsilon);
    }

    public double Value => Math.Max(0, left / total);

    public void Drop(int row)
    {
        left -= energy[row];
        energy[row] = 0;
    }
}
