using NNCompress.Data;
using NNCompress.Engines.Managed;
using NNCompress.Engines.Managed.Matrices;
using NNCompress.Engines.Managed.Training;
using NNCompress.Engines.Training;
using NNCompress.Models;

namespace NNCompress.Engines;

/// <summary>The default engine: no native code, the processor's vectors, one worker a thread.</summary>
/// <param name="threads">Threads that share the batches of a run; 0 for one a processor. Results do not depend on it.</param>
public sealed class ManagedEngine(int threads = 0) : ITrainingEngine
{
    private readonly int threads = threads > 0 ? threads : Environment.ProcessorCount;

    public string Name => "managed";

    /// <summary>Vector width of matrix products.</summary>
    internal SimdPath Path { get; init; } = SimdPath.Auto;

    /// <inheritdoc/>
    public Predictions Evaluate(Network network, Dataset data, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        string output = network.Outputs[0].Name;
        Plan plan = Planner.Plan(network, data, [output], Path);
        PlanValue value = plan.Values[output];
        if (value.Shape.Length == 0 || value.Shape[0] != plan.Batch)
            throw new NncException("NNC2021", network.Path, $"output '{output}' has shape [{string.Join(',', value.Shape)}] for {plan.Batch} samples: its first dimension must be the batch.");
        int width = value.Storage.Length / plan.Batch;
        if (width == 0 || (long)width * data.Count > Array.MaxLength)
            throw new NncException("NNC2021", network.Path, $"output '{output}' has {width} values a sample, which {data.Count} samples cannot have: use less data.");
        float[] scores = new float[width * data.Count];
        Batches batches = new(plan, data, progress, cancellation);
        batches.Run(Math.Min(threads, batches.Count), (worker, batch) =>
        {
            Span<float> rows = scores.AsSpan(batch * plan.Batch * width);
            ReadOnlySpan<float> result = worker.Value(value);
            result[..Math.Min(rows.Length, result.Length)].CopyTo(rows);
        });
        LargeMemory.Leave(network.StoredBytes);
        return new Predictions(scores, width) { SampleShape = [.. value.Shape.Skip(1)] };
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A name is that of no input or computed value.</exception>
    public void Observe(
        Network network, Dataset data, IReadOnlyCollection<string> values, ActivationObserver observer,
        IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        Plan plan = Planner.Plan(network, data, values, Path);
        Batches batches = new(plan, data, progress, cancellation);
        batches.RunInOrder(Math.Min(threads, batches.Count), (worker, batch) =>
        {
            int samples = Math.Min(plan.Batch, data.Count - (batch * plan.Batch));
            foreach (string name in values)
            {
                PlanValue value = plan.Values[name];
                int[] shape = [.. value.Shape];
                ReadOnlySpan<float> content = worker.Value(value);
                if (samples < plan.Batch)
                {
                    // The rest of the last batch is filling.
                    if (shape.Length == 0 || shape[0] % plan.Batch != 0)
                        throw new NncException("NNC2021", network.Path, $"value '{name}' has shape [{string.Join(',', shape)}] for {plan.Batch} samples: its first dimension must be the batch to observe it.");
                    shape[0] = shape[0] / plan.Batch * samples;
                    content = content[..(content.Length / plan.Batch * samples)];
                }
                observer(name, content, shape);
            }
        });
        LargeMemory.Leave(network.StoredBytes);
    }

    /// <inheritdoc/>
    public ITrainingRun Begin(Network network, TrainingSet data, TrainingOptions options) => new ManagedTrainingRun(network, data, options, threads, Path);
}
