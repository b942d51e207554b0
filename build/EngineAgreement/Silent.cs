using NNCompress;

namespace EngineAgreement;

/// <summary>Warnings matter, progress does not.</summary>
internal sealed class Silent : IReporter
{
    public void Progress(string stage, double fraction, string? detail = null)
    {
    }

    public void Info(string message)
    {
    }

    public void Warning(string code, string? path, string message) => Console.Error.WriteLine($"warning {code}: {path}: {message}");
}
