using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;

namespace NNCompress.Precision;

/// <summary>Finds the scale of each activation that becomes bytes, from what the network computes on calibration data.</summary>
internal static class ActivationCalibration
{
    /// <param name="engine">Runs the network.</param>
    /// <param name="network">In floats.</param>
    /// <param name="values">Names of the activations.</param>
    /// <param name="data">Needs no labels.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="NncException">As of <see cref="IEngine.Observe"/>. NNC2113: an activation is not finite.</exception>
    public static IReadOnlyDictionary<string, ActivationScale> Run(
        IEngine engine, Network network, IReadOnlyCollection<string> values, Dataset data, IProgress<double>? progress, CancellationToken cancellation)
    {
        // Bytes have one that stands for 0: padding is exact.
        Dictionary<string, (float Low, float High)> ranges = values.ToDictionary(v => v, _ => (0f, 0f));
        engine.Observe(network, data, values, (name, content, _) =>
        {
            (float low, float high) = ranges[name];
            foreach (float value in content)
            {
                if (!float.IsFinite(value))
                    throw new NncException("NNC2113", network.Path, $"activation '{name}' is {value} on a sample of '{data.Source}', and 8-bit integers have no such number: repair the network, or write --onnx-precision fp16.");
                low = Math.Min(low, value);
                high = Math.Max(high, value);
            }
            ranges[name] = (low, high);
        }, null, cancellation);
        progress?.Report(0.5);
        Dictionary<string, ValueHistogram> histograms = ranges.Where(r => r.Value.High > r.Value.Low).ToDictionary(r => r.Key, r => new ValueHistogram(r.Value.Low, r.Value.High));
        engine.Observe(network, data, values, (name, content, _) => histograms.GetValueOrDefault(name)?.Add(content), null, cancellation);
        progress?.Report(1);
        return values.ToDictionary(v => v, v => histograms.GetValueOrDefault(v)?.Best() ?? new ActivationScale(1, 0));
    }
}
