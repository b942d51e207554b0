using System.Globalization;
using NNCompress.Compression;
using NNCompress.Reports;

namespace Experiments;

/// <summary>Each hidden neuron's weights as a JPEG picture, over qualities.</summary>
internal sealed class JpegExperiment(Workbench bench, Setting setting) : IExperiment
{
    private static readonly int[] Qualities = [5, 10, 20, 35, 50, 75, 90];

    public string Name => "jpeg";

    public string Title => "Weight matrices as JPEG";

    public string Measure => "bytes saved";

    public string Explanation =>
        "784-512-10 on Fashion-MNIST: the 28×28 weights of each hidden neuron are stored as JPEG of the quality asked for, the small output layer quantised; nothing is "
        + "removed and nothing trained afterwards. Bytes are those of the whole artifact.";

    public IEnumerable<Trial> Trials(int seed)
    {
        yield return new Trial("whole network", "–", seed, c =>
        {
            string model = Dense(seed, c);
            return new TrialResult(bench.Accuracy(model, c), 0, new FileInfo(model).Length, 0);
        });
        foreach (int quality in Qualities)
            yield return new Trial("JPEG", string.Create(CultureInfo.InvariantCulture, $"quality {quality}"), seed, c => Encode(seed, quality, c));
    }

    private string Dense(int seed, CancellationToken cancellation) => bench.Shared(
        $"dense-512-{seed}.onnx",
        path => bench.Train("mlp:784-512-10", bench.Data, path, seed, DenseNetwork.Settings(setting), cancellation: cancellation));

    private TrialResult Encode(int seed, int quality, CancellationToken cancellation)
    {
        CompressionReport report = bench.Encode(
            new CompressionRequest
            {
                ModelPath = Dense(seed, cancellation),
                TrainDataPath = bench.Data,
                JpegQuality = quality,
                OutputPath = bench.PathOf($"jpeg-{seed}-{quality}.nnz"),
                Seed = seed,
            },
            cancellation);
        return Workbench.Result(report) with { Bytes = report.ArtifactBytes, Removed = 1 - ((double)report.ArtifactBytes!.Value / report.OriginalBytes) };
    }
}
