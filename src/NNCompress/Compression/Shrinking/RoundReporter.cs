namespace NNCompress.Compression.Shrinking;

/// <summary>Tells a round's training under the round's number, with what has been reached.</summary>
/// <param name="reporter">Told.</param>
/// <param name="number">0 for the round that fine-tunes.</param>
/// <param name="best">Bytes of the best candidate so far.</param>
internal sealed class RoundReporter(IReporter reporter, int number, long? best) : IReporter
{
    private readonly string name = number == 0 ? "fine-tune" : FormattableString.Invariant($"round {number} of at most {ShrinkSettings.MostRounds}");

    public void Progress(string stage, double fraction, string? detail = null)
    {
        string? held = best is null ? null : FormattableString.Invariant($"best {best:N0} bytes");
        reporter.Progress(name, fraction, held is null ? detail : detail is null ? held : $"{held}; {detail}");
    }

    public void Info(string message) => reporter.Info(message);

    public void Warning(string code, string? path, string message) => reporter.Warning(code, path, message);
}
