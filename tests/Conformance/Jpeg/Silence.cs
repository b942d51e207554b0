namespace NNCompress.Conformance.Jpeg;

/// <summary>Tells nobody of anything.</summary>
internal sealed class Silence : IReporter
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
