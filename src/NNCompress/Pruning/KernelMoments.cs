using System.Numerics.Tensors;
using NNCompress.Data;
using NNCompress.Engines;

namespace NNCompress.Pruning;

/// <summary>
/// Second moments of what each kernel of a depthwise convolution reads: of its own channel's patch, a constant 1 behind it, at sampled positions. For a
/// convolution in small groups, of its group's channels.
/// </summary>
internal sealed class KernelMoments
{
    private readonly Dictionary<string, LayerMoments> moments = [];

    private KernelMoments()
    {
    }

    /// <summary>A (k + 1)² matrix for each row of the weight, k its elements, row-major, the constant last; kernels of a group share theirs.</summary>
    public double[][] Of(Layer layer) => moments[layer.Weight].Matrices();

    /// <summary>Convolutions whose kernels see a few channels each, which no other kernel outside their group sees.</summary>
    public static IEnumerable<Layer> Layers(Dependencies dependencies) =>
        dependencies.Layers.Where(l => l is { InAxis: < 0, OutAxis: 0, Node.OpType: "Conv" }).GroupBy(l => l.Weight).Where(g => g.Count() == 1).Select(g => g.Single());

    /// <param name="engine">Runs the network.</param>
    /// <param name="dependencies">Of the network.</param>
    /// <param name="data">Its inputs.</param>
    /// <param name="shelf">Where the matrices wait: those of large kernels take many times the memory of their weights.</param>
    /// <param name="mostAtOnce">Numbers in the matrices of the layers that are looked at in one run.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <exception cref="NncException">As for <see cref="IEngine.Observe"/>. NNC2095: what a layer reads is not finite. NNC2003: the temporary folder cannot be written.</exception>
    public static KernelMoments Collect(IEngine engine, Dependencies dependencies, Dataset data, Shelf shelf, long mostAtOnce, CancellationToken cancellation)
    {
        KernelMoments result = new();
        Layer[] layers = [.. Layers(dependencies)];
        for (int from = 0, to; from < layers.Length; from = to)
        {
            List<LayerKernels> read = [];
            long size = 0;
            for (to = from; to < layers.Length; to++)
            {
                LayerKernels kernels = new(dependencies.Network, layers[to]);
                if (read.Count > 0 && size + kernels.Size > mostAtOnce)
                    break;
                size += kernels.Size;
                read.Add(kernels);
            }
            ILookup<string, LayerKernels> readers = read.ToLookup(k => k.Layer.Input);
            engine.Observe(dependencies.Network, data, [.. readers.Select(r => r.Key)], (value, activations, shape) =>
            {
                foreach (LayerKernels kernels in readers[value])
                    kernels.Add(activations, shape);
            }, null, cancellation);
            foreach (LayerKernels kernels in read)
                result.moments[kernels.Layer.Weight] = kernels.Moments(dependencies.Network, shelf);
        }
        return result;
    }

    /// <summary>A layer's groups' matrices, one behind the other.</summary>
    private sealed record LayerMoments(Shelved<double> All, int Rows, int Groups)
    {
        public double[][] Matrices()
        {
            double[] all = All.Values;
            int length = all.Length / Groups;
            double[][] ofGroups = [.. Enumerable.Range(0, Groups).Select(g => all.AsSpan(g * length, length).ToArray())];
            return [.. Enumerable.Range(0, Rows).Select(r => ofGroups[r / (Rows / Groups)])];
        }
    }

    private sealed class LayerKernels(Models.Network network, Layer layer)
    {
        private readonly RowBlock block = new(network, layer, SecondMoments.PatchesPerSample);
        private readonly int rows = network.ShapeOf(layer.Weight)[0];
        private readonly int size = network.LengthOf(layer.Weight) / network.ShapeOf(layer.Weight)[0];
        private readonly int groups = (int)layer.Node.Int("group", 1);
        private double[] sums = [];
        private long count;

        public Layer Layer => layer;

        /// <summary>Numbers in its matrices.</summary>
        public long Size => (long)groups * (size + 1) * (size + 1);

        public void Add(ReadOnlySpan<float> activations, ReadOnlySpan<int> shape)
        {
            if (sums.Length == 0)
                sums = LargeMemory.New<double>(checked((int)Size));
            block.FillInParts(activations, shape, () =>
            {
                Parallel.For(0, groups, AddGroup);
                count += block.Rows;
            });
        }

        public LayerMoments Moments(Models.Network network, Shelf shelf)
        {
            TensorPrimitives.Divide(sums, Math.Max(count, 1), sums);
            if (!sums.All(double.IsFinite))
                throw SecondMoments.NotFinite(network, layer);
            return new LayerMoments(shelf.Put(sums), rows, groups);
        }

        /// <summary>Its patch lies in one run.</summary>
        private void AddGroup(int g)
        {
            int n = size + 1;
            Span<double> sum = sums.AsSpan(g * n * n, n * n);
            double[] x = new double[n];
            x[size] = 1;
            for (int r = 0; r < block.Rows; r++)
            {
                TensorPrimitives.ConvertChecked<float, double>(block.Values.AsSpan((r * block.Width) + (g * size), size), x);
                for (int i = 0; i < n; i++)
                    TensorPrimitives.MultiplyAdd(x, x[i], sum.Slice(i * n, n), sum.Slice(i * n, n));
            }
        }
    }
}
