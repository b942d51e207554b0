using System.Runtime.InteropServices;

namespace NNCompress.Engines.Managed.Matrices;

/// <summary>Pinned floats that start at a cache line and may be read and written up to <see cref="Slack"/> elements past their end; not initialised.</summary>
internal sealed unsafe class AlignedBuffer
{
    /// <summary>Elements past the end that whole-vector copies may touch.</summary>
    public const int Slack = 32;

    private const int LineBytes = 64;
    private const int PageLines = 64;

    // Loads wait for earlier stores at the same place of another page. Values and gradients, often whole pages long and walked side by side,
    // start at different places.
    private static int count;

    // The heap of pinned arrays keeps the room of what has gone: for large ones, which come and go, that would be as much again.
    private const int Large = 1 << 21;

    private readonly float[] memory;
    private readonly Pin? pin;
    private readonly int offset;

    public AlignedBuffer(int length)
    {
        int stagger = length < 4 * LineBytes * PageLines / sizeof(float) ? 0 : Interlocked.Increment(ref count) * 21 % PageLines * LineBytes / sizeof(float);
        LargeMemory.Make((long)length * sizeof(float));
        memory = GC.AllocateUninitializedArray<float>(checked(length + Slack + stagger + (LineBytes / sizeof(float))), pinned: length < Large);
        pin = length < Large ? null : new Pin(memory);
        Length = length;
        fixed (float* start = memory)
        {
            Pointer = (float*)(((nuint)start + LineBytes - 1) / LineBytes * LineBytes) + stagger;
            offset = (int)(Pointer - start);
        }
    }

    public int Length { get; }

    /// <summary>Valid while this object is referenced.</summary>
    public float* Pointer { get; }

    /// <summary>The content; holds on to the memory by itself.</summary>
    public Span<float> Span => memory.AsSpan(offset, Length);

    /// <inheritdoc cref="Span"/>
    public Memory<float> Memory => memory.AsMemory(offset, Length);

    /// <summary>Holds an array in its place until nobody references this any more.</summary>
    private sealed class Pin(float[] array)
    {
        private readonly long bytes = (long)array.Length * sizeof(float);
        private GCHandle handle = GCHandle.Alloc(array, GCHandleType.Pinned);

        ~Pin()
        {
            handle.Free();
            LargeMemory.Leave(bytes);
        }
    }
}
