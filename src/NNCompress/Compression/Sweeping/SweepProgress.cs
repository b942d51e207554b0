namespace NNCompress.Compression.Sweeping;

/// <summary>Tells how many rows are done and how long the rest may take. Rows may be made on several threads.</summary>
/// <param name="reporter">Told.</param>
/// <param name="total">Rows to make, those of earlier runs included.</param>
/// <param name="before">Rows of earlier runs.</param>
/// <param name="clock">Time since some moment.</param>
internal sealed class SweepProgress(IReporter reporter, int total, int before, Func<TimeSpan> clock)
{
    public const string StageName = "sweep";

    private readonly Lock gate = new();
    private readonly TimeSpan start = clock();
    private int made;

    /// <summary>A row is at this.</summary>
    public void At(string what)
    {
        lock (gate)
            Tell(what);
    }

    /// <summary>A row is done.</summary>
    public void Done(string what)
    {
        lock (gate)
        {
            made++;
            Tell(what);
        }
    }

    /// <summary>Hands a warning on.</summary>
    public void Warn(string code, string? path, string message)
    {
        lock (gate)
            reporter.Warning(code, path, message);
    }

    private void Tell(string what)
    {
        int done = before + made;
        string left = made == 0 || done == total ? "" : $", {Duration((clock() - start) / made * (total - done))} left";
        reporter.Progress(StageName, (double)done / total, $"{done} of {total} rows, {what}{left}");
    }

    private static string Duration(TimeSpan time) => time.TotalHours >= 1 ? FormattableString.Invariant($"{time.TotalHours:0.0} h")
        : time.TotalMinutes >= 1 ? FormattableString.Invariant($"{time.TotalMinutes:0} min")
        : FormattableString.Invariant($"{Math.Ceiling(time.TotalSeconds):0} s");
}
