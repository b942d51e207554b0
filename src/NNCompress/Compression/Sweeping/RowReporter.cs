namespace NNCompress.Compression.Sweeping;

/// <summary>What goes on within one row: its stages belong to the sweep's progress, its warnings to the row.</summary>
/// <param name="progress">Of the sweep.</param>
/// <param name="row">The row's settings in words.</param>
internal sealed class RowReporter(SweepProgress progress, string row) : IReporter
{
    private readonly List<string> warnings = [];
    private string? stage;

    public IReadOnlyList<string> Warnings => warnings;

    public void Progress(string stage, double fraction, string? detail = null)
    {
        if (stage == this.stage)
            return;
        this.stage = stage;
        progress.At($"{row}: {stage}");
    }

    public void Info(string message)
    {
    }

    public void Warning(string code, string? path, string message) => warnings.Add($"{code}: {message}");
}
