using NNCompress.Compression;
using NNCompress.Compression.Sweeping;
using NNCompress.Pruning;
using NNCompress.Reports;
using NNCompress.Tests.Data;

namespace NNCompress.Tests.Compression.Sweeping;

/// <summary>Sweeps over the synthetic problem, with files of their own.</summary>
internal sealed class SweepProblem : IDisposable
{
    private readonly DataFiles files = new();

    public SweepProblem()
    {
        Request = new CompressionRequest
        {
            ModelPath = files.Write("net.onnx", SyntheticProblem.Network().ToBytes()),
            DataPath = files.Write("judge.npz", SyntheticProblem.ToNpz(SyntheticProblem.Data(600, seed: 21, noise: 1.2f))),
            CalibrationDataPath = files.Write("calibration.npz", SyntheticProblem.ToNpz(SyntheticProblem.Data(800, seed: 22, noise: 1.2f))),
            Method = PruningMethod.Activation,
            Threads = 1,
        };
    }

    public CompressionRequest Request { get; }

    public QuietReporter Reporter { get; } = new();

    public void Dispose() => files.Dispose();

    public string At(string name) => Path.Combine(files.Folder, name);

    public string Write(string name, byte[] content) => files.Write(name, content);

    /// <summary>The request with other axes and, where one is named, a file for its rows.</summary>
    public CompressionRequest With(Func<SweepSettings, SweepSettings> axes, string? rows = null, PruningMethod method = PruningMethod.Auto) =>
        Request with { Method = method, Sweep = axes(new SweepSettings { RowsPath = rows is null ? null : At(rows) }) };

    public SweepReport Sweep(CompressionRequest request) => Run(request).Report.Sweep!;

    public CompressionResult Run(CompressionRequest request) => new Operations(Reporter).Sweep(request, CancellationToken.None);

    /// <summary>Joins files into another.</summary>
    public CompressionResult Merge(string output, params string[] parts) =>
        Run(new CompressionRequest { ModelPath = At(parts[0]), Sweep = new SweepSettings { Parts = [.. parts.Select(At)], RowsPath = At(output) } });

    public NncException Fails(CompressionRequest request) => Assert.Throws<NncException>(() => Run(request));
}
