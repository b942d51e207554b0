using NNCompress;

namespace Zoo;

/// <summary>Tables tell what matters; the first warning about something is in them.</summary>
internal sealed class Silent : IReporter
{
    public void Progress(string stage, double fraction, string? detail = null)
    {
    }

    public void Info(string message)
    {
    }

    public void Warning(string code, string? path, string message)
    {
    }
}
