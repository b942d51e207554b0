using NNCompress.Models;

namespace NNCompress.Pruning;

/// <summary>All rows of a layer in double precision: for layers that are narrow enough for matrices of their inputs.</summary>
internal sealed class LayerMatrix : LayerRows
{
    private readonly Resting<double> values;

    public LayerMatrix(Network network, Layer layer)
        : base(network, layer)
    {
        values = new Resting<double>(LargeMemory.New<double>(Rows * Width));
        float[] row = new float[Width];
        for (int r = 0; r < Rows; r++)
        {
            Read(r, row);
            System.Numerics.Tensors.TensorPrimitives.ConvertTruncating<float, double>(row, Values.AsSpan(r * Width, Width));
        }
        Release();
    }

    /// <summary>Rows × Width, row-major.</summary>
    public double[] Values => values.Values;

    /// <summary>Copies a row; the others stay where they are.</summary>
    public void ReadRow(int row, Span<double> target) => values.Read(row * Width, target[..Width]);

    public long AwakeBytes => values.AwakeBytes;

    /// <summary>Until they are asked for again, the values wait.</summary>
    public void Rest(Shelf shelf) => values.Rest(shelf);

    /// <summary>Rows × Inputs, row-major: the values without the bias.</summary>
    public double[] Weights()
    {
        double[] weights = LargeMemory.New<double>(Rows * Inputs);
        for (int r = 0; r < Rows; r++)
            Array.Copy(Values, r * Width, weights, r * Inputs, Inputs);
        return weights;
    }

    /// <summary>Puts the matrix back into <paramref name="network"/>, whose weight has the shape that this one was made from.</summary>
    public void Store(Network network) => Store(network, (r, row) =>
    {
        for (int c = 0; c < row.Length; c++)
            row[c] = (float)Values[(r * Width) + c];
    });
}
