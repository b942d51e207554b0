namespace NNCompress.Pruning.Lottery;

/// <summary>A reporter that tells nothing: parts of a round are too short to be told apart.</summary>
internal sealed class Silence : IReporter
{
    public static readonly Silence Reporter = new();

    private Silence()
    {
    }

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
