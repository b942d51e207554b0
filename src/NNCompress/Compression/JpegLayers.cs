using NNCompress.Coding.Jpeg;
using NNCompress.Models;
using NNCompress.Pruning;

namespace NNCompress.Compression;

/// <summary>Which layers' weights are stored as pictures, and how a neuron's row is seen as one.</summary>
internal static class JpegLayers
{
    /// <summary>A picture smaller than one block of 8 × 8 gains nothing.</summary>
    private const int FewestWeights = 64;

    /// <summary>Layers whose neurons have enough weights for a picture, without those that give the network's outputs, where an error meets the answer directly.</summary>
    public static IEnumerable<Layer> Of(Dependencies dependencies)
    {
        HashSet<int> read = [.. dependencies.Layers.SelectMany(l => l.InAxis >= 0 ? l.InUnits : l.OutUnits)];
        foreach (Layer layer in dependencies.Layers.Where(l => l.IsMatrix).DistinctBy(l => l.Weight))
        {
            int[] shape = dependencies.Network.ShapeOf(layer.Weight);
            if (dependencies.Network.LengthOf(layer.Weight) / shape[layer.OutAxis] >= FewestWeights && layer.OutUnits.Any(read.Contains))
                yield return layer;
        }
    }

    /// <summary>The matrices and kernels of a network without a graph whose rows have enough weights for a picture; nothing tells which of them gives the outputs.</summary>
    public static IEnumerable<string> Of(Network weights) =>
        weights.WeightNames.Where(n => weights.ShapeOf(n) is [> 0, _, ..] shape && shape.Skip(1).Aggregate(1L, (p, d) => p * d) >= FewestWeights);

    /// <summary>Whether pictures of that size fit the neurons of some layer; true where no size is asked for.</summary>
    public static bool Fit(Dependencies dependencies, (int Height, int Width)? matrix) => matrix is not { } asked
        || Of(dependencies).Select(l => (l.Weight, l.OutAxis)).Concat(dependencies.Network.HasGraph ? [] : Of(dependencies.Network).Select(w => (Weight: w, OutAxis: 0))).Any(l => dependencies.Network.Constant(l.Weight)! is { } weight && weight.Length / weight.Shape[l.OutAxis] == (long)asked.Height * asked.Width);

    /// <summary>A dense row's height × width from the picture that a flatten in front of the layer took apart; null where there is none or it no longer fits.</summary>
    public static (int Height, int Width)? View(Network network, Layer layer) =>
        PictureViews.Of(network, layer) is { } view ? (network.ShapeOf(layer.Weight)[layer.InAxis] / view.Width, view.Width) : null;

    /// <summary>
    /// The view of a layer that reads the network's input as pictures; null where it does not, or they are too large for <see cref="JpegRounding"/>.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="asked">What the user says that a picture is; null for what the graph flattens.</param>
    public static (int Height, int Width)? InputView(Network network, Layer layer, (int Height, int Width)? asked)
    {
        if (layer.IsConvolution || !ReadsInput(network, layer))
            return null;
        int inputs = network.ShapeOf(layer.Weight)[layer.InAxis];
        (int Height, int Width)? view = asked is { } size && (long)size.Height * size.Width == inputs ? asked : View(network, layer);
        return view is { } found && JpegRounding.Fits(found.Height, found.Width) ? view : null;
    }

    /// <summary>Whether nothing but changes of shape stands between the network's input and the layer.</summary>
    public static bool ReadsInput(Network network, Layer layer)
    {
        string? value = layer.Input;
        for (int hop = 0; hop <= network.Nodes.Count && value is not null; hop++)
        {
            if (network.Inputs.Any(i => i.Name == value))
                return true;
            value = PictureViews.Before(network, value);
        }
        return false;
    }
}
