namespace NNCompress.Tests;

/// <summary>Keeps the warnings, lets all else pass.</summary>
internal sealed class QuietReporter : IReporter
{
    public List<string> Warnings { get; } = [];

    public void Progress(string stage, double fraction, string? detail = null)
    {
    }

    public void Info(string message)
    {
    }

    public void Warning(string code, string? path, string message) => Warnings.Add(code);
}
