using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Engines.Managed.Matrices;

namespace NNCompress.Pruning;

/// <summary>
/// Second moments of what each layer reads: G = E[x xᵀ] with a constant 1 appended to x, so that means are part of it. x is a dense
/// layer's input row, or the patch (in × kh × kw, in the order of the kernel's weights) under a convolution's kernel at sampled positions.
/// </summary>
public sealed class SecondMoments
{
    /// <summary>Positions of a picture that are sampled for a convolution.</summary>
    private const int PatchesPerSample = 8;

    private readonly Dictionary<string, double[]> moments = [];

    private SecondMoments()
    {
    }

    /// <summary>The (K + 1) × (K + 1) matrix of the layer with that weight, row-major, the constant last; null for a depthwise layer.</summary>
    public double[]? Of(Layer layer) => moments.GetValueOrDefault(layer.Weight);

    /// <exception cref="NncException">As for <see cref="IEngine.Observe"/>.</exception>
    public static SecondMoments Collect(
        IEngine engine, Dependencies dependencies, Dataset data, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        SecondMoments result = new();
        ILookup<string, LayerInput> inputs = dependencies.Layers.Where(l => l.InAxis >= 0)
            .DistinctBy(l => l.Weight)
            .ToLookup(l => l.Input, l => new LayerInput(dependencies.Network, l));
        engine.Observe(dependencies.Network, data, [.. inputs.Select(i => i.Key)], (value, activations, shape) =>
        {
            foreach (LayerInput input in inputs[value])
                input.Add(activations, shape, PatchesPerSample);
        }, progress, cancellation);
        foreach (LayerInput input in inputs.SelectMany(i => i))
            result.moments[input.Layer.Weight] = input.Moments();
        return result;
    }

    /// <summary>Gathers rows of one layer and adds their outer products.</summary>
    private sealed class LayerInput(Models.Network network, Layer layer)
    {
        private const int BlockRows = 512;
        private readonly PatchSampler sampler = new(network, layer);
        private double[] sum = [];
        private float[] product = [];
        private float[] block = [];
        private int width;
        private int filled;
        private long rows;

        public Layer Layer => layer;

        public void Add(ReadOnlySpan<float> activations, ReadOnlySpan<int> shape, int patches)
        {
            if (sum.Length == 0)
            {
                width = sampler.Width(shape) + 1;
                sum = new double[width * width];
                product = new float[width * width];
                block = new float[BlockRows * width];
            }
            int count = sampler.RowsIn(shape, patches);
            for (int row = 0; row < count; row++)
            {
                Span<float> target = block.AsSpan(filled * width, width);
                sampler.Read(activations, shape, row, patches, target[..^1]);
                target[^1] = 1;
                if (++filled == BlockRows)
                    Flush();
            }
        }

        public double[] Moments()
        {
            Flush();
            for (int i = 0; i < sum.Length; i++)
                sum[i] /= Math.Max(rows, 1);
            return sum;
        }

        private void Flush()
        {
            if (filled == 0)
                return;
            MatrixKernel.Multiply(width, width, filled, block, width, transposeA: true, block, width, transposeB: false, product, width, threads: 0);
            for (int i = 0; i < sum.Length; i++)
                sum[i] += product[i];
            rows += filled;
            filled = 0;
        }
    }
}
