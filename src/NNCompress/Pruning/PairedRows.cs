using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;

namespace NNCompress.Pruning;

/// <summary>Reads what a layer multiplies with its weights, chunk by chunk: of two networks that are read alike, row i belongs to the same sample and place.</summary>
internal sealed class PairedRows(IEngine engine, CancellationToken cancellation)
{
    /// <summary>The rows of the whole chunk, some at a time.</summary>
    /// <param name="network">Is run as far as the layer's input.</param>
    /// <param name="layer">As it is in that network.</param>
    /// <param name="chunk">What it is run on.</param>
    /// <param name="block">Goes on from chunk to chunk.</param>
    /// <param name="use">Called with some rows in the block, and how many came before them.</param>
    /// <returns>How many there were.</returns>
    public int Read(Network network, Layer layer, Dataset chunk, RowBlock block, Action<int> use)
    {
        int count = 0;
        engine.Observe(network, chunk, [layer.Input], (_, activations, shape) => block.FillInParts(activations, shape, () =>
        {
            use(count);
            count += block.Rows;
        }), null, cancellation);
        return count;
    }

    /// <summary>Rows of the whole chunk: networks may be fed in batches of different size.</summary>
    /// <param name="network">Is run as far as the layer's input.</param>
    /// <param name="layer">As it is in that network.</param>
    /// <param name="chunk">What it is run on.</param>
    /// <param name="block">Goes on from chunk to chunk.</param>
    /// <param name="values">count × (inputs + 1), the constant 1 last; grows where it is too short.</param>
    /// <returns>The count.</returns>
    public int Read(Network network, Layer layer, Dataset chunk, RowBlock block, ref float[] values)
    {
        float[] held = values;
        int length = 0;
        engine.Observe(network, chunk, [layer.Input], (_, activations, shape) =>
        {
            block.Fill(activations, shape);
            int more = block.Rows * block.Width;
            if (held.Length < length + more)
            {
                int wanted = Math.Max(length + more, (int)((long)chunk.Count * more / Math.Max(1, shape[0])) + block.Width);
                LargeMemory.Make((long)wanted * sizeof(float));
                Array.Resize(ref held, wanted);
            }
            block.Values.AsSpan(0, more).CopyTo(held.AsSpan(length));
            length += more;
        }, null, cancellation);
        values = held;
        return length / block.Width;
    }
}
