namespace NNCompress.Compression.Shrinking;

/// <summary>
/// What each weight is worth for each bit that it takes: its loss by the Fisher information over its price under an adaptive coder, which codes
/// a weight dearly where row and column are empty and cheaply where they are full.
/// </summary>
internal static class RateSalience
{
    /// <summary>Bits of a weight beside its place: sign and magnitude.</summary>
    private const double LevelBits = 3;

    /// <summary>Weights' worth of the tensor's own density that a row's or column's is mixed with.</summary>
    private const double Prior = 4;

    private const double MostDense = 0.9;

    /// <param name="tensor">Weights and mask.</param>
    /// <param name="energy">Of their gradients.</param>
    /// <param name="salience">Receives a number a weight, 0 for one that has left.</param>
    public static void Measure(GridTensor tensor, GradientEnergy energy, Span<float> salience)
    {
        int rows = tensor.Rows, columns = tensor.Columns;
        ReadOnlySpan<float> weights = tensor.Latent, mask = tensor.Mask;
        (double[] rowEnergy, double[] columnEnergy) = energy.Factors();
        (double[] rowDensity, double[] columnDensity, double density) = Densities(tensor);
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++)
            {
                int i = (r * columns) + c;
                if (mask[i] == 0)
                {
                    salience[i] = 0;
                    continue;
                }
                double bits = LevelBits - Math.Log2(Math.Min(MostDense, rowDensity[r] * columnDensity[c] / density));
                salience[i] = (float)(weights[i] * (double)weights[i] * rowEnergy[r] * columnEnergy[c] / bits);
            }
        }
    }

    private static (double[] Rows, double[] Columns, double All) Densities(GridTensor tensor)
    {
        double[] byRow = new double[tensor.Rows], byColumn = new double[tensor.Columns];
        for (int r = 0; r < tensor.Rows; r++)
        {
            for (int c = 0; c < tensor.Columns; c++)
            {
                float kept = tensor.Mask[(r * tensor.Columns) + c];
                byRow[r] += kept;
                byColumn[c] += kept;
            }
        }
        double all = (byRow.Sum() + 1) / (tensor.Length + 1);
        return (Array.ConvertAll(byRow, n => (n + (Prior * all)) / (tensor.Columns + Prior)), Array.ConvertAll(byColumn, n => (n + (Prior * all)) / (tensor.Rows + Prior)), all);
    }
}
