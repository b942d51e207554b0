namespace NNCompress.Compression;

/// <summary>Hands everything on, and keeps the warnings for the report.</summary>
internal sealed class CollectingReporter(IReporter reporter) : IReporter
{
    private readonly List<string> warnings = [];

    public IReadOnlyList<string> Warnings => warnings;

    public void Progress(string stage, double fraction, string? detail = null) => reporter.Progress(stage, fraction, detail);

    public void Info(string message) => reporter.Info(message);

    public void Warning(string code, string? path, string message)
    {
        warnings.Add($"{code}: {message}");
        reporter.Warning(code, path, message);
    }
}
