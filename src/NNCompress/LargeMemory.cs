using System.Runtime;
using System.Runtime.CompilerServices;

namespace NNCompress;

/// <summary>
/// Keeps large arrays that are no longer used from adding up. They lie in the oldest generation, which by itself is collected only after it has grown by about
/// what is alive: with packed weights, activations and moments that come and go, that would be several times the model.
/// </summary>
internal static class LargeMemory
{
    /// <summary>Bytes of a model beyond which copies of it, and what grows with it, are kept out of memory; any process has room for those of smaller ones.</summary>
    public const long LargeModel = 32L << 20;

    /// <summary>Bytes of large arrays between two collections.</summary>
    private const long Most = 12L << 20;

    private static long made;

    // What the process takes beside the arrays, as last seen.
    private static long beside = 1L << 26;

    /// <summary>An array of zeros that may be large.</summary>
    public static T[] New<T>(int length)
        where T : unmanaged
    {
        Make((long)length * Unsafe.SizeOf<T>());
        return new T[length];
    }

    /// <summary>Called before large arrays are made.</summary>
    /// <param name="bytes">Their length.</param>
    public static void Make(long bytes)
    {
        // What a collection finds pinned by something that nobody uses any more, only the one after it takes away.
        for (int collection = 0; collection < 2 && Interlocked.Read(ref made) + (collection == 0 ? bytes : 0) >= Most; collection++)
            Collect();
        Interlocked.Add(ref made, bytes);
    }

    /// <summary>Called when nobody uses large arrays any more.</summary>
    /// <param name="bytes">Their length.</param>
    public static void Leave(long bytes) => Interlocked.Add(ref made, bytes);

    private static void Collect()
    {
        Interlocked.Exchange(ref made, 0);
        // Holes between large arrays stay unless they are asked to be closed.
        if (GC.GetGCMemoryInfo(GCKind.FullBlocking).FragmentedBytes > Most)
            CloseHoles();
        else
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: false);
        GC.WaitForPendingFinalizers();
        GCMemoryInfo info = GC.GetGCMemoryInfo(GCKind.FullBlocking);
        if (info.TotalCommittedBytes - info.HeapSizeBytes > Most)
            CloseHoles();
        // The system gets memory back after a while, or when it is told to.
        if (Environment.WorkingSet - GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes <= Interlocked.Read(ref beside) + Most)
            return;
        CloseHoles();
        Interlocked.Exchange(ref beside, Environment.WorkingSet - GC.GetGCMemoryInfo(GCKind.FullBlocking).TotalCommittedBytes);
    }

    private static void CloseHoles()
    {
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
