using System.Runtime.ExceptionServices;
using NNCompress.Pruning;

namespace NNCompress.Compression.Sweeping;

/// <summary>Rows that are made one after another, as each goes on from the last, and lanes of them that need not wait for each other.</summary>
internal static class SweepLanes
{
    /// <param name="rows">Settings with their indices.</param>
    /// <param name="trains">Whether rows train, so that none goes on from another.</param>
    public static IReadOnlyList<IReadOnlyList<(int Index, SweepSetting Setting)>> Of(IEnumerable<(int Index, SweepSetting Setting)> rows, bool trains) =>
        [.. rows.GroupBy(r => Key(r.Index, r.Setting, trains)).Select(lane => (IReadOnlyList<(int, SweepSetting)>)[.. lane.OrderBy(r => r.Setting.Ratio).ThenByDescending(r => r.Setting.Budget).ThenBy(r => r.Index)])];

    /// <summary>Runs all lanes on so many threads; the first failure ends it.</summary>
    public static void Run<T>(IReadOnlyList<T> lanes, int threads, Action<T> run, CancellationToken cancellation)
    {
        try
        {
            Parallel.ForEach(lanes, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, run);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions.FirstOrDefault(inner => inner is not OperationCanceledException) ?? e.InnerExceptions[0]);
        }
    }

    private static object Key(int index, SweepSetting setting, bool trains) => setting switch
    {
        // A search finds in the cache of trials what the one under another budget has encoded.
        { Verb: "compress" } => setting with { Budget = null },
        // Both remove one channel after another: the next ratio goes on from the last.
        { Verb: "prune", Method: PruningMethod.Reconstruct or PruningMethod.Taylor } when !trains => setting.Method.Value,
        _ => index,
    };
}
