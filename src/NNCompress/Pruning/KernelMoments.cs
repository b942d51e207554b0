using NNCompress.Data;
using NNCompress.Engines;

namespace NNCompress.Pruning;

/// <summary>
/// Second moments of what each kernel of a depthwise convolution reads: of its own channel's patch, a constant 1 behind it, at sampled positions. For a
/// convolution in small groups, of its group's channels.
/// </summary>
internal sealed class KernelMoments
{
    private readonly Dictionary<string, double[][]> moments = [];

    private KernelMoments()
    {
    }

    /// <summary>A (k + 1)² matrix for each row of the weight, k its elements, row-major, the constant last.</summary>
    public double[][] Of(Layer layer) => moments[layer.Weight];

    /// <summary>Convolutions whose kernels see a few channels each, which no other kernel outside their group sees.</summary>
    public static IEnumerable<Layer> Layers(Dependencies dependencies) =>
        dependencies.Layers.Where(l => l is { InAxis: < 0, OutAxis: 0, Node.OpType: "Conv" }).GroupBy(l => l.Weight).Where(g => g.Count() == 1).Select(g => g.Single());

    /// <exception cref="NncException">As for <see cref="IEngine.Observe"/>. NNC2095: what a layer reads is not finite.</exception>
    public static KernelMoments Collect(IEngine engine, Dependencies dependencies, Dataset data, CancellationToken cancellation)
    {
        KernelMoments result = new();
        ILookup<string, LayerKernels> readers = Layers(dependencies).ToLookup(l => l.Input, l => new LayerKernels(dependencies.Network, l));
        if (readers.Count == 0)
            return result;
        engine.Observe(dependencies.Network, data, [.. readers.Select(r => r.Key)], (value, activations, shape) =>
        {
            foreach (LayerKernels kernels in readers[value])
                kernels.Add(activations, shape);
        }, null, cancellation);
        foreach (LayerKernels kernels in readers.SelectMany(r => r))
        {
            double[][] own = kernels.Moments();
            if (!own.All(m => m.All(double.IsFinite)))
                throw SecondMoments.NotFinite(dependencies.Network, kernels.Layer);
            result.moments[kernels.Layer.Weight] = own;
        }
        return result;
    }

    private sealed class LayerKernels(Models.Network network, Layer layer)
    {
        private readonly RowBlock block = new(network, layer, SecondMoments.PatchesPerSample);
        private readonly int rows = network.Constant(layer.Weight)!.Shape[0];
        private readonly int size = network.Constant(layer.Weight)!.Length / network.Constant(layer.Weight)!.Shape[0];
        private readonly int groups = (int)layer.Node.Int("group", 1);
        private double[][] sums = [];
        private long count;

        public Layer Layer => layer;

        public void Add(ReadOnlySpan<float> activations, ReadOnlySpan<int> shape)
        {
            block.Fill(activations, shape);
            if (sums.Length == 0)
                sums = [.. Enumerable.Range(0, groups).Select(_ => new double[(size + 1) * (size + 1)])];
            // Each group's patch lies in one run.
            Parallel.For(0, groups, g =>
            {
                double[] sum = sums[g], x = new double[size + 1];
                x[size] = 1;
                for (int r = 0; r < block.Rows; r++)
                {
                    for (int i = 0; i < size; i++)
                        x[i] = block.Values[(r * block.Width) + (g * size) + i];
                    for (int i = 0; i <= size; i++)
                        System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(x, x[i], sum.AsSpan(i * (size + 1), size + 1), sum.AsSpan(i * (size + 1), size + 1));
                }
            });
            count += block.Rows;
        }

        public double[][] Moments()
        {
            foreach (double[] sum in sums)
                System.Numerics.Tensors.TensorPrimitives.Divide(sum, Math.Max(count, 1), sum);
            return [.. Enumerable.Range(0, rows).Select(r => sums[r / (rows / groups)])];
        }
    }
}
