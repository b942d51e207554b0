using NNCompress.Data;
using NNCompress.Engines.Managed.Matrices;
using NNCompress.Models;

namespace NNCompress.Pruning;

/// <summary>What layers of the network before pruning give for the rows that they read: what a repair comes near to.</summary>
/// <param name="network">The network before.</param>
/// <param name="reader">Runs it.</param>
/// <param name="keep">Whether the same rows will be asked for again and again: outputs are kept then, as far as memory is set apart for that.</param>
internal sealed class OriginalOutputs(Network network, PairedRows reader, bool keep)
{
    /// <summary>Numbers in the rows that are read at a time.</summary>
    public const int MostRead = 1 << 21;

    /// <summary>Numbers that are kept.</summary>
    private const long MostKept = 1L << 25;

    /// <summary>In the place of a chunk's start: rows of a wide layer, which are others.</summary>
    private const int AllAtOnce = -1;

    private readonly Dictionary<(string Weight, int Start), Shelved<float>> kept = [];
    private readonly Shelf shelf = Shelf.For(network.StoredBytes);
    private readonly RowPairing pairing = new(network);
    private long keptLength;
    private float[] x = [];

    /// <summary>Of all rows that are read of the data, which are others than a chunk's.</summary>
    /// <param name="layer">As it is in the network.</param>
    /// <param name="data">What it is run on.</param>
    /// <param name="patches">Rows of a sample.</param>
    /// <returns>rows × outputs.</returns>
    public float[] OfAll(Layer layer, Dataset data, int patches)
    {
        float[] outputs = Of(new LayerRows(network, layer), new RowBlock(network, layer, patches), data, AllAtOnce);
        x = [];
        return outputs;
    }

    /// <summary>Of the rows of a chunk.</summary>
    /// <param name="layer">As it is in the network.</param>
    /// <param name="block">Goes on from chunk to chunk.</param>
    /// <param name="chunk">Samples.</param>
    /// <param name="start">The first one's number.</param>
    /// <returns>rows × outputs.</returns>
    public float[] Of(LayerRows layer, RowBlock block, Dataset chunk, int start)
    {
        if (kept.TryGetValue((layer.Layer.Weight, start), out Shelved<float>? before))
        {
            block.Skip(before.Length / layer.Rows);
            return before.Values;
        }
        float[] outputs = Computed(layer, block, chunk);
        if (keep && keptLength + outputs.Length <= MostKept)
        {
            keptLength += outputs.Length;
            kept[(layer.Layer.Weight, start)] = shelf.Put(outputs);
        }
        return outputs;
    }

    private float[] Computed(LayerRows layer, RowBlock block, Dataset chunk)
    {
        int width = layer.Width, held = Math.Clamp(MomentBudget.MostSampled / width, 1, layer.Rows), done = 0;
        // Weights that are not held as a whole are read once, and so are samples whose rows follow the batch.
        bool parts = held == layer.Rows && pairing.IsBySample(layer.Layer);
        int samples = parts ? Math.Clamp(MostRead / (width * block.PatchesPerSample), 1, chunk.Count) : chunk.Count;
        float[] weights = LargeMemory.New<float>(held * width), outputs = [];
        for (int start = 0; start < chunk.Count; start += samples)
        {
            Dataset part = chunk.Range(start, Math.Min(samples, chunk.Count - start));
            int count = reader.Read(network, layer.Layer, part, block, ref x);
            if (start == 0)
                outputs = LargeMemory.New<float>((int)((long)count * chunk.Count / part.Count) * layer.Rows);
            for (int first = 0; first < layer.Rows; first += held)
            {
                int rows = Math.Min(held, layer.Rows - first);
                for (int r = 0; r < rows && (start == 0 || !parts); r++)
                    layer.Read(first + r, weights.AsSpan(r * width, width));
                MatrixKernel.Multiply(count, rows, width, x, width, transposeA: false, weights, width, transposeB: true, outputs.AsSpan((done * layer.Rows) + first), layer.Rows, threads: 0);
            }
            done += count;
        }
        return outputs;
    }
}
