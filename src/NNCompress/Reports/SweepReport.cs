using System.Text.Json.Serialization;

namespace NNCompress.Reports;

/// <summary>
/// Size against accuracy over settings. Serialised as it stands (camelCase) by <c>sweep --json</c>: nothing in it depends on time, threads, or on whether the rows were made
/// in one run, in several or in shards.
/// </summary>
public sealed record SweepReport
{
    /// <summary>sweep.</summary>
    public string Verb { get; init; } = "sweep";

    /// <summary>The model file.</summary>
    public required string Model { get; init; }

    public required SweepInputs Inputs { get; init; }

    /// <summary>Rows of the whole sweep.</summary>
    public required int Total { get; init; }

    /// <summary>Hash of the settings of all rows, in their order.</summary>
    public required string Grid { get; init; }

    /// <summary>The part that <see cref="Rows"/> are; null for the whole.</summary>
    public SweepShard? Shard { get; init; }

    /// <summary>What was measured, as in <see cref="CompressionReport.Metric"/>.</summary>
    public string? Metric { get; init; }

    /// <summary>The original on the data that judges.</summary>
    public AccuracyFigure? Baseline { get; init; }

    public long OriginalBytes { get; init; }

    public long Parameters { get; init; }

    /// <summary>Multiply-accumulates of the original for one sample; null where operators are unknown.</summary>
    public long? Macs { get; init; }

    /// <summary>Points that the best row may drop.</summary>
    public double Budget { get; init; }

    /// <summary>Whether the sweep fails where no row keeps the budget.</summary>
    public bool Gated { get; init; }

    /// <summary>
    /// What the best row is chosen by: <c>calibration</c> for samples that do not judge, <c>search</c> for what a program says as it searches, <c>judge</c> where a program does not
    /// know the two apart, so that the row was chosen on what judges it.
    /// </summary>
    public required string ChosenOn { get; init; }

    /// <summary>Index of the smallest row that keeps the budget; null where none does, or in a part.</summary>
    public int? Best { get; init; }

    public IReadOnlyList<DataUse> Data { get; init; } = [];

    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>By <see cref="SweepRow.Index"/>; rows that have not been made yet are missing.</summary>
    public IReadOnlyList<SweepRow> Rows { get; init; } = [];

    /// <summary>The row that <see cref="Best"/> names; null for none.</summary>
    [JsonIgnore]
    public SweepRow? BestRow => Best is { } index ? Rows.FirstOrDefault(r => r.Index == index) : null;
}
