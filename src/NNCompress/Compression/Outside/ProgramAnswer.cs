using System.Globalization;
using System.Text.Json;

namespace NNCompress.Compression.Outside;

/// <summary>Reads what a program said last: a number, or a JSON object with one under <c>accuracy</c> or <c>score</c>.</summary>
internal static class ProgramAnswer
{
    private static readonly string[] Fields = ["accuracy", "score"];

    /// <param name="line">The last line that is not empty.</param>
    /// <returns>The figure; null where the line has none, or one that is not finite.</returns>
    public static double? Figure(string line)
    {
        if (double.TryParse(line.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
            return double.IsFinite(number) ? number : null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return null;
            foreach (string field in Fields)
            {
                if (document.RootElement.TryGetProperty(field, out JsonElement value))
                    return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double figure) && double.IsFinite(figure) ? figure : null;
            }
        }
        catch (JsonException)
        {
            // No JSON either.
        }
        return null;
    }
}
