using NNCompress.Models;

namespace NNCompress.Pruning;

/// <summary>
/// A layer's weight as outputs × inputs (row r of a dense layer, or a kernel flattened to in × kh × kw; of a convolution in groups the inputs of
/// one group), with the bias as the last column where the layer can carry one.
/// </summary>
internal sealed class LayerMatrix
{
    private readonly Tensor weight;
    private readonly bool transposed;

    public LayerMatrix(Network network, Layer layer)
    {
        Layer = layer;
        weight = network.Constant(layer.Weight)!;
        transposed = layer.OutAxis == 1;
        Rows = weight.Shape[layer.OutAxis];
        Inputs = weight.Length / Rows;
        Taps = Inputs / weight.Shape[layer.InAxis];
        HasBias = layer.Bias is not null && layer.Node.Float("alpha", 1) == 1 && layer.Node.Float("beta", 1) == 1
            && network.Constant(layer.Bias)!.Length == Rows;
        Values = new double[Rows * (Inputs + 1)];
        float[] source = weight.Floats;
        float[]? bias = HasBias ? network.Constant(layer.Bias)!.Floats : null;
        for (int r = 0; r < Rows; r++)
        {
            for (int c = 0; c < Inputs; c++)
                Values[r * Width + c] = source[At(r, c)];
            Values[r * Width + Inputs] = bias?[r] ?? 0;
        }
    }

    public Layer Layer { get; }

    public int Rows { get; }

    /// <summary>Input columns, without the bias.</summary>
    public int Inputs { get; }

    /// <summary>Columns that one input channel owns: 1, or kh·kw.</summary>
    public int Taps { get; }

    /// <summary>Inputs + 1: the bias is the last column.</summary>
    public int Width => Inputs + 1;

    public bool HasBias { get; }

    /// <summary>Rows × Width, row-major.</summary>
    public double[] Values { get; }

    /// <summary>Rows × Inputs, row-major: the values without the bias.</summary>
    public double[] Weights()
    {
        double[] weights = new double[Rows * Inputs];
        for (int r = 0; r < Rows; r++)
            Array.Copy(Values, r * Width, weights, r * Inputs, Inputs);
        return weights;
    }

    /// <summary>Puts the matrix back into <paramref name="network"/>, whose weight has the shape that this one was made from.</summary>
    public void Store(Network network)
    {
        float[] data = new float[weight.Length];
        for (int r = 0; r < Rows; r++)
        {
            for (int c = 0; c < Inputs; c++)
                data[At(r, c)] = (float)Values[r * Width + c];
        }
        network.Replace(new Tensor(weight.Name, weight.Shape, data, weight.Type));
        if (!HasBias)
            return;
        Tensor bias = network.Constant(Layer.Bias)!;
        network.Replace(new Tensor(bias.Name, bias.Shape, [.. Enumerable.Range(0, Rows).Select(r => (float)Values[r * Width + Inputs])], bias.Type));
    }

    /// <summary>Where the file keeps an element: a transposed convolution has in × out × kh × kw.</summary>
    private int At(int row, int column) => transposed ? (((column / Taps * Rows) + row) * Taps) + (column % Taps) : (row * Inputs) + column;

    /// <summary>The columns of each unit.</summary>
    public Dictionary<int, int[]> ColumnsOfUnits() => Layer.InUnits
        .SelectMany((unit, index) => Enumerable.Range(index * Taps, Taps).Select(column => (unit, column)))
        .GroupBy(p => p.unit)
        .ToDictionary(g => g.Key, g => g.Select(p => p.column).ToArray());
}
