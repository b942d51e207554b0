using System.Diagnostics;

namespace Experiments;

/// <summary>Runs an experiment's trials side by side, one thread each, and tells how far it is.</summary>
internal sealed class Runner(TrialStore store, Setting setting)
{
    public IReadOnlyList<Summary> Run(IExperiment experiment, CancellationToken cancellation)
    {
        Trial[] trials = [.. Enumerable.Range(1, setting.Seeds).SelectMany(experiment.Trials)];
        TrialResult?[] results = [.. trials.Select(t => store.Find(experiment.Name, t))];
        int done = results.Count(r => r is not null);
        Stopwatch clock = Stopwatch.StartNew();
        Console.WriteLine($"{experiment.Name}: {trials.Length} trials, {done} known");
        ParallelOptions options = new() { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation };
        Parallel.ForEach(Enumerable.Range(0, trials.Length).Where(i => results[i] is null), options, i =>
        {
            Stopwatch watch = Stopwatch.StartNew();
            TrialResult result = trials[i].Run(cancellation) with { Seconds = watch.Elapsed.TotalSeconds };
            store.Keep(experiment.Name, trials[i], result);
            results[i] = result;
            Console.WriteLine(FormattableString.Invariant(
                $"{experiment.Name} {Interlocked.Increment(ref done)}/{trials.Length}: {trials[i].Series}, {trials[i].Point}, seed {trials[i].Seed}: {result.Accuracy:f2} %, {100 * result.Removed:f1} % removed, {result.Seconds:f0} s ({clock.Elapsed.TotalSeconds:f0} s in all)"));
        });
        return [.. trials.Zip(results)
            .GroupBy(t => (t.First.Series, t.First.Point))
            .Select(g => new Summary(g.Key.Series, g.Key.Point, [.. g.Select(t => t.Second!)]))];
    }
}
