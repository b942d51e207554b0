using NNCompress.Engines.Managed.Matrices;
using NNCompress.Models;
using NNCompress.Numerics;

namespace NNCompress.Pruning;

/// <summary>How a layer's inputs are parted for its second moments, and the moments of rows.</summary>
internal static class LayerBlocks
{
    /// <summary>Inputs of a block, unless a single channel has more.</summary>
    private const int MostInBlock = 1024;

    /// <summary>Inputs of a dense layer on the network's input that stay whole: those of the largest pictures whose cosines are rounded.</summary>
    private const int MostPicture = 4096;

    /// <summary>
    /// A layer's: blocks past the width to which moments are kept whole, unless it is a dense one on the network's input, whose inputs are a picture that is
    /// transformed as a whole.
    /// </summary>
    /// <param name="network">Has the layer.</param>
    /// <param name="layer">One for which <see cref="Layer.IsMatrix"/> holds.</param>
    public static InputBlocks Of(Network network, Layer layer)
    {
        int[] shape = network.ShapeOf(layer.Weight);
        int inputs = shape.Aggregate(1, (product, d) => product * d) / shape[layer.OutAxis];
        return inputs <= MomentBudget.MostWidth || (inputs <= MostPicture && ReadsInput(network, layer)) ? InputBlocks.Whole(inputs) : InputBlocks.Of(inputs, inputs / shape[layer.InAxis], MostInBlock);
    }

    /// <summary>Adds the outer products of rows.</summary>
    /// <param name="blocks">The layer's.</param>
    /// <param name="rows">count × (inputs + 1), the constant last.</param>
    /// <param name="count">Rows.</param>
    /// <param name="sums">All blocks' matrices, one behind the other.</param>
    /// <param name="product">Work space; grows where it is too short.</param>
    public static void Add(InputBlocks blocks, float[] rows, int count, double[] sums, ref float[] product)
    {
        int width = blocks.Inputs + 1;
        float[] part = blocks.Count == 1 ? rows : LargeMemory.New<float>(count * (Enumerable.Range(0, blocks.Count).Max(b => blocks[b].Length) + 1));
        for (int b = 0; b < blocks.Count; b++)
        {
            (int start, int length) = blocks[b];
            int n = length + 1;
            for (int r = 0; r < count && blocks.Count > 1; r++)
            {
                rows.AsSpan((r * width) + start, length).CopyTo(part.AsSpan(r * n));
                part[(r * n) + length] = rows[(r * width) + width - 1];
            }
            ProductSum.Add(n, n, count, part, part, sums.AsSpan(blocks.Offset(b), n * n), ref product);
        }
    }

    /// <summary>Whether nothing but changes of shape stands between the network's input and a dense layer.</summary>
    private static bool ReadsInput(Network network, Layer layer)
    {
        string? value = layer.IsConvolution ? null : layer.Input;
        while (value is not null && network.Inputs.All(i => i.Name != value))
        {
            value = network.Nodes.FirstOrDefault(n => n.Outputs.Contains(value)) is { OpType: "Flatten" or "Reshape" or "Identity" or "Dropout" or "Squeeze" or "Unsqueeze" } node
                ? node.Inputs[0] : null;
        }
        return value is not null;
    }
}
