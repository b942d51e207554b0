using NNCompress.Compression.Metrics;
using NNCompress.Compression.Outside;
using NNCompress.Compression.Sweeping;
using NNCompress.Data;
using NNCompress.Precision;
using NNCompress.Pruning;

namespace NNCompress.Compression;

/// <summary>Everything that can be asked for: the one options record behind the command line, the MSBuild item and the library.</summary>
public sealed record CompressionRequest
{
    /// <summary>The .onnx file; where a verb takes it, an .nnz file or a file of weights (.safetensors, .dat, .pt).</summary>
    public required string ModelPath { get; init; }

    /// <summary>The layers that a file of weights belongs to, as <see cref="Models.Building.Architecture"/> writes them; null where the model has a graph or <see cref="GraphPath"/> names one.</summary>
    public string? Architecture { get; init; }

    /// <summary>An .onnx file with the graph that a file of weights belongs to; null where the model has one or <see cref="Architecture"/> tells it.</summary>
    public string? GraphPath { get; init; }

    /// <summary>Data that judges.</summary>
    public string? DataPath { get; init; }

    /// <summary>Data for statistics and the search; labels optional.</summary>
    public string? CalibrationDataPath { get; init; }

    /// <summary>Training data; calibrates too when nothing else does.</summary>
    public string? TrainDataPath { get; init; }

    public DataOptions DataOptions { get; init; } = new();

    /// <summary>A program that measures in the place of engine and data.</summary>
    public EvaluatorSettings Evaluator { get; init; } = new();

    /// <summary>What is measured on the judging data, and what a budget is in points of; with a program that measures, what candidates are compared by between its calls.</summary>
    public Metric Metric { get; init; }

    /// <summary>evaluate: a network to compare with; null for none.</summary>
    public string? ReferencePath { get; init; }

    /// <summary>Points, percentage points of accuracy, that the metric may drop; null for no gate, but 0.5 for compress without a target size.</summary>
    public double? AccuracyBudget { get; init; }

    /// <summary>The most bytes that the artifact may have; null lets the budget decide.</summary>
    public long? TargetSize { get; init; }

    /// <summary>A report of an earlier run, which the artifact is held to; null for none.</summary>
    public string? BaselinePath { get; init; }

    /// <summary>Percent by which the artifact may be larger than the baseline's; null for 1.</summary>
    public double? MaxGrowth { get; init; }

    /// <summary>Points by which it may be worse than the baseline's; null for 0.1.</summary>
    public double? MaxFall { get; init; }

    public PruningMethod Method { get; init; } = PruningMethod.Auto;

    /// <summary>Share of the parameters to remove, 0 to below 1; null lets thresholds or the search decide.</summary>
    public double? Ratio { get; init; }

    /// <summary>Method activation: a neuron leaves when |mean| is below this …</summary>
    public double? MeanThreshold { get; init; }

    /// <summary>… and its deviation below this.</summary>
    public double? StdThreshold { get; init; }

    /// <summary>Methods magnitude, apoz, taylor, and lottery by bias: a channel leaves when its score is below this.</summary>
    public double? Threshold { get; init; }

    /// <summary>Method magnitude: what is measured.</summary>
    public MagnitudeNorm Norm { get; init; } = MagnitudeNorm.L2;

    /// <summary>Encode weight matrices as JPEG of this quality, 1 to 100; null leaves the choice of coder open.</summary>
    public int? JpegQuality { get; init; }

    /// <summary>What makes JPEG pictures: managed or null for the built-in codec, else the name or path of a plug-in, which reads further image formats too.</summary>
    public string? JpegCodec { get; init; }

    /// <summary>What runs and trains networks: managed or null for the built-in engine, else the name or path of a plug-in.</summary>
    public string? Engine { get; init; }

    /// <summary>Where the engine computes, in its own words; null for its own choice.</summary>
    public string? Device { get; init; }

    /// <summary>How a neuron's weights are seen as a picture; null derives it from the network.</summary>
    public (int Height, int Width)? Matrix { get; init; }

    /// <summary>encode: a fixed quantisation step relative to each tensor's standard deviation; null lets the search decide.</summary>
    public double? Step { get; init; }

    /// <summary>Epochs of training after pruning; 0 for none.</summary>
    public int FineTuneEpochs { get; init; }

    /// <summary>Share of the original network's answers in what fine-tuning learns, the rest being the labels, 0 to 1; null for the usual one.</summary>
    public double? DistilShare { get; init; }

    /// <summary>Whether features of the network's input may leave, through a Gather in front of its first dense layer.</summary>
    public bool PruneInputs { get; init; }

    /// <summary>Method lottery: how tickets are drawn.</summary>
    public LotterySettings Lottery { get; init; } = new();

    /// <summary>A plan written by an earlier run, to be repeated.</summary>
    public string? ReplayPath { get; init; }

    /// <summary>Where to write the plan of this run.</summary>
    public string? PlanPath { get; init; }

    /// <summary>Output file or, ending in a separator, folder; null for the model's folder.</summary>
    public string? OutputPath { get; init; }

    /// <summary>Also write an ONNX file of this precision beside the output; null for none but what the verb writes anyway.</summary>
    public OnnxPrecision? OnnxPrecision { get; init; }

    /// <summary>decode: also write JPEG sections as files into this folder.</summary>
    public string? ExtractPath { get; init; }

    /// <summary>evaluate: where to write the network's outputs for every sample, as .npy; null for nowhere.</summary>
    public string? PredictionsPath { get; init; }

    /// <summary>compress and encode: folder for the C# source of the decoder and of the model's accessor class; null for none.</summary>
    public string? ShimPath { get; init; }

    /// <summary>Namespace of the accessor class; null for the default of the generator.</summary>
    public string? ShimNamespace { get; init; }

    /// <summary>Name of the accessor class; null derives it from the model's file name.</summary>
    public string? ShimClassName { get; init; }

    /// <summary>train: where to keep the network before training; empty for beside the output as NAME.initial.onnx, null for nowhere.</summary>
    public string? InitialPath { get; init; }

    /// <summary>train: draw new weights for an ONNX model's graph instead of going on from its own.</summary>
    public bool Reinitialise { get; init; }

    /// <summary>How to train, where a verb or a method does.</summary>
    public TrainingSettings Training { get; init; } = new();

    /// <summary>Methods l1 and l0: how gates are trained.</summary>
    public GateSettings Gates { get; init; } = new();

    /// <summary>sweep: what it varies.</summary>
    public SweepSettings Sweep { get; init; } = new();

    /// <summary>show: what is drawn.</summary>
    public ShowSettings Show { get; init; } = new();

    /// <summary>Folder in which a search keeps what it has found out, so that the next run of it need not; null for none.</summary>
    public string? TrialCachePath { get; init; }

    /// <summary>Where to write the report as a page; null for nowhere.</summary>
    public string? ReportPath { get; init; }

    /// <summary>The command that repeats the run, for the page to show; null where there was none.</summary>
    public string? Command { get; init; }

    public int Seed { get; init; }

    /// <summary>Threads to use; 0 for one a core. The result does not depend on it.</summary>
    public int Threads { get; init; }
}
