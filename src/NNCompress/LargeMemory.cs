using System.Runtime;

namespace NNCompress;

/// <summary>
/// Keeps large arrays that are no longer used from adding up. They lie in the oldest generation, which by itself is collected only after it has grown by about
/// what is alive: with packed weights, activations and moments that come and go, that would be several times the model.
/// </summary>
internal static class LargeMemory
{
    /// <summary>Bytes of large arrays between two collections.</summary>
    private const long Most = 64L << 20;

    private static long made;

    /// <summary>Called before large arrays are made.</summary>
    /// <param name="bytes">Their length.</param>
    public static void Make(long bytes)
    {
        if (Interlocked.Add(ref made, bytes) < Most)
            return;
        Interlocked.Exchange(ref made, 0);
        // Holes between large arrays stay unless they are asked to be closed.
        bool holes = GC.GetGCMemoryInfo(GCKind.FullBlocking).FragmentedBytes > Most;
        if (holes)
            GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(GC.MaxGeneration, holes ? GCCollectionMode.Aggressive : GCCollectionMode.Forced, blocking: true, compacting: holes);
    }
}
