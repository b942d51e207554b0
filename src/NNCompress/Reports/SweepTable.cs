using System.Globalization;

namespace NNCompress.Reports;

/// <summary>A sweep as a table of words: a column for each axis, the figures, and which row is the best.</summary>
public static class SweepTable
{
    // Settings as they are told in a sentence, and as a column.
    private static readonly (string Name, string Heading, Func<SweepRow, string?> Value)[] Axes =
    [
        ("mean below", ">mean threshold", r => Number(r.MeanThreshold)),
        ("deviation below", ">deviation threshold", r => Number(r.StdThreshold)),
        ("threshold", ">threshold", r => Number(r.Threshold)),
        ("ratio", ">ratio", r => Number(r.Ratio)),
        ("quality", ">quality", r => Number(r.JpegQuality)),
        ("budget", ">budget", r => Number(r.AccuracyBudget)),
    ];

    /// <summary>What distinguishes a row, for example <c>activation, mean below 0.1, deviation below 0.4</c>.</summary>
    public static string Settings(SweepRow row) =>
        string.Join(", ", new[] { row.Method }.Concat(Axes.Select(a => a.Value(row) is { } value ? $"{a.Name} {value}" : null)).OfType<string>());

    /// <summary>
    /// Headings, '&gt;' before those of columns that are aligned to the right, then rows: the original, and those of the sweep. Columns may be empty. '!' stands behind drops that
    /// cannot be expected to stay within the budget.
    /// </summary>
    public static (string[] Headings, IReadOnlyList<string[]> Rows) Of(SweepReport sweep)
    {
        bool methods = sweep.Rows.Select(r => r.Method).Distinct().Count() > 1, cut = sweep.Rows.Any(r => r.Parameters != sweep.Parameters);
        string[] headings = ["", "method", .. Axes.Select(a => a.Heading), $">{MetricText.Subject(sweep.Metric)}", ">drop", ">95 % interval", ">expected drop", ">parameters", ">change", ">MACs", ">bytes"];
        List<string[]> rows =
        [
            [
                "original", "", .. Axes.Select(_ => ""), sweep.Baseline is { } original ? MetricText.Figure(sweep.Metric, original.Accuracy) : "", "", "", "",
                cut ? Count(sweep.Parameters) : "", "", cut ? Count(sweep.Macs) : "", Count(sweep.OriginalBytes),
            ],
        ];
        foreach (SweepRow row in sweep.Rows)
        {
            rows.Add(
            [
                row.Index == sweep.Best ? "best" : row.Failure is { } failure ? failure.Split(':')[0] : row.Front ? "curve" : "",
                methods ? row.Method ?? "" : "", .. Axes.Select(a => a.Value(row) ?? ""),
                row.Accuracy is { } accuracy ? MetricText.Figure(sweep.Metric, accuracy) : "", Points(row.Drop),
                row.DropInterval is [double low, double high] ? $"{Points(low)}…{Points(high)}" : "",
                row.Expected is { } expected ? $"{Points(expected.Drop)}{(row.Keeps ? "" : "!")}" : "",
                cut ? Count(row.Parameters) : "", cut && row.Parameters is { } parameters && sweep.Parameters > 0 ? Change(sweep.Parameters, parameters) : "",
                cut ? Count(row.Macs) : "", Count(row.Bytes),
            ]);
        }
        return (headings, rows);
    }

    private static string? Number(double? value) => value?.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Count(long? value) => value?.ToString("N0", CultureInfo.InvariantCulture) ?? "";

    private static string Points(double? value) => value?.ToString("F2", CultureInfo.InvariantCulture) ?? "";

    private static string Change(long before, long after) => string.Create(CultureInfo.InvariantCulture, $"{100.0 * (after - before) / before:+0.0;-0.0;0.0} %");
}
