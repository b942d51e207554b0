using NNCompress.Data;

namespace NNCompress.Reports;

/// <summary>What a run did and found. Serialised as it stands (camelCase) by <c>--json</c>; what a verb does not know is null.</summary>
public sealed record CompressionReport
{
    /// <summary>The verb: compress, prune, encode, decode, evaluate, inspect.</summary>
    public required string Verb { get; init; }

    public required string Model { get; init; }

    /// <summary>Files that were written.</summary>
    public IReadOnlyList<string> Outputs { get; init; } = [];

    public AccuracyFigure? Baseline { get; init; }

    public AccuracyFigure? Compressed { get; init; }

    /// <summary>Baseline minus compressed accuracy, percentage points; negative where it rose.</summary>
    public double? Drop { get; init; }

    /// <summary>Half-open 95 % confidence interval of the drop from paired samples, percentage points: [low, high].</summary>
    public double[]? DropInterval { get; init; }

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

    public int Seed { get; init; }

    /// <summary>What judged, what calibrated, and how values were scaled.</summary>
    public IReadOnlyList<DataUse> Data { get; init; } = [];

    public IReadOnlyList<TensorRow> Tensors { get; init; } = [];

    public IReadOnlyList<LayerRow> Layers { get; init; } = [];

    public IReadOnlyList<GroupRow> Groups { get; init; } = [];

    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The options that shaped the run, by their command-line names.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();
}

/// <param name="Accuracy">Percent of the samples whose class is right.</param>
/// <param name="Samples">How many samples.</param>
public sealed record AccuracyFigure(double Accuracy, int Samples);

/// <summary>A count before and after.</summary>
public sealed record BeforeAfter(long Before, long After);

/// <param name="Role">judge, calibration, search.</param>
/// <param name="Source">Path.</param>
/// <param name="Samples">How many samples.</param>
/// <param name="Scaling">What was done to the stored values.</param>
/// <param name="Note">For example that the data was split by seed.</param>
public sealed record DataUse(string Role, string Source, int Samples, Scaling Scaling, string? Note = null);

/// <param name="Name">Tensor name.</param>
/// <param name="Shape">Shape in the output.</param>
/// <param name="OriginalShape">Shape in the input.</param>
/// <param name="Coder">raw, half, quantised, jpegPerNeuron, jpegTiled; null for ONNX output.</param>
/// <param name="Bytes">Bytes in the artifact.</param>
/// <param name="BitsPerWeight">8 × bytes / elements.</param>
/// <param name="Step">Quantisation step.</param>
/// <param name="Quality">JPEG quality.</param>
public sealed record TensorRow(
    string Name, int[] Shape, int[] OriginalShape, string? Coder, long Bytes, double BitsPerWeight, double? Step = null, int? Quality = null);

/// <param name="Node">Node name.</param>
/// <param name="Operator">ONNX operator.</param>
/// <param name="OutputShape">For a batch of one.</param>
/// <param name="Parameters">Elements of its constants.</param>
/// <param name="Macs">Multiply-accumulates for one sample.</param>
public sealed record LayerRow(string Node, string Operator, int[] OutputShape, long Parameters, long Macs);

/// <param name="Name">The group's name: its first producer.</param>
/// <param name="Before">Channels before.</param>
/// <param name="After">Channels after.</param>
/// <param name="Locked">Why it may not be pruned, or null.</param>
/// <param name="Members">The tensor axes that the channels occupy.</param>
public sealed record GroupRow(string Name, int Before, int After, string? Locked, IReadOnlyList<string> Members);
