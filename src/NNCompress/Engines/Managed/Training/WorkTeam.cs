using System.Runtime.ExceptionServices;

namespace NNCompress.Engines.Managed.Training;

/// <summary>
/// Threads that share the items of short loops, some thousands of loops a second. Which thread takes which item is left to chance: items
/// must not depend on each other, and write where no other item writes.
/// </summary>
/// <remarks>
/// The ticket holds the round's number, whether it is closed, and how many helpers have entered it. The caller works too, closes the round
/// when no item is left, and waits for those that entered: a helper that the system has not woken by then costs nothing.
/// </remarks>
internal sealed class WorkTeam : IDisposable
{
    // About ten microseconds: as long as the gap between two loops of a step.
    private const int Spins = 200;

    private const long Closed = 1 << 16;
    private const long Entered = Closed - 1;
    private const int RoundShift = 17;

    private readonly object gate = new();
    private readonly int helpers;
    private Action<int> body = _ => { };
    private int count;
    private int next;
    private int left;
    private int sleeping;
    private long ticket = Closed;
    private bool ended;
    private Exception? failure;

    public WorkTeam(int threads)
    {
        Size = Math.Clamp(threads, 1, (int)Entered);
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
        (body, count, next, left, failure) = (work, items, 0, 0, null);
        Volatile.Write(ref ticket, ((ticket >> RoundShift) + 1) << RoundShift);
        // A helper counts itself among the sleepers before it looks at the ticket for the last time: one of the two sees the other.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref sleeping) > 0)
        {
            lock (gate)
                Monitor.PulseAll(gate);
        }
        Work();
        long entered = Interlocked.Or(ref ticket, Closed) & Entered;
        SpinWait wait = default;
        while (Volatile.Read(ref left) < entered)
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
        long seen = 0;
        while (Await(ref seen))
        {
            if (!Enter())
                continue;
            Work();
            Interlocked.Increment(ref left);
        }
    }

    /// <summary>Returns true when there is another round than the one seen, and takes note of it; false at the end.</summary>
    private bool Await(ref long seen)
    {
        for (int spin = 0; spin < Spins; spin++)
        {
            if (IsNew(ref seen))
                return true;
            Thread.SpinWait(20);
        }
        lock (gate)
        {
            Interlocked.Increment(ref sleeping);
            while (!ended && !IsNew(ref seen))
                Monitor.Wait(gate);
            Interlocked.Decrement(ref sleeping);
            return !ended;
        }
    }

    private bool IsNew(ref long seen)
    {
        long round = Volatile.Read(ref ticket) >> RoundShift;
        if (round == seen)
            return false;
        seen = round;
        return true;
    }

    private bool Enter()
    {
        while (true)
        {
            long now = Volatile.Read(ref ticket);
            if ((now & Closed) != 0)
                return false;
            if (Interlocked.CompareExchange(ref ticket, now + 1, now) == now)
                return true;
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
