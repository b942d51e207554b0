using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Engines.Training;
using NNCompress.Models;

[assembly: EnginePlugin(typeof(FailingPlugin.FailingEngine))]

namespace FailingPlugin;

/// <summary>An engine that cannot start; the device says why.</summary>
public sealed class FailingEngine : ITrainingEngine
{
    public FailingEngine(EngineOptions options) => throw options.Device switch
    {
        "native" => new TypeInitializationException("torch", new DllNotFoundException("Unable to load shared library 'LibAbsent'.")),
        "clear" => new NNCompress.NncException("NNC2020", null, "an error of the engine's own."),
        "newer" => new MissingMethodException("NNCompress.Engines.EngineOptions", "get_Precision"),
        _ => new InvalidOperationException("there is no\nsuch device."),
    };

    public string Name => "failing";

    public Predictions Evaluate(Network network, Dataset data, IProgress<double>? progress = null, CancellationToken cancellation = default) => throw new NotSupportedException();

    public void Observe(
        Network network, Dataset data, IReadOnlyCollection<string> values, ActivationObserver observer,
        IProgress<double>? progress = null, CancellationToken cancellation = default) => throw new NotSupportedException();

    public ITrainingRun Begin(Network network, TrainingSet data, TrainingOptions options) => throw new NotSupportedException();
}
