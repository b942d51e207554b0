using System.Text.Json;
using System.Text.Json.Serialization;

namespace NNCompress.Reports;

/// <summary>A figure that a run has none of is NaN inside and null in JSON; infinities stay strings.</summary>
internal sealed class NotANumberAsNull : JsonConverter<double>
{
    public override bool HandleNull => true;

    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Null => double.NaN,
        JsonTokenType.String => reader.GetString() switch
        {
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            "NaN" => double.NaN,
            string other => throw new JsonException($"'{other}' is no number."),
            null => double.NaN,
        },
        _ => reader.GetDouble(),
    };

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (double.IsNaN(value))
            writer.WriteNullValue();
        else if (double.IsInfinity(value))
            writer.WriteStringValue(value > 0 ? "Infinity" : "-Infinity");
        else
            writer.WriteNumberValue(value);
    }
}
