namespace NNCompress.Tests.Engines.Training;

/// <summary>Keeps what was reported; may act on it.</summary>
internal sealed class SilentReporter(Action<double>? onProgress = null) : IReporter
{
    public List<(string Stage, double Fraction, string? Detail)> Told { get; } = [];

    public void Progress(string stage, double fraction, string? detail = null)
    {
        Told.Add((stage, fraction, detail));
        onProgress?.Invoke(fraction);
    }

    public void Info(string message)
    {
    }

    public void Warning(string code, string? path, string message)
    {
    }
}
