using System.Text.Json;

namespace NNCompress.Reports;

/// <summary>A report as JSON: camelCase names, invariant numbers, indented by two blanks, line feeds on every platform.</summary>
public static class JsonReport
{
    public static string ToJson(CompressionReport report) =>
        JsonSerializer.Serialize(report, ReportJsonContext.Default.CompressionReport) + "\n";

    /// <summary>Reads back what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">The text is not such a report.</exception>
    public static CompressionReport FromJson(string json) =>
        JsonSerializer.Deserialize(json, ReportJsonContext.Default.CompressionReport) ?? throw new JsonException("The report is null.");

    /// <summary>Writes the file in one atomic step.</summary>
    /// <exception cref="NncException">NNC2003: the file cannot be written.</exception>
    public static void Write(string path, CompressionReport report) => AtomicFile.Write(path, ToJson(report));
}
