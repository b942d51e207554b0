namespace NNCompress.Numerics;

/// <summary>
/// The parts of a layer's inputs whose second moments are kept. A narrow layer has one: all of its K inputs. A wide one has blocks of B inputs side by side, of a
/// convolution whole input channels, and what different blocks hold counts as uncorrelated: K · B numbers in the place of K², and K · B² steps to factorise them
/// in the place of K³. Each block's matrix has the constant 1 last, so that means are exact whatever the blocks.
/// </summary>
public sealed class InputBlocks
{
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

    /// <summary>First input and number of inputs of a block.</summary>
    public (int Start, int Length) this[int block] => (starts[block], starts[block + 1] - starts[block]);

    /// <summary>A block's matrix, (length + 1)², the constant last.</summary>
    /// <param name="moments">All blocks' matrices, one behind the other: <see cref="Size"/>.</param>
    /// <param name="block">Which.</param>
    public double[] Matrix(double[] moments, int block) => Count == 1 ? moments : moments[offsets[block]..offsets[block + 1]];

    /// <summary>Where a block's matrix begins among all of them.</summary>
    public int Offset(int block) => offsets[block];

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
}
