using NNCompress.Compression.Outside;
using NNCompress.Reports;

namespace NNCompress.Compression.Sweeping;

/// <summary>
/// Which rows keep the budget, which are on the Pareto curve, and which is the best: the smallest that keeps the budget. Rows are chosen as searches choose their candidates, by what
/// is expected of them on samples that do not judge, with the same margins; what judges has no say.
/// </summary>
internal static class SweepChoice
{
    public const string Calibration = "calibration", Search = "search", Judge = "judge";

    /// <summary>The sweep with its choice made; in a part each row by itself is told to keep the budget or not, and nothing else.</summary>
    public static SweepReport Made(SweepReport sweep)
    {
        SweepRow[] rows = [.. sweep.Rows.OrderBy(r => r.Index).Select(r => r with { Keeps = Keeps(sweep, r), Front = false })];
        if (sweep.Shard is not null || rows.Length < sweep.Total)
            return sweep with { Rows = rows, Best = null };
        HashSet<int> front = [.. Front(rows)];
        return sweep with
        {
            Rows = [.. rows.Select(r => r with { Front = front.Contains(r.Index) })],
            Best = rows.Where(r => r.Keeps).OrderBy(r => r.Bytes).ThenBy(r => r.Expected!.Drop).ThenBy(r => r.Index).FirstOrDefault()?.Index,
        };
    }

    /// <summary>NNC3010 where a budget was asked for and no row keeps it, or the best one does not on the data that judges; else null.</summary>
    public static NncException? Failure(SweepReport sweep)
    {
        if (!sweep.Gated || sweep.Shard is not null)
            return null;
        if (sweep.BestRow is not { } best)
        {
            SweepRow? near = sweep.Rows.Where(r => r.Drop is not null).MinBy(r => (r.Drop!.Value, r.Index));
            string nearest = near is null ? "" : FormattableString.Invariant($"; the nearest, {SweepTable.Settings(near)}, drops {near.Drop:0.00} points where it is judged");
            return new NncException("NNC3010", sweep.Model, FormattableString.Invariant($"none of {sweep.Total} rows can be expected to keep the accuracy budget of {sweep.Budget:0.##} points{nearest}. Raise the budget, sweep gentler settings, or give more calibration data."));
        }
        return best.Drop <= sweep.Budget + 1e-9 ? null : new NncException("NNC3010", sweep.Model, FormattableString.Invariant(
            $"the best row, {SweepTable.Settings(best)}, drops {best.Drop:0.00} points where it is judged, beyond the budget of {sweep.Budget:0.##}; {best.Expected!.Drop:0.00} were expected. Raise the budget, sweep gentler settings, or give more calibration data."));
    }

    private static bool Keeps(SweepReport sweep, SweepRow row) => row is { Failure: null, Bytes: not null, Expected: { } expected } && (sweep.ChosenOn switch
    {
        Calibration => CandidateJudge.Excess(expected.Drop, expected.StandardError, expected.Disagreement, sweep.Budget, sweep.Baseline?.Samples ?? 1),
        Search => expected.Drop - (ProgramCandidates.Spent * sweep.Budget),
        _ => expected.Drop - sweep.Budget - 1e-9,
    }) <= 0;

    /// <summary>Of rows that are equal in both, the first.</summary>
    private static IEnumerable<int> Front(SweepRow[] rows)
    {
        double least = double.PositiveInfinity;
        foreach (SweepRow row in rows.Where(r => r is { Bytes: not null, Drop: not null }).OrderBy(r => r.Bytes).ThenBy(r => r.Drop).ThenBy(r => r.Index))
        {
            if (row.Drop >= least || double.IsNaN(row.Drop!.Value))
                continue;
            least = row.Drop!.Value;
            yield return row.Index;
        }
    }
}
