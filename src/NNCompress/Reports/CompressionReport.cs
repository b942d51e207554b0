using System.Text.Json.Serialization;
using NNCompress.Engines.Training;

namespace NNCompress.Reports;

/// <summary>What a run did and found. Serialised as it stands (camelCase) by <c>--json</c>; what a verb does not know is null.</summary>
public sealed record CompressionReport
{
    /// <summary>The verb: compress, prune, encode, decode, evaluate, inspect, train, sweep.</summary>
    public required string Verb { get; init; }

    public required string Model { get; init; }

    /// <summary>Files that were written.</summary>
    public IReadOnlyList<string> Outputs { get; init; } = [];

    /// <summary>What was measured: top1, top5, mse, mae, r2, cosine, kl, or evaluator for a program of the user's; null where nothing was.</summary>
    public string? Metric { get; init; }

    public AccuracyFigure? Baseline { get; init; }

    public AccuracyFigure? Compressed { get; init; }

    /// <summary>
    /// By how many points the result is worse than the original, negative where it is better: accuracies, r2 and cosine before minus after; mse and mae the growth in
    /// percent of the original's; kl a hundred times the nats.
    /// </summary>
    public double? Drop { get; init; }

    /// <summary>Half-open 95 % confidence interval of the drop from paired samples, points: [low, high]; null where an outside evaluator judged.</summary>
    public double[]? DropInterval { get; init; }

    /// <summary>The most that <see cref="Drop"/> may be, points.</summary>
    public double? Budget { get; init; }

    public long OriginalBytes { get; init; }

    public long? ArtifactBytes { get; init; }

    /// <summary>originalBytes / artifactBytes.</summary>
    public double? Ratio { get; init; }

    public BeforeAfter? Parameters { get; init; }

    /// <summary>Multiply-accumulates for one sample.</summary>
    public BeforeAfter? Macs { get; init; }

    public string? Method { get; init; }

    public double Seconds { get; init; }

    /// <summary>Verb decode: how fast it went.</summary>
    public DecodeRate? Decoding { get; init; }

    public int Seed { get; init; }

    /// <summary>What judged, what calibrated, and how values were scaled.</summary>
    public IReadOnlyList<DataUse> Data { get; init; } = [];

    /// <summary>The program of the user's that measured; null where none did.</summary>
    public EvaluatorUse? Evaluator { get; init; }

    /// <summary>Epochs of the training that the result comes from; null where nothing was trained.</summary>
    public IReadOnlyList<EpochFigures>? Epochs { get; init; }

    /// <summary>The epoch whose weights the result has: the last one, or with early stopping the best; null where nothing was trained.</summary>
    public int? KeptEpoch { get; init; }

    /// <summary>Method lottery: the dense network and what each round has left of it.</summary>
    public IReadOnlyList<RoundRow>? Rounds { get; init; }

    /// <summary>Verb sweep: its rows. They have a JSON of their own (<see cref="SweepJson"/>) and are no part of this one.</summary>
    [JsonIgnore]
    public SweepReport? Sweep { get; init; }

    /// <summary>ONNX files in the precision that was asked for.</summary>
    public IReadOnlyList<OnnxRow> Onnx { get; init; } = [];

    /// <summary>Verb show: the weights on the sheet, from top to bottom; null for other verbs.</summary>
    public IReadOnlyList<SheetRow>? Sheet { get; init; }

    public IReadOnlyList<TensorRow> Tensors { get; init; } = [];

    public IReadOnlyList<LayerRow> Layers { get; init; } = [];

    public IReadOnlyList<GroupRow> Groups { get; init; } = [];

    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The options that shaped the run, by their command-line names.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();
}
