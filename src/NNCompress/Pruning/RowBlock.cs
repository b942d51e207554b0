using NNCompress.Models;

namespace NNCompress.Pruning;

/// <summary>The rows of one batch that a layer multiplies with its weights, a constant 1 behind each.</summary>
internal sealed class RowBlock(Network network, Layer layer, int patchesPerSample)
{
    /// <summary>Numbers of a part where the rows of a batch are read in parts.</summary>
    private const int PartLength = 1 << 20;

    private readonly PatchSampler sampler = new(network, layer);

    /// <summary>Rows of a sample that are read, where it has so many.</summary>
    public int PatchesPerSample => patchesPerSample;

    public int Rows { get; private set; }

    /// <summary>Inputs of the layer + 1.</summary>
    public int Width { get; private set; }

    /// <summary>Rows × Width, row-major; valid until the next batch, or part of one.</summary>
    public float[] Values { get; private set; } = [];

    /// <summary>Goes on as if so many rows had been read.</summary>
    public void Skip(int rows) => sampler.Skip(rows);

    /// <summary>Reads a batch.</summary>
    /// <param name="activations">What the layer reads.</param>
    /// <param name="shape">Its shape.</param>
    public void Fill(ReadOnlySpan<float> activations, ReadOnlySpan<int> shape) => Fill(activations, shape, 0, sampler.RowsIn(shape, patchesPerSample));

    /// <summary>Reads a batch in parts: patches of all channels under a large kernel may take many times what the batch does.</summary>
    /// <param name="activations">What the layer reads.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="use">Called for each part, in order.</param>
    public void FillInParts(ReadOnlySpan<float> activations, ReadOnlySpan<int> shape, Action use)
    {
        int all = sampler.RowsIn(shape, patchesPerSample), most = Math.Max(1, PartLength / (sampler.Width(shape) + 1));
        for (int first = 0; first < all; first += most)
        {
            Fill(activations, shape, first, Math.Min(most, all - first));
            use();
        }
    }

    private void Fill(ReadOnlySpan<float> activations, ReadOnlySpan<int> shape, int first, int rows)
    {
        (Rows, Width) = (rows, sampler.Width(shape) + 1);
        if (Values.Length < Rows * Width)
            Values = LargeMemory.New<float>(Rows * Width);
        for (int row = 0; row < Rows; row++)
        {
            Span<float> target = Values.AsSpan(row * Width, Width);
            sampler.Read(activations, shape, first + row, patchesPerSample, target[..^1]);
            target[^1] = 1;
        }
    }
}
