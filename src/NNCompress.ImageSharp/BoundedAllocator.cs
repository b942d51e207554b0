using System.Buffers;
using SixLabors.ImageSharp.Memory;

namespace NNCompress.ImageSharp;

/// <summary>Gives memory until all that is in use at once passes a limit: a few bytes of an animation can announce frames without end.</summary>
internal sealed class BoundedAllocator : MemoryAllocator
{
    private const long MostBytes = 4L << 30;

    private const int LongestBuffer = 64 << 20;

    private long used;

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The image takes more memory than the limit.</exception>
    public override IMemoryOwner<T> Allocate<T>(int length, AllocationOptions options = AllocationOptions.None)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        long bytes = (long)length * System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
        if (Interlocked.Add(ref used, bytes) > MostBytes)
        {
            Interlocked.Add(ref used, -bytes);
            throw new InvalidDataException($"it takes more than {MostBytes >> 20} MiB to decode.");
        }
        return new Owner<T>(this, new T[length], bytes);
    }

    protected override int GetBufferCapacityInBytes() => LongestBuffer;

    private sealed class Owner<T>(BoundedAllocator allocator, T[] buffer, long bytes) : IMemoryOwner<T>
    {
        private long held = bytes;

        public Memory<T> Memory => buffer;

        public void Dispose() => Interlocked.Add(ref allocator.used, -Interlocked.Exchange(ref held, 0));
    }
}
