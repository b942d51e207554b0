using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NNCompress.Models;

/// <summary>An array of floats seen as the bytes of a file, so that a weight is in memory once, whichever way it is asked for.</summary>
internal sealed class FloatBytes(float[] floats) : MemoryManager<byte>
{
    public float[] Floats => floats;

    public override Span<byte> GetSpan() => MemoryMarshal.AsBytes(floats.AsSpan());

    /// <exception cref="ArgumentOutOfRangeException">There is no byte at <paramref name="elementIndex"/>.</exception>
    public override unsafe MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)(floats.Length * sizeof(float)), nameof(elementIndex));
        GCHandle handle = GCHandle.Alloc(floats, GCHandleType.Pinned);
        return new MemoryHandle((byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(floats)) + elementIndex, handle);
    }

    /// <summary>Handles free what they pin.</summary>
    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
