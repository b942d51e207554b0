using System.Text.Json.Serialization;

namespace NNCompress.Reports;

/// <summary>Serialisation generated at compile time: no reflection. NaN, a figure that there is none of, becomes null; infinities, which JSON lacks, become strings.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    Converters = [typeof(NotANumberAsNull)],
    WriteIndented = true,
    IndentSize = 2,
    NewLine = "\n")]
[JsonSerializable(typeof(CompressionReport))]
[JsonSerializable(typeof(SweepReport))]
internal sealed partial class ReportJsonContext : JsonSerializerContext;
