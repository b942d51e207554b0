using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;

namespace NNCompress.Pruning;

/// <summary>Rows of what a layer reads, spread evenly over the data, no more than <see cref="MomentBudget"/> allows.</summary>
internal sealed class SampledRows
{
    private readonly RowBlock block;
    private readonly int most;
    private readonly int samples;
    private long seen;

    /// <param name="network">The network.</param>
    /// <param name="layer">Whose inputs are sampled.</param>
    /// <param name="width">Inputs of the layer + 1.</param>
    /// <param name="samples">Samples of the data.</param>
    public SampledRows(Network network, Layer layer, int width, int samples)
    {
        (most, this.samples, Width) = (MomentBudget.Rows(width), samples, width);
        block = new RowBlock(network, layer, Math.Clamp(most / Math.Max(1, samples), 1, SecondMoments.PatchesPerSample));
    }

    public int Width { get; }

    public int Count { get; private set; }

    /// <summary>Count × Width, row-major, the constant 1 last.</summary>
    public float[] Values { get; private set; } = [];

    public void Add(ReadOnlySpan<float> activations, ReadOnlySpan<int> shape)
    {
        block.Fill(activations, shape);
        // Every step-th row of all that will come, so that the last samples count as much as the first.
        double expected = (double)samples * block.Rows / Math.Max(1, shape[0]);
        long step = Math.Max(1, (long)Math.Ceiling(expected / most));
        if (Values.Length == 0)
            Values = LargeMemory.New<float>((int)Math.Min(most, Math.Ceiling(expected / step) + 1) * Width);
        for (int row = 0; row < block.Rows; row++, seen++)
        {
            if (seen % step != 0 || (Count + 1) * Width > Values.Length)
                continue;
            block.Values.AsSpan(row * Width, Width).CopyTo(Values.AsSpan(Count++ * Width));
        }
    }

    /// <summary>Samples some layers in as many runs over the data as memory asks for.</summary>
    /// <param name="engine">Runs the network.</param>
    /// <param name="network">The network.</param>
    /// <param name="data">Its inputs.</param>
    /// <param name="layers">What to sample, with the inputs of each + 1.</param>
    /// <param name="taken">Told each layer's rows; they are let go afterwards.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancellation">Ends the run.</param>
    public static void Collect(
        IEngine engine, Network network, Dataset data, IReadOnlyList<(Layer Layer, int Width)> layers, Action<Layer, SampledRows> taken, IProgress<double>? progress,
        CancellationToken cancellation)
    {
        IReadOnlyList<IReadOnlyList<(Layer Layer, int Width)>> passes = MomentBudget.Passes(layers, l => l.Width);
        for (int pass = 0; pass < passes.Count; pass++)
        {
            (Layer Layer, SampledRows Rows)[] sampled = [.. passes[pass].Select(l => (l.Layer, new SampledRows(network, l.Layer, l.Width, data.Count)))];
            ILookup<string, SampledRows> readers = sampled.ToLookup(s => s.Layer.Input, s => s.Rows);
            engine.Observe(network, data, [.. readers.Select(r => r.Key)], (value, activations, shape) =>
            {
                foreach (SampledRows rows in readers[value])
                    rows.Add(activations, shape);
            }, null, cancellation);
            foreach ((Layer layer, SampledRows rows) in sampled)
                taken(layer, rows);
            progress?.Report((pass + 1.0) / passes.Count);
        }
    }
}
