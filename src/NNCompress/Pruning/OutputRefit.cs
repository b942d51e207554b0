using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Engines.Managed.Matrices;
using NNCompress.Models;
using NNCompress.Numerics;

namespace NNCompress.Pruning;

/// <summary>
/// Second repair after channels have left: layer after layer from the input on, weights and bias are fitted anew so that the layer's outputs,
/// computed from what the pruned network really feeds it, come nearest to the original network's outputs (ridge regression around the
/// weights at hand). Errors of earlier layers are made up for instead of adding up.
/// </summary>
/// <param name="engine">Runs both networks.</param>
/// <param name="original">Of the network before.</param>
/// <param name="data">What both are run on.</param>
/// <param name="cancellation">Ends the work.</param>
/// <param name="keep">Whether the same layers will be fitted again and again: the original's outputs are kept then.</param>
internal sealed class OutputRefit(IEngine engine, Dependencies original, Dataset data, CancellationToken cancellation, bool keep = false)
{
    private const double Ridge = 1e-3;

    private readonly RowPairing pairing = new(original.Network);

    private readonly PairedRows reader = new(engine, cancellation);

    private readonly OriginalOutputs originalOutputs = new(original.Network, new PairedRows(engine, cancellation), keep);

    private const int ChunkSamples = 1000;

    /// <summary>The same for convolutions in small groups.</summary>
    public KernelRefit Kernels { get; } = new(new PairedRows(engine, cancellation), original, data, keep);

    /// <param name="pruned">Changed in place.</param>
    /// <param name="removed">Units of the original that have left.</param>
    /// <param name="progress">Told the share of the layers that is done.</param>
    public void Apply(Network pruned, IReadOnlySet<int> removed, IProgress<double>? progress = null)
    {
        Layer[] layers = [.. original.Layers.DistinctBy(l => l.Weight)];
        for (int i = 0; i < layers.Length; i++)
        {
            Layer layer = layers[i];
            progress?.Report((double)i / layers.Length);
            if (Kernels.Fits(layer))
                Kernels.Fit(pruned, layer, removed);
            if (!layer.IsMatrix)
                continue;
            if (original.Network.Inputs.Any(i => i.Name == layer.Input) || original.Layers.Count(l => l.Weight == layer.Weight) > 1 || !pairing.Pairs(layer))
                continue;
            if (original.Network.LengthOf(layer.Weight) / layer.OutUnits.Length < MomentBudget.MostWidth)
                FitNarrow(pruned, layer, removed);
            else
                FitWide(pruned, layer, removed);
        }
    }

    /// <summary>Fits one layer of the original anew.</summary>
    /// <param name="pruned">Changed in place.</param>
    /// <param name="layer">As it is in the original.</param>
    /// <param name="removed">Units of the original that have left.</param>
    /// <returns>Second moments of what the pruned network feeds the layer, of each of its <see cref="InputBlocks"/>.</returns>
    public double[] Fit(Network pruned, Layer layer, IReadOnlySet<int> removed)
    {
        InputBlocks blocks = LayerBlocks.Of(pruned, layer);
        if (blocks.Count == 1)
            return FitNarrow(pruned, layer, removed);
        (float[] rows, int count) = FitWide(pruned, layer, removed);
        double[] own = LargeMemory.New<double>(blocks.Size);
        float[] product = [];
        LayerBlocks.Add(blocks, rows, count, own, ref product);
        System.Numerics.Tensors.TensorPrimitives.Divide(own, count, own);
        return own;
    }

    /// <summary>As <see cref="FitNarrow"/>, from sampled rows and without a matrix of all inputs by all inputs, some outputs at a time.</summary>
    /// <returns>What the pruned network feeds the layer, count × (K + 1), the constant last.</returns>
    private (float[] Rows, int Count) FitWide(Network pruned, Layer layer, IReadOnlySet<int> removed)
    {
        int[] keptRows = Surgery.Kept(layer.OutUnits, removed);
        LayerRows after = new(pruned, layer);
        (int given, int inputs, _) = LayerRows.Size(original.Network, layer);
        int width = inputs + 1;
        int most = MomentBudget.Rows(width), block = Math.Clamp(MomentBudget.MostSampled / 8 / width, 1, after.Rows);
        // Samples from all over the data, as many as rows are wanted.
        Dataset some = data.Count > most ? data.Sample(most, 1) : data;
        float[] y = [];
        int patches = Math.Clamp(most / some.Count, 1, SecondMoments.PatchesPerSample);
        float[] wanted = originalOutputs.OfAll(layer, some, patches);
        int count = Math.Min(reader.Read(pruned, layer, some, new RowBlock(pruned, layer, patches), ref y), most);
        float[] weights = LargeMemory.New<float>(block * after.Width), outputs = LargeMemory.New<float>(count * block);
        after.Store(pruned, (r, row) =>
        {
            if (r % block == 0)
                Improve(r, Math.Min(block, after.Rows - r));
            weights.AsSpan(r % block * after.Width, after.Width).CopyTo(row);
        });
        return (y, count);

        void Improve(int first, int rows)
        {
            for (int r = 0; r < rows; r++)
            {
                after.Read(first + r, weights.AsSpan(r * after.Width, after.Width));
                for (int i = 0; i < count; i++)
                    outputs[(i * rows) + r] = wanted[(i * given) + keptRows[first + r]];
            }
            WideFit.Improve(weights, rows, after.Width, after.HasBias, y, outputs, count);
        }
    }

    /// <summary>By a matrix of all inputs by all inputs.</summary>
    private double[] FitNarrow(Network pruned, Layer layer, IReadOnlySet<int> removed)
    {
        (double[] cross, double[] own) = Moments(pruned, layer, Surgery.Kept(layer.OutUnits, removed));
        LayerMatrix after = new(pruned, layer);
        int n = after.HasBias ? after.Width : after.Inputs;
        double[] damped = LargeMemory.New<double>(n * n);
        for (int i = 0; i < n; i++)
            Array.Copy(own, i * after.Width, damped, i * n, n);
        double[] inverse = SquareMatrix.InvertDamped(damped, n, Ridge);
        Parallel.For(0, after.Rows, r =>
        {
            ReadOnlySpan<double> lack = cross.AsSpan(r * after.Width, n);
            Span<double> row = after.Values.AsSpan(r * after.Width, n);
            for (int i = 0; i < n; i++)
                row[i] += System.Numerics.Tensors.TensorPrimitives.Dot<double>(inverse.AsSpan(i * n, n), lack);
        });
        after.Store(pruned);
        return own;
    }

    /// <summary>
    /// Of what the outputs lack to the original's by the inputs at hand, E[(o - w·x) xᵀ], and of those inputs. The difference is taken for each sample: that of two moments would be
    /// little but their rounding where a layer needs no change, and that makes weights where there are none.
    /// </summary>
    private (double[] Cross, double[] Own) Moments(Network pruned, Layer layer, int[] keptRows)
    {
        (float[] weights, int outputs, int width) = Weights(pruned, layer);
        LayerRows teacher = new(original.Network, layer);
        double[] cross = LargeMemory.New<double>(outputs * width), own = LargeMemory.New<double>(width * width);
        float[] lack = [], product = [], y = [];
        RowBlock before = new(original.Network, layer, SecondMoments.PatchesPerSample), after = new(pruned, layer, SecondMoments.PatchesPerSample);
        double rows = 0;
        int samples = Math.Clamp(OriginalOutputs.MostRead / (teacher.Width * SecondMoments.PatchesPerSample), 1, ChunkSamples);
        for (int start = 0; start < data.Count; start += samples)
        {
            Dataset chunk = data.Range(start, Math.Min(samples, data.Count - start));
            // The two networks may be fed in batches of different size: rows are paired over the whole chunk.
            float[] wanted = originalOutputs.Of(teacher, before, chunk, start);
            int count = reader.Read(pruned, layer, chunk, after, ref y);
            if (lack.Length < count * outputs)
                lack = LargeMemory.New<float>(count * outputs);
            MatrixKernel.Multiply(count, outputs, width, y, width, transposeA: false, weights, width, transposeB: true, lack, outputs, threads: 0);
            for (int sample = 0; sample < count; sample++)
            {
                for (int r = 0; r < outputs; r++)
                    lack[sample * outputs + r] = wanted[sample * teacher.Rows + keptRows[r]] - lack[sample * outputs + r];
            }
            ProductSum.Add(outputs, width, count, lack, y, cross, ref product);
            ProductSum.Add(width, width, count, y, y, own, ref product);
            rows += count;
        }
        System.Numerics.Tensors.TensorPrimitives.Divide(cross, rows, cross);
        System.Numerics.Tensors.TensorPrimitives.Divide(own, rows, own);
        return (cross, own);
    }

    /// <summary>The layer's rows, the bias or 0 last: outputs × (K + 1).</summary>
    private static (float[] Values, int Rows, int Width) Weights(Network network, Layer layer)
    {
        LayerRows rows = new(network, layer);
        float[] values = LargeMemory.New<float>(rows.Rows * rows.Width);
        for (int r = 0; r < rows.Rows; r++)
            rows.Read(r, values.AsSpan(r * rows.Width, rows.Width));
        return (values, rows.Rows, rows.Width);
    }
}
