using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace NNCompress.Reports;

/// <summary>A sweep as JSON, in the form that <see cref="JsonReport"/> has.</summary>
public static class SweepJson
{
    public static string ToJson(SweepReport sweep) => JsonSerializer.Serialize(sweep, ReportJsonContext.Default.SweepReport) + "\n";

    /// <summary>How a row by itself is serialised.</summary>
    internal static JsonTypeInfo<SweepRow> RowType => ReportJsonContext.Default.SweepRow;

    /// <summary>Reads back what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">The text is no such report.</exception>
    public static SweepReport FromJson(string json)
    {
        SweepReport sweep = JsonSerializer.Deserialize(json, ReportJsonContext.Default.SweepReport) ?? throw new JsonException("The report is null.");
        return sweep is { Verb: "sweep", Model: not null, Inputs: not null, Grid: not null, ChosenOn: not null, Rows: not null, Data: not null, Warnings: not null } && sweep.Rows.All(r => r?.Verb is not null)
            ? sweep
            : throw new JsonException("The report is of no sweep.");
    }
}
