using NNCompress.Data;
using NNCompress.Engines.Training;
using NNCompress.Models;

namespace NNCompress.Pruning.Lottery;

/// <summary>How much the loss would change to first order if weights, or neurons, left: the mean over mini-batches of |Σ w·∂L/∂w|.</summary>
internal sealed class GradientSaliency : IImportance
{
    private const int BatchSize = 32, Samples = 8192;

    private readonly Dependencies dependencies;
    private readonly Dictionary<string, double[]> ofWeights = [];
    private readonly Dictionary<int, double> ofUnits = [];

    private GradientSaliency(Dependencies dependencies) => this.dependencies = dependencies;

    /// <param name="engine">Differentiates.</param>
    /// <param name="dependencies">Of the network to look at.</param>
    /// <param name="data">Labelled samples.</param>
    /// <param name="options">Loss and seed.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <exception cref="NncException">As for <see cref="ITrainingEngine.Begin"/>.</exception>
    public static GradientSaliency Collect(ITrainingEngine engine, Dependencies dependencies, Dataset data, TrainingOptions options, CancellationToken cancellation)
    {
        GradientSaliency saliency = new(dependencies);
        Dataset sample = data.Sample(Samples, options.Seed);
        int batch = Math.Min(BatchSize, sample.Count);
        using ITrainingRun run = engine.Begin(dependencies.Network, new TrainingSet(sample), options with { BatchSize = batch });
        Dictionary<string, TrainingParameter> parameters = run.Parameters.ToDictionary(p => p.Name);
        Layer[] layers = [.. dependencies.Layers.Where(l => parameters.ContainsKey(l.Weight))];
        for (int start = 0; start + batch <= sample.Count; start += batch)
        {
            cancellation.ThrowIfCancellationRequested();
            run.Differentiate([.. Enumerable.Range(start, batch)]);
            foreach (Layer layer in layers)
                saliency.Add(layer, parameters[layer.Weight]);
        }
        return saliency;
    }

    /// <summary>Of each weight of the tensor, row-major.</summary>
    public double[] Of(string weight) => ofWeights[weight];

    public double[] Score(ChannelGroup group) => Array.ConvertAll(group.Units, unit => ofUnits.GetValueOrDefault(unit));

    public bool[] BelowThreshold(ChannelGroup group, PruningOptions options) => Array.ConvertAll(Score(group), s => s <= options.Threshold);

    private void Add(Layer layer, TrainingParameter parameter)
    {
        ReadOnlySpan<float> values = parameter.Values, gradient = parameter.Gradient;
        if (!ofWeights.TryGetValue(layer.Weight, out double[]? sums))
            ofWeights[layer.Weight] = sums = new double[values.Length];
        int inner = 1;
        for (int i = Math.Max(layer.InAxis, 0) + 1; i < parameter.Shape.Length; i++)
            inner *= parameter.Shape[i];
        Dictionary<int, double> gates = [];
        for (int i = 0; i < values.Length; i++)
        {
            double product = (double)values[i] * gradient[i];
            sums[i] += Math.Abs(product);
            if (layer.InAxis < 0)
                continue;
            int unit = layer.InUnits[i / inner % layer.InUnits.Length];
            gates[unit] = gates.GetValueOrDefault(unit) + product;
        }
        foreach ((int unit, double gate) in gates)
            ofUnits[unit] = ofUnits.GetValueOrDefault(unit) + Math.Abs(gate);
    }
}
