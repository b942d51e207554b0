using System.Text.Json;
using NNCompress.Reports;

namespace NNCompress.Compression;

/// <summary>The report of an earlier run, against which a new artifact is held: it may be neither much larger nor much worse.</summary>
/// <param name="Path">Where it was read.</param>
/// <param name="Report">What that run came to.</param>
internal sealed record Baseline(string Path, CompressionReport Report)
{
    /// <summary>Percent by which an artifact may be larger unless told otherwise.</summary>
    public const double DefaultGrowth = 1;

    /// <summary>Points by which its figure may be worse unless told otherwise.</summary>
    public const double DefaultFall = 0.1;

    /// <returns>Null where none was asked for.</returns>
    /// <exception cref="NncException">NNC2161: the file is missing, or no report of a run that made an artifact.</exception>
    public static Baseline? Read(CompressionRequest request)
    {
        if (request.BaselinePath is not { } path)
            return null;
        try
        {
            CompressionReport report = JsonReport.FromJson(File.ReadAllText(path));
            return report.ArtifactBytes is not null ? new Baseline(path, report)
                : throw Bad(path, $"it is of {report.Verb}, which makes no artifact: give a report of compress or encode");
        }
        catch (JsonException e)
        {
            throw Bad(path, $"it is no report that --json wrote: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Bad(path, $"{e.Message} Run once without --baseline and keep what --json writes");
        }
    }

    /// <summary>NNC3003 where the artifact has grown, NNC3004 where its figure has become worse, else null.</summary>
    /// <exception cref="NncException">NNC2161: the two were measured by different metrics.</exception>
    public NncException? Compare(CompressionReport now, CompressionRequest request)
    {
        double growth = 100 * ((double)now.ArtifactBytes!.Value / Report.ArtifactBytes!.Value - 1), most = request.MaxGrowth ?? DefaultGrowth;
        if (growth > most + 1e-9)
        {
            return new NncException("NNC3003", request.ModelPath, FormattableString.Invariant(
                $"the artifact has {now.ArtifactBytes} bytes, {growth:0.0} % more than the {Report.ArtifactBytes} of {Path}; at most {most:0.##} % is allowed. Find what has changed, raise --max-growth, or accept it: write that report anew."));
        }
        if (now.Compressed is not { } after || Report.Compressed is not { } before)
            return null;
        if ((now.Metric ?? "top1") != (Report.Metric ?? "top1"))
            throw Bad(Path, $"it was measured by {Report.Metric ?? "top1"}, this run by {now.Metric ?? "top1"}: use the same --metric");
        double fall = now.Metric switch
        {
            "mse" or "mae" => before.Accuracy > 0 ? 100 * (after.Accuracy / before.Accuracy - 1) : 0,
            "kl" => now.Drop!.Value - Report.Drop!.Value,
            _ => before.Accuracy - after.Accuracy,
        };
        double limit = request.MaxFall ?? DefaultFall;
        return fall <= limit + 1e-9 ? null : new NncException("NNC3004", request.ModelPath, FormattableString.Invariant(
            $"{MetricText.Subject(now.Metric)} is {MetricText.Figure(now.Metric, after.Accuracy)}, {fall:0.00} points worse than the {MetricText.Figure(now.Metric, before.Accuracy)} of {Path}; at most {limit:0.##} is allowed. Find what has changed, raise --max-fall, or accept it: write that report anew."));
    }

    private static NncException Bad(string path, string what) => new("NNC2161", path, $"the baseline cannot be used: {what}.");
}
