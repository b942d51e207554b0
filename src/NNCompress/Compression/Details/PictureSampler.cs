using NNCompress.Coding;
using NNCompress.Models;
using NNCompress.Pruning;
using NNCompress.Reports.Pictures;

namespace NNCompress.Compression.Details;

/// <summary>Pictures of a few weights of a few layers, before and after: the same work and size whatever the network.</summary>
/// <param name="dependencies">Of the network before.</param>
/// <param name="removed">Units that left.</param>
/// <param name="result">The network after.</param>
/// <param name="asked">The size of a dense neuron's picture; null for what the graph tells.</param>
internal sealed class PictureSampler(Dependencies dependencies, IReadOnlySet<int> removed, Network result, (int Height, int Width)? asked)
{
    private const int MostSets = 10, MostKept = 16, MostLeft = 8;

    /// <summary>Pixels of pictures; of more, every second, third … row and column.</summary>
    private const int NeuronPixels = 64 * 64, MatrixPixels = 320 * 320;

    /// <summary>The longest side of one.</summary>
    private const int LongestSide = 1024;

    /// <summary>A matrix's picture has every eighth level: noise in more would fill the page.</summary>
    private const int Coarse = 8;

    /// <summary>Fewest inputs of a dense layer that are taken for a square picture where the graph does not say what they are.</summary>
    private const int FewestOfSquare = 64;

    /// <summary>Weights that a picture's scale is the largest of, of a matrix: but for this share, which would leave the others pale.</summary>
    private const double Outliers = 0.002;

    /// <summary>Elements, 64 MB of floats.</summary>
    private const int MostHeld = 1 << 24;

    private readonly Network network = dependencies.Network;

    /// <summary>The pictures, and of how many weights there could be some.</summary>
    public (IReadOnlyList<PictureSet> Sets, int Count) Sample(CancellationToken cancellation)
    {
        Layer[] layers = [.. dependencies.Layers.DistinctBy(l => l.Weight).Where(IsMatrix)];
        List<PictureSet> sets = [];
        foreach (int i in Spread(layers.Length, MostSets))
        {
            cancellation.ThrowIfCancellationRequested();
            sets.Add(Set(layers[i]));
        }
        return (sets, layers.Length);
    }

    private bool IsMatrix(Layer layer) => network.IsConstant(layer.Weight) && network.IsFloat(layer.Weight) && layer.OutAxis is 0 or 1 && network.ShapeOf(layer.Weight) is { Length: >= 2 } shape && shape.All(d => d > 0);

    private PictureSet Set(Layer layer)
    {
        int[] shape = network.ShapeOf(layer.Weight);
        (int Height, int Width)? view = layer.IsConvolution ? null : View(layer, shape[1 - layer.OutAxis]);
        KeptPlaces? places = KeptPlaces.Of(dependencies, removed, layer.Weight, result);
        bool neurons = view is not null || shape[2..].Any(d => d > 1);
        NeuronLayout layout = neurons ? new NeuronLayout(shape, layer.OutAxis, view) : NeuronLayout.Whole(shape);
        Pair weights = new(Held(network.Stored(layer.Weight)), places is null ? null : Held(result.Stored(layer.Weight)), places, layout);
        return neurons ? Neurons(layer, layout, weights) : Matrix(layer, layout, weights);
    }

    private PictureSet Neurons(Layer layer, NeuronLayout layout, Pair weights)
    {
        int step = Step(layout, NeuronPixels);
        int[] all = [.. Enumerable.Range(0, layout.Count)];
        int[] kept = [.. all.Where(o => !removed.Contains(layer.OutUnits[o]))], left = [.. all.Where(o => removed.Contains(layer.OutUnits[o]))];
        List<PicturePair> pairs = [];
        foreach (int neuron in Spread(kept.Length, MostKept).Select(i => kept[i]).Concat(Spread(left.Length, MostLeft).Select(i => left[i])))
        {
            float[] before = weights.Before(neuron, step);
            float[]? after = removed.Contains(layer.OutUnits[neuron]) ? null : weights.After(neuron, step);
            (int height, int width) = Sampled(layout, step);
            float largest = before.Select(Math.Abs).Max();
            pairs.Add(new PicturePair(
                $"{neuron}{(removed.Contains(layer.OutUnits[neuron]) ? " left" : "")}", WeightPicture.Of(before, width, height, largest), after is null ? null : WeightPicture.Of(after, width, height, largest)));
        }
        string what = layer.IsConvolution ? "kernels" : "neurons", some = step == 1 ? "" : $"; of {step} rows and columns one";
        string note = $"{Math.Min(kept.Length, MostKept)} of the {kept.Length} {what} that stay{(left.Length > 0 ? $" and {Math.Min(left.Length, MostLeft)} of the {left.Length} that left" : "")}, {layout.Height} × {layout.Width} weights each{some}";
        return new PictureSet(layer.Weight, note, false, pairs);
    }

    private static PictureSet Matrix(Layer layer, NeuronLayout layout, Pair weights)
    {
        int step = Step(layout, MatrixPixels);
        (int height, int width) = Sampled(layout, step);
        float[] before = weights.Before(0, step);
        float[]? after = weights.After(0, step);
        float largest = Largest(before);
        string rows = layer.OutAxis == 0 ? "neurons are rows, their inputs columns" : "inputs are rows, neurons columns";
        string note = $"{layout.Height} × {layout.Width} weights: {rows}{(step == 1 ? "" : $"; of {step} rows and columns one")}";
        return new PictureSet(layer.Weight, note, true, [new PicturePair("", WeightPicture.Of(before, width, height, largest).InSteps(Coarse), after is null ? null : WeightPicture.Of(after, width, height, largest).InSteps(Coarse))]);
    }

    /// <summary>What the user says, else what was flattened, else a square of the network's own inputs.</summary>
    private (int Height, int Width)? View(Layer layer, int inputs)
    {
        if (asked is { } size && (long)size.Height * size.Width == inputs)
            return asked;
        if (PictureViews.Of(network, layer) is { } view)
            return view;
        int side = (int)Math.Sqrt(inputs);
        return side * side == inputs && inputs >= FewestOfSquare && JpegLayers.ReadsInput(network, layer) ? (side, side) : null;
    }

    /// <summary>In memory where it is not great: what is coded would else be decoded again whenever memory is tidied.</summary>
    public static StoredWeights Held(StoredWeights weights) => weights.Length <= MostHeld ? new StoredWeights(weights.Load()) : weights;

    private static float Largest(float[] weights)
    {
        float[] sizes = [.. weights.Where(float.IsFinite).Select(Math.Abs).Order()];
        return sizes.Length == 0 ? 0 : sizes[(int)((sizes.Length - 1) * (1 - Outliers))];
    }

    private static int Step(NeuronLayout layout, int pixels)
    {
        int step = 1;
        while ((Math.Max(layout.Height, layout.Width) + step - 1) / step > LongestSide || Sampled(layout, step) is var (height, width) && (long)height * width > pixels)
            step++;
        return step;
    }

    private static (int Height, int Width) Sampled(NeuronLayout layout, int step) => ((layout.Height + step - 1) / step, (layout.Width + step - 1) / step);

    /// <summary>At most so many numbers below <paramref name="count"/>, at even distances, the first and the last among them.</summary>
    private static IEnumerable<int> Spread(int count, int most) =>
        count <= most ? Enumerable.Range(0, count) : Enumerable.Range(0, most).Select(i => (int)((long)i * (count - 1) / (most - 1)));

    /// <summary>One tensor before and after, at the same places.</summary>
    private sealed class Pair(StoredWeights before, StoredWeights? after, KeptPlaces? places, NeuronLayout layout)
    {
        private readonly WeightReader own = new(before, layout.Run);
        private readonly WeightReader? decoded = after is null ? null : new WeightReader(after, layout.Run);

        public float[] Before(int neuron, int step) => Read(neuron, step, own.At);

        public float[]? After(int neuron, int step) => decoded is null ? null : Read(neuron, step, index => places!.Of(index) is >= 0 and long place ? decoded.At(place) : float.NaN);

        private float[] Read(int neuron, int step, Func<long, float> at)
        {
            (int height, int width) = Sampled(layout, step);
            float[] weights = new float[height * width];
            for (int i = 0; i < weights.Length; i++)
                weights[i] = at(layout.IndexOf(neuron, i / width * step, i % width * step));
            return weights;
        }
    }
}
