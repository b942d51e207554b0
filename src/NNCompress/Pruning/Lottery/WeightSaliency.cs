using NNCompress.Data;
using NNCompress.Engines.Training;
using NNCompress.Models;

namespace NNCompress.Pruning.Lottery;

/// <summary>How much the loss would change to first order if a weight left: the mean over mini-batches of |w·∂L/∂w|.</summary>
internal static class WeightSaliency
{
    private const int BatchSize = 32, Samples = 8192;

    /// <param name="engine">Differentiates.</param>
    /// <param name="network">The network to look at.</param>
    /// <param name="tensors">Names of the weights.</param>
    /// <param name="data">Labelled samples.</param>
    /// <param name="options">Loss and seed.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <returns>By tensor, row-major; in units that are the same for all.</returns>
    /// <exception cref="NncException">As for <see cref="ITrainingEngine.Begin"/>.</exception>
    public static Dictionary<string, double[]> Of(
        ITrainingEngine engine, Network network, IReadOnlyCollection<string> tensors, Dataset data, TrainingOptions options, CancellationToken cancellation)
    {
        Dataset sample = data.Sample(Samples, options.Seed);
        int batch = Math.Min(BatchSize, sample.Count);
        using ITrainingRun run = engine.Begin(network, new TrainingSet(sample), options with { BatchSize = batch });
        TrainingParameter[] parameters = [.. run.Parameters.Where(p => tensors.Contains(p.Name))];
        Dictionary<string, double[]> sums = parameters.ToDictionary(p => p.Name, p => new double[p.Values.Length]);
        for (int start = 0; start + batch <= sample.Count; start += batch)
        {
            cancellation.ThrowIfCancellationRequested();
            run.Differentiate([.. Enumerable.Range(start, batch)]);
            foreach (TrainingParameter parameter in parameters)
            {
                ReadOnlySpan<float> values = parameter.Values, gradient = parameter.Gradient;
                double[] sum = sums[parameter.Name];
                for (int i = 0; i < sum.Length; i++)
                    sum[i] += Math.Abs((double)values[i] * gradient[i]);
            }
        }
        return sums;
    }
}
