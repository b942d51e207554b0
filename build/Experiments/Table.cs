using System.Globalization;
using System.Text;

namespace Experiments;

/// <summary>Summaries as Markdown.</summary>
internal static class Table
{
    /// <param name="summaries">A row each, in the given order.</param>
    /// <param name="baseline">Accuracy that the drop is counted from, percent.</param>
    /// <param name="measure">What the share is of.</param>
    public static string Write(IReadOnlyList<Summary> summaries, double baseline, string measure)
    {
        bool bytes = summaries.Any(s => s.Bytes is not null);
        StringBuilder text = new();
        text.Append($"| method | asked for | {measure} | accuracy | change |{(bytes ? " .nnz bytes |" : "")}\n");
        text.Append($"| --- | --- | ---: | ---: | ---: |{(bytes ? " ---: |" : "")}\n");
        foreach (Summary s in summaries)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {s.Series} | {s.Point} | {100 * s.Removed:f1} % | {s.Accuracy} | {s.Mean - baseline:+0.00;−0.00;0.00} |");
            if (bytes)
                text.Append(CultureInfo.InvariantCulture, $" {s.Bytes:N0} |");
            text.Append('\n');
        }
        return text.ToString();
    }
}
