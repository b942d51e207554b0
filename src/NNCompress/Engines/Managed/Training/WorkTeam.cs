using System.Runtime.ExceptionServices;

namespace NNCompress.Engines.Managed.Training;

/// <summary>
/// Threads that share the items of short loops, some thousands of loops a second. Which thread takes which item is left to chance: items
/// must not depend on each other, and write where no other item writes.
/// </summary>
internal sealed class WorkTeam : IDisposable
{
    // A few microseconds: as long as the gap between two loops of a step.
    private const int Spins = 200;

    private readonly object gate = new();
    private readonly int helpers;
    private Action<int> body = _ => { };
    private int count;
    private int next;
    private int busy;
    private int round;
    private bool ended;
    private Exception? failure;

    public WorkTeam(int threads)
    {
        Size = Math.Max(threads, 1);
        helpers = Size - 1;
        for (int i = 0; i < helpers; i++)
            new Thread(Help) { IsBackground = true, Name = "training" }.Start();
    }

    public int Size { get; }

    /// <summary>Calls <paramref name="work"/> with 0 to <paramref name="items"/> − 1, and returns when all calls have.</summary>
    public void For(int items, Action<int> work)
    {
        if (helpers == 0 || items <= 1)
        {
            for (int i = 0; i < items; i++)
                work(i);
            return;
        }
        (body, count, failure) = (work, items, null);
        Volatile.Write(ref next, 0);
        Volatile.Write(ref busy, helpers);
        lock (gate)
        {
            round++;
            Monitor.PulseAll(gate);
        }
        Work();
        SpinWait wait = default;
        while (Volatile.Read(ref busy) > 0)
            wait.SpinOnce(sleep1Threshold: -1);
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
    }

    public void Dispose()
    {
        lock (gate)
        {
            ended = true;
            Monitor.PulseAll(gate);
        }
    }

    private void Help()
    {
        for (int seen = 0; ; seen++)
        {
            for (int spin = 0; spin < Spins && Volatile.Read(ref round) == seen; spin++)
                Thread.SpinWait(20);
            lock (gate)
            {
                while (round == seen && !ended)
                    Monitor.Wait(gate);
                if (ended)
                    return;
            }
            Work();
            Interlocked.Decrement(ref busy);
        }
    }

    private void Work()
    {
        try
        {
            for (int i = Interlocked.Increment(ref next) - 1; i < count; i = Interlocked.Increment(ref next) - 1)
                body(i);
        }
        catch (Exception e)
        {
            Interlocked.CompareExchange(ref failure, e, null);
        }
    }
}
