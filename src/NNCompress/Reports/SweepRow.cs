namespace NNCompress.Reports;

/// <summary>One row of a sweep: the settings and what came of them. Settings that the row does not have are null.</summary>
public sealed record SweepRow
{
    /// <summary>Place in the whole sweep, from 0, whatever the shard.</summary>
    public required int Index { get; init; }

    /// <summary>The verb that does with these settings what the row did: prune, encode or compress.</summary>
    public required string Verb { get; init; }

    /// <summary>How channels are chosen; null where none leave.</summary>
    public string? Method { get; init; }

    /// <summary>Channels whose mean activation is smaller in magnitude than this, and …</summary>
    public double? MeanThreshold { get; init; }

    /// <summary>… whose activation deviates less than this leave.</summary>
    public double? StdThreshold { get; init; }

    /// <summary>Channels of a smaller score leave.</summary>
    public double? Threshold { get; init; }

    /// <summary>Share of the parameters to remove.</summary>
    public double? Ratio { get; init; }

    /// <summary>Quality of weight matrices stored as JPEG, 1 to 100.</summary>
    public int? JpegQuality { get; init; }

    /// <summary>Points that a search may spend.</summary>
    public double? AccuracyBudget { get; init; }

    /// <summary>On the data that judges, in the unit of <see cref="SweepReport.Metric"/>; null where the row failed.</summary>
    public double? Accuracy { get; init; }

    /// <summary>By how many points the row is worse than the original on the data that judges.</summary>
    public double? Drop { get; init; }

    /// <summary>95 % confidence interval of <see cref="Drop"/>, points: [low, high]; null where a program judged.</summary>
    public double[]? DropInterval { get; init; }

    /// <summary>What was expected of it without a look at the data that judges: what rows are chosen by.</summary>
    public SweepEstimate? Expected { get; init; }

    public long? Parameters { get; init; }

    /// <summary>Multiply-accumulates for one sample; null where operators are unknown.</summary>
    public long? Macs { get; init; }

    /// <summary>Of the file that <see cref="Verb"/> would write: ONNX for prune, .nnz for encode and compress.</summary>
    public long? Bytes { get; init; }

    /// <summary>Why there are no figures, with its code; null where there are.</summary>
    public string? Failure { get; init; }

    /// <summary>Whether <see cref="Expected"/> stays within the budget, with the margin that searches keep.</summary>
    public bool Keeps { get; init; }

    /// <summary>Whether no other row is both as small and as good on the data that judges: the rows of the Pareto curve.</summary>
    public bool Front { get; init; }

    /// <summary>What happened on the way, codes first.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
