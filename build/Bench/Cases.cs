using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Engines.Training;
using NNCompress.Models;

namespace NNCompress.Bench;

/// <summary>The sample networks in evaluation and training, and networks that experiments use.</summary>
internal static class Cases
{
    // The peer's names.
    private static readonly (string Name, string File)[] Samples =
        [("mlp-300-150", "fashion-mlp-300-150"), ("mlp-512", "fashion-mlp-512"), ("lenet", "fashion-lenet")];

    /// <summary>What the peer does too, network after network.</summary>
    public static IEnumerable<Case> Shared(int threads)
    {
        foreach ((string name, string file) in Samples)
        {
            yield return Forward(name, Load(file), threads);
            foreach (int batch in new[] { 64, 256 })
                yield return Train(name, Load(file), threads, batch, new TrainingOptions { Optimiser = OptimiserKind.Sgd, Momentum = 0 });
        }
    }

    /// <summary>Training with Adam, as experiments do.</summary>
    public static IEnumerable<Case> Own(int threads)
    {
        TrainingOptions adam = new();
        yield return Train("mlp-300-150", Load("fashion-mlp-300-150"), threads, 64, adam, " Adam");
        yield return Train("conv 16-16-32-32-128", PaddedConvolutions.Build(norms: false), threads, 32, adam, " Adam");
        yield return Train("conv 16-16-32-32-128", PaddedConvolutions.Build(norms: false), threads, 64, adam, " Adam");
        yield return Train("conv 16-16-32-32-128 with norms", PaddedConvolutions.Build(norms: true), threads, 64, adam, " Adam");
    }

    private static Network Load(string file) => OnnxFile.Load(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", "..", "samples", "models", $"{file}.onnx"));

    private static Case Forward(string name, Network network, int threads)
    {
        // From a data set of ten times the peer's batch, with all that evaluation takes: planning, copies, the gathered scores.
        Dataset data = Pixels(2_560);
        ManagedEngine engine = new(threads);
        return new Case(name, false, 256, () => engine.Evaluate(network, data), data.Count);
    }

    private static Case Train(string name, Network network, int threads, int batch, TrainingOptions options, string note = "")
    {
        // Ends with the process.
        ITrainingRun run = new ManagedEngine(threads).Begin(network, new TrainingSet(Pixels(batch)), options with { BatchSize = batch });
        int[] samples = [.. Enumerable.Range(0, batch)];
        return new Case(name, true, batch, () => run.Step(samples, 1e-3), batch, note);
    }

    private static Dataset Pixels(int count)
    {
        Random random = new(1);
        float[] pixels = [.. Enumerable.Range(0, count * 784).Select(_ => random.NextSingle())];
        return new Dataset("random", [28, 28], pixels, [.. Enumerable.Range(0, count).Select(_ => random.Next(10))], new Scaling(1, [], []));
    }
}
