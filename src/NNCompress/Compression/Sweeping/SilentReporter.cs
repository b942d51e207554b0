namespace NNCompress.Compression.Sweeping;

/// <summary>For work whose progress is that of the rows.</summary>
/// <param name="warn">Told of warnings; null for nobody.</param>
internal sealed class SilentReporter(Action<string, string?, string>? warn = null) : IReporter
{
    public void Progress(string stage, double fraction, string? detail = null)
    {
    }

    public void Info(string message)
    {
    }

    public void Warning(string code, string? path, string message) => warn?.Invoke(code, path, message);
}
