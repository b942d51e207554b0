using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Numerics;

namespace NNCompress.Pruning;

/// <summary>
/// Second moments of what each layer reads: G = E[x xᵀ] with a constant 1 appended to x, so that means are part of it. x is a dense
/// layer's input row, or the patch (in × kh × kw, in the order of the kernel's weights) under a convolution's kernel at sampled positions.
/// Of a wide layer only the blocks along the diagonal are kept (<see cref="InputBlocks"/>).
/// </summary>
public sealed class SecondMoments
{
    /// <summary>Positions of a picture that are sampled for a convolution.</summary>
    internal const int PatchesPerSample = 8;

    private readonly Dictionary<string, Shelved<double>> moments = [];
    private readonly Dictionary<string, ShelvedBlocks> coactivity = [];

    private SecondMoments()
    {
    }

    /// <summary>
    /// The (K + 1) × (K + 1) matrix of the layer with that weight, row-major, the constant last, or those of its <see cref="InputBlocks"/> one behind the other; null for a
    /// convolution in groups, or a transposed one.
    /// </summary>
    public double[]? Of(Layer layer) => moments.GetValueOrDefault(layer.Weight)?.Values;

    /// <summary>Lets a layer's moments go: a network's are as large as its weights, or larger.</summary>
    internal void Release(Layer layer) => moments.Remove(layer.Weight);

    /// <summary>
    /// How often two of the layer's input channels are both not zero, C × C; null for layers that read the network's input, and depthwise ones.
    /// </summary>
    public DiagonalBlocks? Coactivity(Layer layer) => CoactivityRows(layer)?.Values;

    /// <summary>The same, to be read row by row.</summary>
    internal ShelvedBlocks? CoactivityRows(Layer layer) => coactivity.GetValueOrDefault(layer.Weight);

    /// <exception cref="NncException">As for <see cref="IEngine.Observe"/>.</exception>
    public static SecondMoments Collect(
        IEngine engine, Dependencies dependencies, Dataset data, IProgress<double>? progress = null, CancellationToken cancellation = default) =>
        Collect(engine, dependencies, data, null, coactive: true, Shelf.Unbounded(), progress, cancellation, MomentBudget.MostMoments);

    /// <param name="engine">Runs the network.</param>
    /// <param name="dependencies">Of the network.</param>
    /// <param name="data">Its inputs.</param>
    /// <param name="only">Weights of the layers to look at; null for all.</param>
    /// <param name="coactive">Whether to see how often channels are active together.</param>
    /// <param name="shelf">Where the matrices wait: a deep network's take many times the memory of its weights.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <param name="mostAtOnce">Numbers in the matrices of the layers that are looked at in one run.</param>
    /// <exception cref="NncException">As for <see cref="IEngine.Observe"/>. NNC2003: the temporary folder cannot be written.</exception>
    internal static SecondMoments Collect(
        IEngine engine, Dependencies dependencies, Dataset data, IReadOnlySet<string>? only, bool coactive, Shelf shelf, IProgress<double>? progress, CancellationToken cancellation, long mostAtOnce)
    {
        SecondMoments result = new();
        LayerInput[] layers = [.. dependencies.Layers.Where(l => l.IsMatrix && only?.Contains(l.Weight) != false).DistinctBy(l => l.Weight).Select(l => new LayerInput(dependencies.Network, l, coactive))];
        Scratch scratch = new();
        for (int from = 0, to; from < layers.Length; from = to)
        {
            long size = layers[from].Size;
            for (to = from + 1; to < layers.Length && size + layers[to].Size <= mostAtOnce; to++)
                size += layers[to].Size;
            result.Add(engine, dependencies, data, layers[from..to], scratch, shelf, from == 0 && to == layers.Length ? progress : null, cancellation);
            Array.Clear(layers, from, to - from);
            progress?.Report((double)to / layers.Length);
        }
        return result;
    }

    private void Add(IEngine engine, Dependencies dependencies, Dataset data, LayerInput[] layers, Scratch scratch, Shelf shelf, IProgress<double>? progress, CancellationToken cancellation)
    {
        ILookup<string, LayerInput> inputs = layers.ToLookup(l => l.Layer.Input);
        engine.Observe(dependencies.Network, data, [.. inputs.Select(i => i.Key)], (value, activations, shape) =>
        {
            foreach (LayerInput input in inputs[value])
                input.Add(activations, shape, scratch);
        }, progress, cancellation);
        foreach (LayerInput input in layers)
        {
            double[] m = input.Moments();
            if (!m.All(double.IsFinite))
                throw NotFinite(dependencies.Network, input.Layer);
            moments[input.Layer.Weight] = shelf.Put(m);
            if (input.Coactivity is { } both)
                coactivity[input.Layer.Weight] = new ShelvedBlocks(both.Shares(), shelf);
        }
    }

    internal static NncException NotFinite(Models.Network network, Layer layer) =>
        new("NNC2095", network.Path, $"the values that {layer.Node} reads are not finite on the calibration data: check the weights before it, and the data.");

    /// <summary>Adds the outer products of one layer's rows.</summary>
    private sealed class LayerInput(Models.Network network, Layer layer, bool coactive)
    {
        private readonly RowBlock block = new(network, layer, PatchesPerSample);
        private readonly InputBlocks blocks = LayerBlocks.Of(network, layer);
        private readonly bool coactive = coactive && network.Inputs.All(i => i.Name != layer.Input);
        private double[] sum = [];
        private long rows;

        public Layer Layer => layer;

        /// <summary>Numbers in its matrices.</summary>
        public long Size => blocks.Size + (coactive ? DiagonalBlocks.Numbers(layer.InUnits.Length) : 0);

        public Coactivity? Coactivity { get; private set; }

        /// <param name="activations">One batch.</param>
        /// <param name="shape">Its shape.</param>
        /// <param name="scratch">Shared by all layers.</param>
        public void Add(ReadOnlySpan<float> activations, ReadOnlySpan<int> shape, Scratch scratch)
        {
            block.Fill(activations, shape);
            if (sum.Length == 0)
            {
                sum = LargeMemory.New<double>(blocks.Size);
                Coactivity = coactive ? new Coactivity(layer.InUnits.Length) : null;
            }
            LayerBlocks.Add(blocks, block.Values, block.Rows, sum, ref scratch.Product);
            Coactivity?.Add(block, ref scratch.Product, ref scratch.Active);
            rows += block.Rows;
        }

        public double[] Moments()
        {
            for (int i = 0; i < sum.Length; i++)
                sum[i] /= Math.Max(rows, 1);
            return sum;
        }
    }

    /// <summary>Work space; grows to what the widest layer needs.</summary>
    private sealed class Scratch
    {
        public float[] Product = [];
        public float[] Active = [];
    }
}
