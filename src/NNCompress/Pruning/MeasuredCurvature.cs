using System.Numerics.Tensors;
using NNCompress.Models;
using NNCompress.Numerics;

namespace NNCompress.Pruning;

/// <summary><see cref="OutputCurvature"/>, each layer's at the scale that a disturbance shows.</summary>
/// <param name="network">What all of them are of.</param>
/// <param name="curvature">What is scaled.</param>
/// <param name="disturbance">Shows what errors do.</param>
/// <param name="moments">Of what layers read.</param>
/// <param name="kernels">Of what kernels of depthwise convolutions read.</param>
/// <param name="progress">Told the share of the weights that has been disturbed; null for nobody.</param>
internal sealed class MeasuredCurvature(Network network, OutputCurvature curvature, Disturbance disturbance, SecondMoments moments, KernelMoments kernels, IProgress<double>? progress = null)
{
    private readonly double total = Math.Max(1, network.WeightNames.Sum(name => (double)network.LengthOf(name)));

    private long disturbed;

    /// <summary>rows × rows of the layer.</summary>
    /// <exception cref="NncException">As for <see cref="Engines.IEngine.Evaluate"/>.</exception>
    public DiagonalBlocks Of(Layer layer)
    {
        DiagonalBlocks values = curvature.Of(layer);
        double[] rows = [.. Enumerable.Range(0, values.Rows).Select(r => values[r, r])];
        double scale = disturbance.Scale(layer, layer.IsMatrix ? rows.Sum() * InputEnergy(layer) : KernelEnergy(layer, rows));
        for (int b = 0; b < values.Count; b++)
            TensorPrimitives.Multiply(values.Values(b), scale, values.Values(b));
        progress?.Report((disturbed += network.LengthOf(layer.Weight)) / total);
        return values;
    }

    /// <summary>Σ E[x²] over a row's inputs.</summary>
    private double InputEnergy(Layer layer)
    {
        double[] matrices = moments.Of(layer)!;
        InputBlocks blocks = LayerBlocks.Of(network, layer);
        double sum = 0;
        for (int b = 0; b < blocks.Count; b++)
        {
            (_, int length) = blocks[b];
            for (int i = 0; i < length; i++)
                sum += matrices[blocks.Offset(b) + (i * (length + 2))];
        }
        return sum;
    }

    /// <summary>The same where each row has inputs of its own, weighted by row.</summary>
    private double KernelEnergy(Layer layer, double[] rows)
    {
        double[][] matrices = kernels.Of(layer);
        int size = network.LengthOf(layer.Weight) / rows.Length;
        return rows.Select((weight, r) => weight * Enumerable.Range(0, size).Sum(i => matrices[r][i * (size + 2)])).Sum();
    }
}
