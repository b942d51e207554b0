using System.Globalization;

namespace NNCompress.Compression;

/// <summary>Hands everything on, keeps the warnings for the report, and tells what a search does step by step as details of the search.</summary>
internal sealed class CollectingReporter(IReporter reporter) : IReporter
{
    /// <summary>What a search does over and over: each by itself would be a stage a hundred times.</summary>
    private static readonly HashSet<string> Steps = ["statistics", "samples", "moments", "sensitivity", "removal", "refit", "encode"];

    private readonly List<string> warnings = [];
    private (double Fraction, string? Detail)? search;

    public IReadOnlyList<string> Warnings => warnings;

    public void Progress(string stage, double fraction, string? detail = null)
    {
        if (search is { } under && Steps.Contains(stage))
        {
            string step = string.Create(CultureInfo.InvariantCulture, $"{stage} {100 * fraction:F0} %");
            reporter.Progress(BudgetSearch.StageName, under.Fraction, under.Detail is null ? step : $"{under.Detail}; {step}");
            return;
        }
        search = stage == BudgetSearch.StageName ? (fraction, detail) : null;
        reporter.Progress(stage, fraction, detail);
    }

    public void Info(string message) => reporter.Info(message);

    public void Warning(string code, string? path, string message)
    {
        warnings.Add($"{code}: {message}");
        reporter.Warning(code, path, message);
    }
}
