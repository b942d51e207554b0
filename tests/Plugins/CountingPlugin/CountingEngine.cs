using CountingParts;
using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Engines.Training;
using NNCompress.Models;

[assembly: EnginePlugin(typeof(CountingPlugin.CountingEngine))]

namespace CountingPlugin;

/// <summary>The built-in engine, which counts its calls and tells by its name what it was given.</summary>
public sealed class CountingEngine(EngineOptions options) : ITrainingEngine, IDisposable
{
    private readonly ManagedEngine inner = new(options.Threads);
    private readonly Tally tally = new();

    public string Name => $"counting {tally.Count} on {options.Device ?? "its own"} with {options.Threads}{(Disposed ? ", disposed" : "")}";

    public bool Disposed { get; private set; }

    public Predictions Evaluate(Network network, Dataset data, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        tally.Add();
        return inner.Evaluate(network, data, progress, cancellation);
    }

    public void Observe(
        Network network, Dataset data, IReadOnlyCollection<string> values, ActivationObserver observer,
        IProgress<double>? progress = null, CancellationToken cancellation = default) => inner.Observe(network, data, values, observer, progress, cancellation);

    public ITrainingRun Begin(Network network, TrainingSet data, TrainingOptions options) => inner.Begin(network, data, options);

    public void Dispose() => Disposed = true;
}
