using NNCompress.Compression.Metrics;
using NNCompress.Data;
using NNCompress.Models;
using NNCompress.Precision;
using NNCompress.Reports;

namespace NNCompress.Compression;

/// <summary>The ONNX file that <c>--onnx-precision</c> asks for beside a verb's own output. What is judged is read back from its bytes where one file holds them.</summary>
internal sealed class OnnxOutput
{
    /// <summary>More samples than this hardly move a scale.</summary>
    private const int CalibrationSamples = 4000;

    private readonly Network network;
    private readonly long longest;

    private OnnxOutput(OnnxPrecision precision, string path, Network network, long longest)
    {
        (this.network, this.longest, Path) = (network, longest, path);
        Row = new OnnxRow(path, precision.ToString().ToLowerInvariant(), network.StoredBytes);
    }

    public string Path { get; }

    /// <summary>For the report; grows by what <see cref="Judge"/> finds.</summary>
    public OnnxRow Row { get; private set; }

    /// <summary>Before the work begins: null where no file is asked for, else its path.</summary>
    /// <param name="request">Names the precision.</param>
    /// <param name="main">The verb's own output.</param>
    /// <param name="written">What the verb writes in 32 bits already, and need not be written again; null where it writes no ONNX file.</param>
    public static string? PathOf(CompressionRequest request, string main, string? written) => request.OnnxPrecision switch
    {
        null => null,
        OnnxPrecision.Fp32 => written ?? OutputPaths.OnnxBeside(main),
        OnnxPrecision precision => OutputPaths.OnnxBeside(main, precision),
    };

    /// <summary>
    /// Makes the file's content. In 16 and 32 bits it is the network as it was stored; 8-bit integers are made from the network as it was before, so that
    /// nothing is rounded twice.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="path">As of <see cref="PathOf"/>; null makes nothing.</param>
    /// <param name="stored">What a decoder makes of the main output.</param>
    /// <param name="network">The network before storage coding.</param>
    /// <param name="calibration">For the scales of activations.</param>
    /// <exception cref="NncException">NNC1080: integers without calibration data. NNC2110–2113: the network cannot be computed in integers.</exception>
    public static OnnxOutput? Make(RunContext run, string? path, Network stored, Network network, Dataset? calibration)
    {
        if (path is null || run.Request.OnnxPrecision is not { } precision)
            return null;
        Network made = precision switch
        {
            OnnxPrecision.Fp32 => stored,
            OnnxPrecision.Fp16 => HalfNetwork.Of(stored),
            _ => IntegerNetwork.Of(run.Engine, network, Data(run, calibration), new Stage(run.Reporter, "calibrate"), run.Cancellation),
        };
        return new OnnxOutput(precision, path, made, run.LongestOnnx);
    }

    /// <summary>Integers need data to calibrate with: looked at before any time is spent.</summary>
    /// <exception cref="NncException">NNC1080: there is none.</exception>
    public static void Check(CompressionRequest request, Dataset? calibration)
    {
        if (NeedsData(request) && calibration is null)
            throw new NncException("NNC1080", request.ModelPath, "--onnx-precision int8 finds the scales of activations on data: give --calibration-data or --train-data (labels are not needed), or --data.");
    }

    public static bool NeedsData(CompressionRequest request) => request.OnnxPrecision == OnnxPrecision.Int8;

    /// <summary>Judges the file's content; <see cref="Row"/> tells the result.</summary>
    /// <param name="run">The run.</param>
    /// <param name="judge">Who judges.</param>
    /// <param name="budget">Points; null for no gate.</param>
    /// <returns>NNC3001 where the budget is exceeded.</returns>
    public NncException? Judge(RunContext run, IJudge judge, double? budget)
    {
        // As a reader sees it, where one array holds it.
        Network read = network.StoredBytes <= longest ? OnnxFile.Parse(network.ToBytes(), Path) : network;
        Verdict verdict = judge.Judge(read, $"judge {Row.Precision}");
        Row = Row with { Accuracy = verdict.Now, Drop = verdict.Drop, DropInterval = verdict.Interval };
        return run.Gate(System.IO.Path.GetFileName(Path), judge, verdict, budget);
    }

    /// <returns>The paths of what was written.</returns>
    /// <exception cref="NncException">As for <see cref="OnnxFile.Save(Network, string)"/>.</exception>
    public IReadOnlyList<string> Write() => OnnxFile.Save(network, Path, longest);

    private static Dataset Data(RunContext run, Dataset? calibration)
    {
        Check(run.Request, calibration);
        return calibration!.Sample(CalibrationSamples, run.Request.Seed + 4);
    }
}
