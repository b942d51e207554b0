using NNCompress.Models;
using NNCompress.Pruning;

namespace NNCompress.Compression;

/// <summary>Finds the pictures that a dense layer reads.</summary>
internal static class PictureViews
{
    /// <summary>Height and width of the pictures that a flatten in front of the layer laid side by side; null where there are none or they no longer fit.</summary>
    public static (int Height, int Width)? Of(Network network, Layer layer)
    {
        if (layer.IsConvolution)
            return null;
        int length = network.ShapeOf(layer.Weight)[layer.InAxis];
        IReadOnlyDictionary<string, int[]> shapes = ShapeInference.Infer(network, 1, lenient: true);
        string value = layer.Input;
        for (int hop = 0; hop < network.Nodes.Count; hop++)
        {
            if (shapes.GetValueOrDefault(value) is [_, .., > 1, > 1] shape && shape[1..].Aggregate(1, (a, b) => a * b) == length)
                return (shape[^2], shape[^1]);
            if (Before(network, value) is not { } before)
                return null;
            value = before;
        }
        return null;
    }

    /// <summary>The value that this one is in another shape; null where it is more than that.</summary>
    public static string? Before(Network network, string value) =>
        network.Nodes.FirstOrDefault(n => n.Outputs.Contains(value)) is { OpType: "Flatten" or "Reshape" or "Identity" or "Dropout" or "Squeeze" or "Unsqueeze" } node
            ? node.Inputs[0] : null;
}
