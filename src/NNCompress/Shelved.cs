using System.Runtime.InteropServices;

namespace NNCompress;

/// <summary>An array on a <see cref="Shelf"/>; its place there is free again when nobody has this any more.</summary>
internal sealed class Shelved<T>
    where T : unmanaged
{
    private readonly Shelf shelf;
    private readonly T[]? held;
    private readonly WeakReference<T[]>? last;
    private readonly long bytes;
    private readonly long? place;

    internal Shelved(Shelf shelf, T[] values, long bytes, long? place = null)
    {
        (this.shelf, this.bytes, this.place, Length) = (shelf, bytes, place, values.Length);
        held = place is null ? values : null;
        last = place is null ? null : new WeakReference<T[]>(values);
    }

    ~Shelved() => shelf.Release(bytes, place);

    /// <summary>Elements.</summary>
    public int Length { get; }

    /// <summary>True where the array waits in the file.</summary>
    public bool IsElsewhere => place is not null;

    /// <summary>The elements, not to be changed; read again where nobody had them any more.</summary>
    public T[] Values
    {
        get
        {
            if ((held ?? (last!.TryGetTarget(out T[]? before) ? before : null)) is { } values)
                return values;
            LargeMemory.Make(bytes);
            values = GC.AllocateUninitializedArray<T>(Length);
            shelf.Read(place!.Value, values.AsSpan());
            last!.SetTarget(values);
            GC.KeepAlive(this);
            return values;
        }
    }

    /// <summary>Reads a part of the elements, as bytes.</summary>
    /// <param name="offset">Of the first byte.</param>
    /// <param name="target">Filled.</param>
    public void Read(long offset, Span<byte> target)
    {
        if (held is not null)
            MemoryMarshal.AsBytes(held.AsSpan()).Slice((int)offset, target.Length).CopyTo(target);
        else
            shelf.Read(place!.Value + offset, target);
        GC.KeepAlive(this);
    }
}
