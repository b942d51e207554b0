using NNCompress.Models;

namespace NNCompress.Pruning;

/// <summary>The rows of one batch that a layer multiplies with its weights, a constant 1 behind each.</summary>
internal sealed class RowBlock(Network network, Layer layer, int patchesPerSample)
{
    private readonly PatchSampler sampler = new(network, layer);

    /// <summary>Rows of a sample that are read, where it has so many.</summary>
    public int PatchesPerSample => patchesPerSample;

    public int Rows { get; private set; }

    /// <summary>Inputs of the layer + 1.</summary>
    public int Width { get; private set; }

    /// <summary>Rows × Width, row-major; valid until the next batch.</summary>
    public float[] Values { get; private set; } = [];

    /// <summary>Goes on as if so many rows had been read.</summary>
    public void Skip(int rows) => sampler.Skip(rows);

    public void Fill(ReadOnlySpan<float> activations, ReadOnlySpan<int> shape)
    {
        Width = sampler.Width(shape) + 1;
        Rows = sampler.RowsIn(shape, patchesPerSample);
        if (Values.Length < Rows * Width)
            Values = LargeMemory.New<float>(Rows * Width);
        for (int row = 0; row < Rows; row++)
        {
            Span<float> target = Values.AsSpan(row * Width, Width);
            sampler.Read(activations, shape, row, patchesPerSample, target[..^1]);
            target[^1] = 1;
        }
    }
}
