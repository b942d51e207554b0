using NNCompress.Engines.Managed.Matrices;
using NNCompress.Models;

namespace NNCompress.Pruning;

/// <summary>
/// The parts of a layer's inputs whose second moments are kept. A narrow layer has one: all of its K inputs. A wide one has blocks of B inputs side by side, of a
/// convolution whole input channels, and what different blocks hold counts as uncorrelated: K · B numbers in the place of K², and K · B² steps to factorise them
/// in the place of K³. Each block's matrix has the constant 1 last, so that means are exact whatever the blocks.
/// </summary>
public sealed class InputBlocks
{
    /// <summary>Inputs of a block, unless a single channel has more.</summary>
    private const int MostInBlock = 1024;

    /// <summary>Inputs of a dense layer on the network's input that stay whole: those of the largest pictures whose cosines are rounded.</summary>
    private const int MostPicture = 4096;

    private readonly int[] starts;
    private readonly int[] offsets;

    private InputBlocks(int inputs, int unit, int count)
    {
        int units = inputs / unit;
        starts = [.. Enumerable.Range(0, count + 1).Select(b => (int)((long)b * units / count) * unit)];
        offsets = new int[count + 1];
        for (int b = 0; b < count; b++)
            offsets[b + 1] = offsets[b] + checked((starts[b + 1] - starts[b] + 1) * (starts[b + 1] - starts[b] + 1));
    }

    /// <summary>Inputs of all blocks together.</summary>
    public int Inputs => starts[^1];

    /// <summary>How many there are.</summary>
    public int Count => starts.Length - 1;

    /// <summary>Numbers in all matrices together.</summary>
    public int Size => offsets[^1];

    /// <summary>All inputs in one.</summary>
    public static InputBlocks Whole(int inputs) => new(inputs, inputs, 1);

    /// <summary>Blocks of whole units, as even as can be.</summary>
    /// <param name="inputs">Of the layer.</param>
    /// <param name="unit">Inputs that stay together: the taps of a channel, or 1. Divides <paramref name="inputs"/>.</param>
    /// <param name="most">Inputs of a block, unless a unit has more.</param>
    public static InputBlocks Of(int inputs, int unit, int most)
    {
        int units = inputs / unit, inBlock = Math.Max(1, most / unit);
        return new InputBlocks(inputs, unit, (units + inBlock - 1) / inBlock);
    }

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
        return inputs <= MomentBudget.MostWidth || (inputs <= MostPicture && ReadsInput(network, layer)) ? Whole(inputs) : Of(inputs, inputs / shape[layer.InAxis], MostInBlock);
    }

    /// <summary>First input and number of inputs of a block.</summary>
    public (int Start, int Length) this[int block] => (starts[block], starts[block + 1] - starts[block]);

    /// <summary>A block's matrix, (length + 1)², the constant last.</summary>
    /// <param name="moments">All blocks' matrices, one behind the other: <see cref="Size"/>.</param>
    /// <param name="block">Which.</param>
    public double[] Matrix(double[] moments, int block) => Count == 1 ? moments : moments[offsets[block]..offsets[block + 1]];

    /// <summary>The mean of each input: its moment with the constant.</summary>
    public double[] Means(double[] moments)
    {
        double[] means = new double[Inputs];
        for (int b = 0; b < Count; b++)
        {
            (int start, int length) = this[b];
            for (int i = 0; i < length; i++)
                means[start + i] = moments[offsets[b] + (i * (length + 1)) + length];
        }
        return means;
    }

    /// <summary>Adds the outer products of rows.</summary>
    /// <param name="rows">count × (inputs + 1), the constant last.</param>
    /// <param name="count">Rows.</param>
    /// <param name="sums">As in <see cref="Matrix"/>.</param>
    /// <param name="product">Work space; grows to the widest block.</param>
    internal void Add(float[] rows, int count, double[] sums, ref float[] product)
    {
        int width = Inputs + 1;
        float[] part = Count == 1 ? rows : new float[count * (Enumerable.Range(0, Count).Max(b => this[b].Length) + 1)];
        for (int b = 0; b < Count; b++)
        {
            (int start, int length) = this[b];
            int n = length + 1;
            for (int r = 0; r < count && Count > 1; r++)
            {
                rows.AsSpan((r * width) + start, length).CopyTo(part.AsSpan(r * n));
                part[(r * n) + length] = rows[(r * width) + width - 1];
            }
            if (product.Length < n * n)
                product = new float[n * n];
            MatrixKernel.Multiply(n, n, count, part, n, transposeA: true, part, n, transposeB: false, product, n, threads: 0);
            Span<double> sum = sums.AsSpan(offsets[b], n * n);
            for (int i = 0; i < sum.Length; i++)
                sum[i] += product[i];
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
