using NNCompress.Coding;
using NNCompress.Models;
using NNCompress.Pruning;

namespace NNCompress.Compression;

/// <summary>Encodes the weight of a depthwise convolution at a given step, rounding calibrated by the second moments of what each kernel reads.</summary>
internal sealed class KernelEncoder
{
    /// <summary>As of <see cref="LayerEncoder"/>: steps follow the root of what high-rate theory asks for.</summary>
    private const double ScaleExponent = 0.5;

    private readonly Layer layer;
    private readonly KernelRounding rounding;
    private readonly double[] proportions;
    private readonly int rows;
    private readonly int columns;
    private readonly bool bias;

    private readonly double[] rowWeights;
    private readonly Shelf shelf;

    public KernelEncoder(Network network, Layer layer, double[][] moments, double[] rowWeights, Shelf shelf)
    {
        (this.layer, this.rowWeights, this.shelf) = (layer, rowWeights, shelf);
        (rows, columns) = (network.ShapeOf(layer.Weight)[0], network.LengthOf(layer.Weight) / network.ShapeOf(layer.Weight)[0]);
        bias = layer.Bias is not null && network.Constant(layer.Bias)?.Length == rows;
        rounding = new KernelRounding(moments, columns, rowWeights, bias, shelf);
        proportions = Array.ConvertAll(rounding.Costs, c => Math.Pow(c, -0.5 * ScaleExponent));
        OutputEnergy = rowWeights.Average();
        UnitStep = 1 / Math.Sqrt(Math.Max(rounding.Costs.Average(), 1e-30));
    }

    /// <summary>The step at which a rounding error costs one unit at the network's outputs, for each weight.</summary>
    public double UnitStep { get; }

    /// <summary>What a unit error in one output costs on average.</summary>
    public double OutputEnergy { get; }

    public Layer Layer => layer;

    /// <summary>The same layer of a network whose layers before it are rounded already.</summary>
    /// <param name="moments">Of what that network feeds it.</param>
    /// <param name="rounded">That network.</param>
    public KernelEncoder Following(double[][] moments, Network rounded) => new(rounded, layer, moments, rowWeights, shelf);

    /// <summary>Chooses levels and encodes them, with steps that differ by kernel or do not, whichever is worth more; the mended bias goes into <paramref name="target"/>.</summary>
    /// <param name="step">Mean distance between levels.</param>
    /// <param name="target">A clone of the network that is being encoded.</param>
    public EncodedTensor Encode(double step, Network target)
    {
        Tensor weight = target.Constant(layer.Weight)!;
        Attempt[] attempts = [Try(step, null, weight, target), Try(step, proportions, weight, target)];
        double price = Math.Sqrt(Math.Max(attempts[0].Rounded.BitPrice, 1e-300) * Math.Max(attempts[1].Rounded.BitPrice, 1e-300));
        Attempt best = attempts.MinBy(a => a.Rounded.Error + (8 * price * a.Tensor.Bytes))!;
        if (bias)
        {
            Tensor before = target.Constant(layer.Bias)!;
            target.Replace(new Tensor(before.Name, before.Shape, [.. Enumerable.Range(0, rows).Select(r => (float)best.Values[(r * (columns + 1)) + columns])], before.Type));
        }
        return best.Tensor;
    }

    private Attempt Try(double step, double[]? rowSteps, Tensor weight, Network target)
    {
        double[] values = new double[rows * (columns + 1)];
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++)
                values[(r * (columns + 1)) + c] = weight.Floats[(r * columns) + c];
            values[(r * (columns + 1)) + columns] = bias ? target.Constant(layer.Bias)!.Floats[r] : 0;
        }
        LevelGrid grid = LevelGrid.Of(step, rowSteps, null, rows, columns);
        RoundedLevels rounded = rounding.Round(values, grid);
        return new Attempt(TensorCoder.EncodeLevels(new StoredWeights(weight), rounded.Levels, grid, null, transposed: false), rounded, values);
    }

    private sealed record Attempt(EncodedTensor Tensor, RoundedLevels Rounded, double[] Values);
}
