using System.Diagnostics;

namespace NNCompress.Engines.Training;

/// <summary>Decides when checkpoints are written, so that a killed run loses seconds and writing them costs little.</summary>
/// <param name="checkpoint">The file; null for none.</param>
/// <param name="interval">Time between two of them inside an epoch; zero for one after every step.</param>
internal sealed class CheckpointClock(Checkpoint? checkpoint, TimeSpan interval)
{
    // Writing may take a twentieth of the time at most.
    private const int LeastPause = 20;

    private long last = Stopwatch.GetTimestamp();
    private TimeSpan cost;

    public void Save(Progress progress)
    {
        if (checkpoint is null)
            return;
        long start = Stopwatch.GetTimestamp();
        checkpoint.Save(progress);
        last = Stopwatch.GetTimestamp();
        cost = Stopwatch.GetElapsedTime(start, last);
    }

    public void SaveIfDue(Progress progress)
    {
        TimeSpan pause = interval > cost * LeastPause || interval == TimeSpan.Zero ? interval : cost * LeastPause;
        if (Stopwatch.GetElapsedTime(last) >= pause)
            Save(progress);
    }
}
