using System.Runtime.CompilerServices;

namespace NNCompress;

/// <summary>
/// Where arrays wait that a long computation comes back to now and then, and that together may take many times the memory of the model: in memory as far as they fit a
/// limit, else in a temporary file, which is gone when nobody uses the shelf any more.
/// </summary>
/// <param name="most">Bytes that may stay in memory.</param>
internal sealed class Shelf(long most)
{
    /// <summary>The share of a large model's bytes that may stay in memory: there are several shelves.</summary>
    private const long Share = 64;

    /// <summary>Bytes that may stay in memory where the model is small.</summary>
    private const long Small = 4L << 20;

    /// <summary>Bytes from which on an array is worth a place in the file.</summary>
    private const int Great = 1 << 12;

    private readonly Lock gate = new();
    private readonly FreeSpace space = new();
    private TemporaryFile? file;
    private long held;

    /// <summary>A shelf for what belongs to a model.</summary>
    /// <param name="modelBytes">The model's length.</param>
    public static Shelf For(long modelBytes) => new(modelBytes > LargeMemory.LargeModel ? modelBytes / Share : Small);

    /// <summary>The same for what is needed a few times in a run: nothing of a large model's stays in memory.</summary>
    /// <param name="modelBytes">The model's length.</param>
    public static Shelf ForSeldom(long modelBytes) => new(modelBytes > LargeMemory.LargeModel ? 0 : Small);

    /// <summary>Everything stays in memory.</summary>
    public static Shelf Unbounded() => new(long.MaxValue);

    /// <summary>Bytes that are in the file, or were there.</summary>
    public long FileBytes
    {
        get
        {
            lock (gate)
                return space.End;
        }
    }

    /// <summary>Puts an array on the shelf; it must not be changed afterwards.</summary>
    /// <exception cref="NncException">NNC2003: the temporary folder cannot be written.</exception>
    public Shelved<T> Put<T>(T[] values)
        where T : unmanaged
    {
        long bytes = (long)values.Length * Unsafe.SizeOf<T>();
        lock (gate)
        {
            if (bytes < Great || held + bytes <= most)
            {
                held += bytes;
                return new Shelved<T>(this, values, bytes);
            }
            long place = space.Take(bytes);
            try
            {
                file ??= new TemporaryFile();
                file.Write<T>(place, values);
            }
            catch (NncException)
            {
                space.Give(place, bytes);
                throw;
            }
            return new Shelved<T>(this, values, bytes, place);
        }
    }

    internal void Read<T>(long place, Span<T> target)
        where T : unmanaged => file!.Read(place, target);

    /// <summary>Takes an array off the shelf.</summary>
    /// <param name="bytes">Its length.</param>
    /// <param name="place">Where it is in the file; null where it was in memory.</param>
    internal void Release(long bytes, long? place)
    {
        lock (gate)
        {
            if (place is { } at)
                space.Give(at, bytes);
            else
                held -= bytes;
        }
    }
}
