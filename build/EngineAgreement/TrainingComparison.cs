using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Engines.Training;
using NNCompress.Models;
using NNCompress.Models.Building;

namespace EngineAgreement;

/// <summary>The same training on an engine: the same initial weights, order of samples and options.</summary>
internal static class TrainingComparison
{
    /// <summary>What this process has had of all processors so far: other programs beside it do not count.</summary>
    public static double ProcessorSeconds => Environment.CpuUsage.TotalTime.TotalSeconds;

    /// <returns>Percent of the test samples that are right after all epochs, and processor seconds of training.</returns>
    public static (double Accuracy, double Seconds) Run(ITrainingEngine engine, string architecture, Dataset train, Dataset test, int epochs, int seed)
    {
        Network network = Architecture.Parse(architecture).Build(seed);
        double start = ProcessorSeconds;
        new Trainer(engine, new Silent()).Train(network, new TrainingSet(train), null, new TrainingOptions { Epochs = epochs, Seed = seed });
        double seconds = ProcessorSeconds - start;
        return (Accuracy(engine, network, test), seconds);
    }

    public static double Accuracy(IEngine engine, Network network, Dataset data)
    {
        Predictions predictions = engine.Evaluate(network, data);
        return 100.0 * Enumerable.Range(0, data.Count).Count(i => predictions.Class(i) == data.Labels![i]) / data.Count;
    }
}
