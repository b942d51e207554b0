using System.Buffers;
using NNCompress.Models;

namespace NNCompress.Pruning;

/// <summary>
/// A layer's weight as outputs × inputs (row r of a dense layer, or a kernel flattened to in × kh × kw; of a convolution in groups the inputs of
/// one group), with the bias as the last column where the layer can carry one. Rows are read from the network one at a time.
/// </summary>
internal class LayerRows
{
    /// <summary>Weights from which on a row is read where it is kept, without the others.</summary>
    private const int Great = 1 << 20;

    private readonly StoredWeights stored;
    private readonly bool great;
    private Tensor? weight;
    private readonly float[]? bias;
    private readonly bool transposed;

    public LayerRows(Network network, Layer layer)
    {
        Layer = layer;
        stored = network.Stored(layer.Weight);
        transposed = layer.OutAxis == 1;
        great = !transposed && stored.Length >= Great;
        weight = great ? null : network.Constant(layer.Weight);
        (Rows, Inputs, HasBias) = Size(network, layer);
        Taps = Inputs / stored.Shape[layer.InAxis < 0 ? 1 : layer.InAxis];
        bias = HasBias ? network.Constant(layer.Bias)!.Floats : null;
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

    /// <summary>What <see cref="Rows"/>, <see cref="Inputs"/> and <see cref="HasBias"/> would be; the weight is not read.</summary>
    public static (int Rows, int Inputs, bool HasBias) Size(Network network, Layer layer)
    {
        int rows = network.ShapeOf(layer.Weight)[layer.OutAxis];
        bool hasBias = layer.Bias is not null && layer.Node.Float("alpha", 1) == 1 && layer.Node.Float("beta", 1) == 1 && network.LengthOf(layer.Bias) == rows;
        return (rows, network.LengthOf(layer.Weight) / rows, hasBias);
    }

    /// <summary>Copies a row, the bias or 0 last.</summary>
    public void Read(int row, Span<float> target)
    {
        ReadInputs(row, 0, target[..Inputs]);
        target[Inputs] = bias?[row] ?? 0;
    }

    /// <inheritdoc cref="Read(int, Span{float})"/>
    public void Read(int row, Span<double> target)
    {
        float[] rented = ArrayPool<float>.Shared.Rent(Inputs);
        Span<float> weights = rented.AsSpan(0, Inputs);
        ReadInputs(row, 0, weights);
        System.Numerics.Tensors.TensorPrimitives.ConvertTruncating<float, double>(weights, target);
        target[Inputs] = bias?[row] ?? 0;
        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>Copies some columns of a row, from <paramref name="first"/> on; several threads may do so.</summary>
    public void ReadInputs(int row, int first, Span<float> target)
    {
        if (great)
        {
            stored.Read((row * Inputs) + first, target);
            return;
        }
        weight ??= stored.Load();
        if (!transposed)
        {
            weight.Floats.AsSpan((row * Inputs) + first, target.Length).CopyTo(target);
        }
        else
        {
            for (int c = 0; c < target.Length; c++)
                target[c] = weight.Floats[At(row, first + c)];
        }
    }

    /// <summary>Lets the weights go; they are read again when they are asked for.</summary>
    protected void Release() => weight = null;

    /// <summary>Puts rows in the place of the weight and bias of <paramref name="network"/>, whose weight has the shape that this one was made from.</summary>
    /// <param name="network">The network.</param>
    /// <param name="give">Writes a row, in the form of <see cref="Read(int, Span{float})"/>.</param>
    public void Store(Network network, Action<int, Span<float>> give)
    {
        LargeMemory.Make((long)stored.Length * sizeof(float));
        float[] data = new float[stored.Length], biases = new float[Rows], row = new float[Width];
        for (int r = 0; r < Rows; r++)
        {
            give(r, row);
            for (int c = 0; c < Inputs; c++)
                data[At(r, c)] = row[c];
            biases[r] = row[Inputs];
        }
        network.Replace(new Tensor(stored.Name, stored.Shape, data, stored.Type));
        StoreBias(network, biases);
    }

    /// <summary>Puts a bias in the place of the network's, where the layer has one.</summary>
    public void StoreBias(Network network, float[] biases)
    {
        if (!HasBias)
            return;
        Tensor before = network.Constant(Layer.Bias)!;
        network.Replace(new Tensor(before.Name, before.Shape, biases, before.Type));
    }

    /// <summary>Σ over the rows of their weight · the squared element, for each column but the bias.</summary>
    public double[] ColumnEnergies(double[] rowWeights)
    {
        double[] energies = new double[Inputs];
        float[] row = new float[Width];
        for (int r = 0; r < Rows; r++)
        {
            Read(r, row);
            for (int c = 0; c < energies.Length; c++)
                energies[c] += rowWeights[r] * row[c] * row[c];
        }
        return energies;
    }

    /// <summary>The columns of each unit.</summary>
    public Dictionary<int, int[]> ColumnsOfUnits() => Layer.InUnits
        .SelectMany((unit, index) => Enumerable.Range(index * Taps, Taps).Select(column => (unit, column)))
        .GroupBy(p => p.unit)
        .ToDictionary(g => g.Key, g => g.Select(p => p.column).ToArray());

    /// <summary>Where the file keeps an element: a transposed convolution has in × out × kh × kw.</summary>
    private int At(int row, int column) => transposed ? (((column / Taps * Rows) + row) * Taps) + (column % Taps) : (row * Inputs) + column;
}
