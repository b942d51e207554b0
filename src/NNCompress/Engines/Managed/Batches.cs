using NNCompress.Data;

namespace NNCompress.Engines.Managed;

/// <summary>Runs a plan over all data, on several workers.</summary>
internal sealed class Batches(Plan plan, Dataset data, IProgress<double>? progress, CancellationToken cancellation)
{
    private readonly Lock gate = new();
    private int done;

    public int Count => (data.Count + plan.Batch - 1) / plan.Batch;

    /// <summary>Calls <paramref name="use"/> with the worker that holds a batch's values; batches come in any order, and at the same time.</summary>
    public void Run(int workers, Action<Worker, int> use)
    {
        int next = -1;
        Parallel(workers, _ =>
        {
            Worker worker = new(plan);
            for (int batch = Interlocked.Increment(ref next); batch < Count; batch = Interlocked.Increment(ref next))
            {
                cancellation.ThrowIfCancellationRequested();
                Compute(worker, batch);
                use(worker, batch);
                Tell();
            }
        });
    }

    /// <summary>The same, one batch after the other in the data's order; the workers compute as many batches ahead as they are.</summary>
    public void RunInOrder(int workers, Action<Worker, int> use)
    {
        Worker[] all = [.. Enumerable.Range(0, workers).Select(_ => new Worker(plan))];
        for (int first = 0; first < Count; first += workers)
        {
            cancellation.ThrowIfCancellationRequested();
            int wave = Math.Min(workers, Count - first);
            Parallel(wave, i => Compute(all[i], first + i));
            for (int i = 0; i < wave; i++)
            {
                use(all[i], first + i);
                Tell();
            }
        }
    }

    private static void Parallel(int workers, Action<int> work)
    {
        if (workers <= 1)
        {
            if (workers == 1)
                work(0);
            return;
        }
        try
        {
            System.Threading.Tasks.Parallel.For(0, workers, new ParallelOptions { MaxDegreeOfParallelism = workers }, work);
        }
        catch (AggregateException e)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }

    private void Compute(Worker worker, int batch)
    {
        int first = batch * plan.Batch, samples = Math.Min(plan.Batch, data.Count - first);
        worker.Run(data, first, samples);
    }

    private void Tell()
    {
        if (progress is null)
            return;
        lock (gate)
            progress.Report(++done / (double)Count);
    }
}
