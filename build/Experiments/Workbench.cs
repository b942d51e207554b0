using System.Collections.Concurrent;
using NNCompress.Compression;
using NNCompress.Pruning;
using NNCompress.Reports;

namespace Experiments;

/// <summary>
/// The commands that the experiments are made of, each with one thread: what is written here as a request could be typed in a shell.
/// Networks that several trials start from are trained once.
/// </summary>
internal sealed class Workbench(string folder, string data)
{
    private readonly ConcurrentDictionary<string, Lazy<string>> shared = new();

    /// <summary>The full set; a smaller one lies beside it after <see cref="IdxCut"/>.</summary>
    public string Data => data;

    /// <summary>A file of this name, made once by <paramref name="make"/>, which is given the path to write.</summary>
    public string Shared(string name, Action<string> make) => shared.GetOrAdd(name, key => new Lazy<string>(() =>
    {
        string path = PathOf(key);
        if (!File.Exists(path))
        {
            string draft = PathOf($"draft-{key}");
            make(draft);
            File.Move(draft, path, overwrite: true);
        }
        return path;
    })).Value;

    public string PathOf(string name)
    {
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, name);
    }

    /// <summary>train: a spec or the shape of an ONNX file, from new weights.</summary>
    public CompressionReport Train(string architecture, string train, string output, int seed, TrainingSettings settings, string? initial = null, CancellationToken cancellation = default) =>
        Checked(new Operations(new Silent()).Train(
            new CompressionRequest
            {
                ModelPath = architecture,
                TrainDataPath = train,
                OutputPath = output,
                InitialPath = initial,
                Reinitialise = File.Exists(architecture),
                Seed = seed,
                Threads = 1,
                Training = settings,
            },
            cancellation));

    /// <summary>prune, with the test half as judge.</summary>
    public CompressionReport Prune(CompressionRequest request, CancellationToken cancellation) =>
        Checked(new Operations(new Silent()).Prune(request with { DataPath = data, Threads = 1 }, cancellation));

    /// <summary>encode, with the test half as judge.</summary>
    public CompressionReport Encode(CompressionRequest request, CancellationToken cancellation) =>
        Checked(new Operations(new Silent()).Encode(request with { DataPath = data, Threads = 1 }, cancellation));

    /// <summary>Percent of the test images that the network gets right.</summary>
    public double Accuracy(string model, CancellationToken cancellation) =>
        Checked(new Operations(new Silent()).Evaluate(new CompressionRequest { ModelPath = model, DataPath = data, Threads = 1 }, cancellation)).Baseline!.Accuracy;

    /// <summary>A report's figures as a trial's.</summary>
    public static TrialResult Result(CompressionReport report) =>
        new(report.Compressed!.Accuracy, 1 - ((double)report.Parameters!.After / report.Parameters.Before), null, 0);

    private static CompressionReport Checked(CompressionResult result) => result.Failure is null ? result.Report : throw result.Failure;
}
