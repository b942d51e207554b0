using System.Diagnostics;
using System.Globalization;

namespace NNCompress.Tool.Output;

/// <summary>Progress as lines: one when a stage first begins, else at most one in <see cref="Pause"/>.</summary>
/// <param name="diagnostics">Where lines go.</param>
/// <param name="quiet">True for warnings only.</param>
/// <param name="clock">Time since some moment; null for the system's.</param>
internal sealed class PlainReporter(Diagnostics diagnostics, bool quiet, Func<TimeSpan>? clock = null) : IReporter
{
    internal static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly Func<TimeSpan> now = clock ?? (() => Stopwatch.GetElapsedTime(0));
    private readonly HashSet<string> begun = [];
    private TimeSpan last;

    public void Progress(string stage, double fraction, string? detail = null)
    {
        TimeSpan time = now();
        if (quiet || (!begun.Add(stage) && time - last < Pause))
            return;
        last = time;
        string share = fraction > 0 ? string.Create(CultureInfo.InvariantCulture, $" {100 * Math.Clamp(fraction, 0, 1):F0} %") : "";
        diagnostics.Line($"{stage}{share}{(string.IsNullOrEmpty(detail) ? "" : $", {detail}")}");
    }

    public void Info(string message)
    {
        if (!quiet)
            diagnostics.Line(message);
    }

    public void Warning(string code, string? path, string message) => diagnostics.Warning(code, path, message);
}
