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

    /// <summary>Bytes that <see cref="Rest"/> lets go.</summary>
    public long AwakeBytes => awake is null ? 0 : (long)awake.Length * System.Runtime.CompilerServices.Unsafe.SizeOf<T>();

    /// <exception cref="NncException">NNC2003: the temporary folder cannot be written.</exception>
    public void Rest(Shelf shelf)
    {
        if (awake is null)
            return;
        asleep = shelf.Put(awake);
        awake = null;
    }
}
