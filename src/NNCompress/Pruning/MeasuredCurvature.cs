using System.Numerics.Tensors;
using NNCompress.Models;
using NNCompress.Numerics;

namespace NNCompress.Pruning;

/// <summary><see cref="OutputCurvature"/>, each layer's at the scale that a disturbance shows which is like the errors that rounding leaves.</summary>
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
        double scale = disturbance.Scale(layer, size => Disturbed(layer, rows, size));
        for (int b = 0; b < values.Count; b++)
            TensorPrimitives.Multiply(values.Values(b), scale, values.Values(b));
        progress?.Report((disturbed += network.LengthOf(layer.Weight)) / total);
        return values;
    }

    /// <summary>Moved weights, and what the curvature lets expect of them.</summary>
    private (Network Network, double Expected) Disturbed(Layer layer, double[] rows, double size)
    {
        (_, int inputs, bool bias) = LayerRows.Size(network, layer);
        double expected = 0;
        Network disturbed = MendedNoise.Of(network, layer, layer.IsMatrix ? OfAll(layer, bias) : OfKernels(layer, inputs, bias), size, (r, feedback, _) => expected += rows[r] * size * size * inputs * feedback.Energy);
        return (disturbed, expected);
    }

    private Func<int, InputFeedback> OfAll(Layer layer, bool bias)
    {
        InputFeedback shared = new(moments.Of(layer)!, LayerBlocks.Of(network, layer), bias);
        return _ => shared;
    }

    /// <summary>Where each row has inputs of its own, or shares them with the others of its group.</summary>
    private Func<int, InputFeedback> OfKernels(Layer layer, int inputs, bool bias)
    {
        double[][] matrices = kernels.Of(layer);
        InputFeedback? last = null;
        return r => last = last is not null && matrices[r] == matrices[r - 1] ? last : new InputFeedback(matrices[r], InputBlocks.Whole(inputs), bias);
    }
}
