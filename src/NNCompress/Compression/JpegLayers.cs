using NNCompress.Coding;
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
            Tensor weight = dependencies.Network.Constant(layer.Weight)!;
            if (weight.Length / weight.Shape[layer.OutAxis] >= FewestWeights && layer.OutUnits.Any(read.Contains))
                yield return layer;
        }
    }

    /// <summary>Whether pictures of that size fit the neurons of some layer; true where no size is asked for.</summary>
    public static bool Fit(Dependencies dependencies, (int Height, int Width)? matrix) => matrix is not { } asked
        || Of(dependencies).Any(l => dependencies.Network.Constant(l.Weight)! is { } weight && weight.Length / weight.Shape[l.OutAxis] == (long)asked.Height * asked.Width);

    /// <summary>A dense row's height × width from the picture that a flatten in front of the layer took apart; null where there is none or it no longer fits.</summary>
    public static (int Height, int Width)? View(Network network, Layer layer)
    {
        if (layer.IsConvolution)
            return null;
        int length = network.Constant(layer.Weight)!.Shape[layer.InAxis];
        IReadOnlyDictionary<string, int[]> shapes = ShapeInference.Infer(network, 1, lenient: true);
        string value = layer.Input;
        for (int hop = 0; hop < network.Nodes.Count; hop++)
        {
            if (shapes.GetValueOrDefault(value) is [_, .., > 1, > 1] shape && shape[1..].Aggregate(1, (a, b) => a * b) == length)
                return (length / shape[^1], shape[^1]);
            if (Before(network, value) is not { } before)
                return null;
            value = before;
        }
        return null;
    }

    /// <summary>Whether nothing but changes of shape stands between the network's input and the layer.</summary>
    public static bool ReadsInput(Network network, Layer layer)
    {
        string? value = layer.Input;
        for (int hop = 0; hop <= network.Nodes.Count && value is not null; hop++)
        {
            if (network.Inputs.Any(i => i.Name == value))
                return true;
            value = Before(network, value);
        }
        return false;
    }

    /// <summary>The value that this one is in another shape; null where it is more than that.</summary>
    private static string? Before(Network network, string value) =>
        network.Nodes.FirstOrDefault(n => n.Outputs.Contains(value)) is { OpType: "Flatten" or "Reshape" or "Identity" or "Dropout" or "Squeeze" or "Unsqueeze" } node
            ? node.Inputs[0] : null;
}
