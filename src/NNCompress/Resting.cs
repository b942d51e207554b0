using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NNCompress;

/// <summary>An array that is worked on now and then, and meanwhile rests on a <see cref="Shelf"/>. For one thread at a time while it rests.</summary>
internal sealed class Resting<T>(T[] values)
    where T : unmanaged
{
    private T[]? awake = values;
    private Shelved<T>? asleep;

    /// <summary>The elements, which may be changed until <see cref="Rest"/>.</summary>
    public T[] Values
    {
        get
        {
            if (awake is not null)
                return awake;
            awake = asleep!.Values;
            asleep = null;
            return awake;
        }
    }

    /// <summary>Copies elements without waking the others.</summary>
    /// <param name="start">The first one.</param>
    /// <param name="target">Filled.</param>
    public void Read(int start, Span<T> target)
    {
        if (awake is not null)
            awake.AsSpan(start, target.Length).CopyTo(target);
        else
            asleep!.Read((long)start * Unsafe.SizeOf<T>(), MemoryMarshal.AsBytes(target));
    }

    /// <summary>Bytes that <see cref="Rest"/> lets go.</summary>
    public long AwakeBytes => awake is null ? 0 : (long)awake.Length * Unsafe.SizeOf<T>();

    /// <exception cref="NncException">NNC2003: the temporary folder cannot be written.</exception>
    public void Rest(Shelf shelf)
    {
        if (awake is null)
            return;
        asleep = shelf.Put(awake);
        awake = null;
    }
}
