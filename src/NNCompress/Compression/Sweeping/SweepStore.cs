using System.Text.Json;
using NNCompress.Reports;

namespace NNCompress.Compression.Sweeping;

/// <summary>The rows of a sweep as they are made, and the file in which they survive a run that is cut off. Rows may come from several threads.</summary>
internal sealed class SweepStore
{
    /// <summary>The file is not written more often.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly string? path;
    private readonly SweepReport head;
    private readonly Func<TimeSpan> clock;
    private readonly SortedDictionary<int, SweepRow> rows = [];
    private TimeSpan saved;
    private bool unsaved;

    /// <param name="path">The file; null for none.</param>
    /// <param name="head">The sweep without rows.</param>
    /// <param name="clock">Time since some moment.</param>
    public SweepStore(string? path, SweepReport head, Func<TimeSpan> clock) => (this.path, this.head, this.clock, saved) = (path, head, clock, clock());

    /// <summary>The sweep with the rows that there are.</summary>
    public SweepReport Report
    {
        get
        {
            lock (gate)
                return head with { Rows = [.. rows.Values] };
        }
    }

    public bool Has(int index) => rows.ContainsKey(index);

    /// <summary>Takes from the file what an earlier run has found for the same inputs; rows that failed are made again.</summary>
    /// <param name="wanted">The rows of this run, without figures.</param>
    /// <param name="reporter">Told what was found.</param>
    public void Resume(IReadOnlyList<SweepRow> wanted, IReporter reporter)
    {
        if (path is null || !File.Exists(path))
            return;
        SweepReport earlier;
        try
        {
            earlier = SweepJson.FromJson(File.ReadAllText(path));
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            reporter.Info($"{path} holds no rows of a sweep: all rows are made, and it is written anew");
            return;
        }
        if (SweepMerge.Difference(earlier, head) is { } difference)
        {
            reporter.Info($"{path} has rows of {difference}: they are dropped, and all rows are made anew");
            return;
        }
        Dictionary<string, SweepRow> known = [];
        foreach (SweepRow row in earlier.Rows.Where(r => r.Failure is null && SweepMerge.IsWhole(r)))
            known[SweepSetting.KeyOf(row)] = row;
        foreach (SweepRow row in wanted)
        {
            if (known.TryGetValue(SweepSetting.KeyOf(row), out SweepRow? found))
                rows[row.Index] = found with { Index = row.Index, Keeps = false, Front = false };
        }
        if (rows.Count > 0)
            reporter.Info($"{rows.Count} of {wanted.Count} rows were found in {path}");
    }

    public void Add(SweepRow row)
    {
        lock (gate)
        {
            (rows[row.Index], unsaved) = (row, true);
            if (clock() - saved >= Pause)
                Save();
        }
    }

    /// <summary>Writes what has not been written; how many rows the file has, 0 without one.</summary>
    /// <exception cref="NncException">NNC2003: the file cannot be written.</exception>
    public int Save()
    {
        lock (gate)
        {
            if (path is null)
                return 0;
            if (unsaved)
                AtomicFile.Write(path, SweepJson.ToJson(head with { Rows = [.. rows.Values] }));
            (saved, unsaved) = (clock(), false);
            return rows.Count;
        }
    }
}
