using System.Text.Json;
using NNCompress.Reports;

namespace NNCompress.Compression.Sweeping;

/// <summary>Joins the parts of a sweep: what comes out is what one run would have written.</summary>
internal static class SweepMerge
{
    private const long LongestPart = 1L << 28;

    /// <exception cref="NncException">NNC2150: the file is missing, or no part of a sweep.</exception>
    public static SweepReport Read(string path)
    {
        SweepReport part;
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > LongestPart } file)
                throw Bad(path, $"it has {file.Length} bytes, and at most {LongestPart} are read");
            part = SweepJson.FromJson(File.ReadAllText(path));
        }
        catch (JsonException e)
        {
            throw Bad(path, $"it is nothing that sweep --json wrote: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Bad(path, e.Message);
        }
        if (part.Shard is { } shard && (shard.Count < 1 || shard.Number < 1 || shard.Number > shard.Count))
            throw Bad(path, $"it says to be shard {shard}");
        SweepRow? strange = part.Rows.FirstOrDefault(r => r.Index < 0 || r.Index >= part.Total || part.Shard?.Has(r.Index) == false || !IsWhole(r));
        return strange is null ? part : throw Bad(path, $"row {strange.Index} of {part.Total} has no place in it, or lacks its figures");
    }

    /// <summary>Whether a row has either figures or the reason why not.</summary>
    public static bool IsWhole(SweepRow row) => row.Failure is not null || row is { Accuracy: not null, Drop: not null, Bytes: not null, Parameters: not null };

    /// <summary>What two sweeps differ in, in words; null where rows of one may stand in the other.</summary>
    public static string? Difference(SweepReport sweep, SweepReport other) =>
        sweep.Inputs.Version != other.Inputs.Version ? "another version of the tool"
        : sweep.Inputs.Model != other.Inputs.Model ? "another model"
        : sweep.Inputs.Data != other.Inputs.Data ? "other data, or the same drawn otherwise"
        : sweep.Inputs.Options != other.Inputs.Options || sweep.ChosenOn != other.ChosenOn || sweep.Metric != other.Metric ? "other options"
        : null;

    /// <param name="parts">Files and what is in them.</param>
    /// <param name="budget">Points that the best row may drop, in the place of what the parts say; null for that.</param>
    /// <exception cref="NncException">NNC2151: a part of other inputs. NNC2152: rows are missing. NNC2153: two parts have the same row with other figures.</exception>
    public static SweepReport Join(IReadOnlyList<(string Path, SweepReport Report)> parts, double? budget)
    {
        // By their own order, whatever that of the arguments.
        (string Path, SweepReport Report)[] ordered = [.. parts.OrderBy(p => p.Report.Shard?.Count ?? 0).ThenBy(p => p.Report.Shard?.Number ?? 0)];
        (string firstPath, SweepReport first) = ordered[0];
        SortedDictionary<int, (SweepRow Row, string Path)> rows = [];
        foreach ((string path, SweepReport part) in ordered)
        {
            string? difference = Difference(part, first)
                ?? (part.Grid != first.Grid || part.Total != first.Total ? "a sweep over other settings"
                : budget is null && (part.Budget != first.Budget || part.Gated != first.Gated) ? FormattableString.Invariant($"another budget, {part.Budget:0.###} points in the place of {first.Budget:0.###}") : null);
            if (difference is not null)
                throw new NncException("NNC2151", path, $"the part is not of the same sweep as {firstPath}, but of {difference}: make all parts by the same command, only --shard and outputs apart.");
            foreach (SweepRow row in part.Rows.Select(Bare))
            {
                if (!rows.TryGetValue(row.Index, out (SweepRow Row, string Path) there))
                    rows[row.Index] = (row, path);
                else if (Text(there.Row) != Text(row))
                    throw new NncException("NNC2153", path, $"row {row.Index} ({SweepTable.Settings(row)}) is in {there.Path} too, with other figures: leave one of the two parts out, the one that was not made as it should.");
            }
        }
        Complete(rows.Keys, [.. ordered.Select(p => p.Report)], first);
        SweepReport whole = first with
        {
            Shard = null,
            Rows = [.. rows.Values.Select(r => r.Row)],
            Warnings = [.. ordered.SelectMany(p => p.Report.Warnings).Distinct()],
        };
        return SweepChoice.Made(budget is { } points ? whole with { Budget = points, Gated = true } : whole);
    }

    private static void Complete(IReadOnlyCollection<int> there, IReadOnlyList<SweepReport> parts, SweepReport first)
    {
        if (there.Count == first.Total)
            return;
        int[] missing = [.. Enumerable.Range(0, first.Total).Except(there)];
        string which = $"{missing.Length} of {first.Total} rows are in no part, row {missing[0]} first";
        if (parts.All(p => p.Shard is not null && p.Shard.Count == first.Shard!.Count))
        {
            HashSet<int> given = [.. parts.Select(p => p.Shard!.Number)];
            int[] shards = [.. missing.Select(i => (i % first.Shard!.Count) + 1).Distinct().Order()];
            which += $": of {first.Shard!.Count} shards {string.Join(", ", shards.Select(s => $"{s} {(given.Contains(s) ? "is unfinished" : "is missing")}"))}";
        }
        throw new NncException("NNC2152", first.Model, $"{which}. Run what is missing, and give all parts.");
    }

    /// <summary>Without what depends on the other rows.</summary>
    private static SweepRow Bare(SweepRow row) => row with { Keeps = false, Front = false };

    private static string Text(SweepRow row) => JsonSerializer.Serialize(row, SweepJson.RowType);

    private static NncException Bad(string path, string what) => new("NNC2150", path, $"the part of a sweep cannot be used: {what}. Give the files that sweep --shard wrote.");
}
