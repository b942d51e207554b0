using NNCompress.Data;
using NNCompress.Engines;

namespace NNCompress.Pruning;

/// <summary>Mean, deviation and zeros of every channel that some layer reads.</summary>
public sealed class ActivationStatistics
{
    private readonly Dictionary<int, Sums> sums = [];
    private readonly Dictionary<string, (double[] Sums, long Count)> values = [];

    private ActivationStatistics()
    {
    }

    /// <summary>The statistics of a unit, or null where no layer reads it.</summary>
    public UnitStatistics? Of(int unit) => sums.GetValueOrDefault(unit)?.Statistics;

    /// <summary>The mean of each channel of what the layer reads, in the order of that value's axis; a unit may own several. Null where nothing was seen.</summary>
    public double[]? MeansOf(Layer layer) => values.TryGetValue(layer.Input, out (double[] Sums, long Count) value) ? Array.ConvertAll(value.Sums, s => s / value.Count) : null;

    /// <exception cref="NncException">As for <see cref="IEngine.Observe"/>.</exception>
    public static ActivationStatistics Collect(
        IEngine engine, Dependencies dependencies, Dataset data, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ActivationStatistics statistics = new();
        Dictionary<string, Layer> readers = [];
        foreach (Layer layer in dependencies.Layers)
        {
            if (layer.InAxis >= 0)
                readers.TryAdd(layer.Input, layer);
        }
        // Each unit is measured at its first reader.
        Dictionary<int, string> at = [];
        foreach ((string value, Layer layer) in readers)
        {
            foreach (int unit in layer.InUnits)
                at.TryAdd(unit, value);
        }
        engine.Observe(dependencies.Network, data, readers.Keys, (value, activations, shape) =>
        {
            Layer layer = readers[value];
            int axis = layer.IsConvolution ? 1 : shape.Length - 1;
            int inner = 1;
            for (int i = axis + 1; i < shape.Length; i++)
                inner *= shape[i];
            int channels = shape[axis];
            (double[] own, long seen) = statistics.values.GetValueOrDefault(value, (new double[channels], 0));
            statistics.values[value] = (own, seen + (activations.Length / channels));
            for (int start = 0, channel = 0; start < activations.Length; start += inner, channel = (channel + 1) % channels)
            {
                own[channel] += Sum(activations.Slice(start, inner));
                int unit = layer.InUnits[channel % layer.InUnits.Length];
                if (at[unit] == value)
                    statistics.Get(unit).Add(activations.Slice(start, inner));
            }
        }, progress, cancellation);
        return statistics;
    }

    private static double Sum(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values)
            sum += value;
        return sum;
    }

    private Sums Get(int unit)
    {
        if (!sums.TryGetValue(unit, out Sums? s))
            sums[unit] = s = new Sums();
        return s;
    }

    private sealed class Sums
    {
        private double sum;
        private double squares;
        private long zeros;
        private long count;

        public UnitStatistics Statistics
        {
            get
            {
                double mean = sum / count;
                return new UnitStatistics(mean, Math.Sqrt(Math.Max(0, squares / count - mean * mean)), (double)zeros / count);
            }
        }

        public void Add(ReadOnlySpan<float> values)
        {
            foreach (float value in values)
            {
                sum += value;
                squares += (double)value * value;
                zeros += value == 0 ? 1 : 0;
            }
            count += values.Length;
        }
    }
}
